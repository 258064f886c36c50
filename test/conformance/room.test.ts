import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localIdentities, localLab } from '../support/local-room.js';
import { roomConformance, run, withRoom } from '../support/room-conformance.js';

for (const { kind, unable } of await localIdentities()) {
  if (unable !== undefined) {
    it(`local rooms as ${kind}`, (ctx) => ctx.skip(unable));
    continue;
  }
  roomConformance(`local backend as ${kind}`, () => localLab({ identity: kind }));

  describe(`places of local rooms as ${kind}`, () => {
    it('may have any path', async () => {
      const lab = await localLab({ identity: kind, below: 'a b,c:d\\e\n"f\'$(g)=%h' });
      try {
        const readable = await lab.directory();
        const spec = {
          workspace: await lab.workspace({ a: 'a\n', 'd/b': 'b\n' }),
          homeDirectory: await lab.directory(),
          outDirectory: await lab.directory(),
          readOnly: [{ source: readable, target: '/run/cleanroom/in' }],
        };
        const listener = { port: 7777, accept() {} };
        const done = await withRoom(lab, spec, (room) => run(room, 'rm d/b && cat a && touch ~/x && ls', { listener }));
        expect(done).toMatchObject({ end: 'exited', code: 0, stdout: 'a\na\nd\n', stderr: '' });
      } finally {
        await lab.dispose();
      }
    });

    describe('under umask 077', () => {
      let before = 0;
      beforeAll(() => {
        before = process.umask(0o077);
      });
      afterAll(() => {
        process.umask(before);
      });
      it('can be entered and read', async () => {
        const lab = await localLab({ identity: kind });
        try {
          const listener = { port: 7777, accept() {} };
          const done = await withRoom(lab, {}, (room) =>
            run(room, 'umask; getent passwd agent; touch x', { listener }),
          );
          expect(done).toMatchObject({ end: 'exited', code: 0 });
          expect(done.stdout).toContain('/home/agent');
        } finally {
          await lab.dispose();
        }
      });
    });
  });
}
