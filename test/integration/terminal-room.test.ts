import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIND_MAKER, inTerminal, readMaker, type TerminalMaker } from '../../src/terminal/command.js';
import { FrameStream, STOPPED } from '../../src/terminal/frames.js';
import { localIdentities, localLab } from '../support/local-room.js';
import { marked, type RoomLab, run, uniqueSleep, withRoom } from '../support/room-conformance.js';

const MAKERS: readonly TerminalMaker[] = [
  { kind: 'perl', program: '/usr/bin/perl' },
  { kind: 'python', program: '/usr/bin/python3' },
];

/** Everything that a terminal showed so far, and what to do when it shows something for the first time. */
class Screen {
  text = '';
  private readonly waiting: { readonly sign: RegExp; readonly act: () => void }[] = [];

  when(sign: RegExp, act: () => void): this {
    this.waiting.push({ sign, act });
    return this;
  }

  show(chunk: Buffer): void {
    this.text += chunk.toString('latin1');
    while (this.waiting[0]?.sign.test(this.text)) this.waiting.shift()?.act();
  }
}

for (const { kind, unable } of await localIdentities()) {
  if (unable !== undefined) {
    it(`terminals in local rooms as ${kind}`, (ctx) => ctx.skip(unable));
    continue;
  }
  describe.each(MAKERS)(`a terminal in a local room as ${kind}, made by $kind`, (maker) => {
    let lab: RoomLab;
    beforeAll(async () => {
      lab = await localLab({ identity: kind });
    });
    afterAll(() => lab?.dispose());

    /** Runs a script in a terminal; `screen` types into it. */
    const show = (
      script: string | readonly [string, ...string[]],
      prepare: (screen: Screen, frames: FrameStream) => void = () => {},
      options: { readonly signal?: AbortSignal; readonly env?: Record<string, string> } = {},
    ) => {
      const frames = new FrameStream();
      const screen = new Screen();
      prepare(screen, frames);
      return withRoom(lab, {}, async (room) => {
        const argv = typeof script === 'string' ? (['/bin/bash', '--norc', '-c', script] as const) : script;
        const done = await run(room, inTerminal(maker, { rows: 31, columns: 97 }, argv), {
          stdin: frames,
          onOutput: (stream, chunk) => {
            if (stream === 'stdout') screen.show(chunk);
          },
          ...options,
        });
        return { ...done, screen: screen.text };
      });
    };

    it('is the terminal of all three streams, with its size, and no other', async () => {
      const done = await show('tty; stty size; [ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo all; ls /dev/pts; exit 7');
      expect(done).toMatchObject({ end: 'exited', code: 7, stderr: '' });
      expect(done.screen).toBe('/dev/pts/0\r\n31 97\r\nall\r\n0  ptmx\r\n');
    });

    it.each([
      ['exit 0', { end: 'exited', code: 0 }],
      ['exit 255', { end: 'exited', code: 255 }],
      ['kill -TERM $$', { end: 'signalled', signal: 'SIGTERM' }],
      ['kill -KILL $$', { end: 'signalled', signal: 'SIGKILL' }],
    ])('ends as its command does: %s', async (script, end) => {
      expect(await show(script)).toMatchObject(end);
    });

    it('says what cannot be started as a shell does', async () => {
      expect(await show(['no-such-program-anywhere'])).toMatchObject({ end: 'exited', code: 127 });
      const denied = await show(['/etc/hosts']);
      expect(denied).toMatchObject({ end: 'exited', code: 126 });
      expect(denied.stderr).toMatch(/\/etc\/hosts: Permission denied/);
    });

    it('takes what is typed, and edits lines as a terminal does', async () => {
      const done = await show('read -r line; echo "<$line>"', (_screen, frames) => {
        frames.write('wrongx\x15righ\u00e4\x7ft\r');
      });
      expect(done).toMatchObject({ code: 0 });
      expect(done.screen).toContain('<right>');
    });

    it('tells the program of a new size, by its signal', async () => {
      const done = await show(
        'trap "stty size" WINCH; echo ready; read -r a; while ! read -r -t 0.05 b; do :; done',
        (screen, frames) => {
          screen
            .when(/ready/, () => {
              frames.resize({ rows: 50, columns: 132 });
              frames.write('a\r');
            })
            .when(/50 132/, () => frames.write('b\r'));
        },
      );
      expect(done).toMatchObject({ end: 'exited', code: 0 });
      expect(done.screen).toContain('50 132');
    });

    it('ends the program in front by Ctrl-C, and not the shell; stops it by Ctrl-Z, and goes on with it', async () => {
      const sleep = uniqueSleep();
      const done = await show(
        ['/bin/bash', '--norc', '--noprofile', '-i'],
        (screen, frames) => {
          screen
            .when(/@ $/, () => frames.write(`sh -c 'echo star""ted; exec sleep ${sleep}'\r`))
            .when(/started\r\n/, () => frames.write('\x03'))
            .when(/\^C[\s\S]*@ $/, () => frames.write(`echo "code $?"; sh -c 'echo seco""nd; exec sleep ${sleep}'\r`))
            .when(/second\r\n/, () => frames.write('\x1a'))
            .when(/Stopped[\s\S]*@ $/, () => frames.write('jobs | wc -l; kill %1; exit 9\r'))
            .when(/exit\r\n[\s\S]*@ $/, () => frames.write('exit 9\r'));
        },
        { env: { PS1: '@ ', TERM: 'dumb' } },
      );
      expect(done).toMatchObject({ end: 'exited', code: 9 });
      expect(done.screen).toContain('code 130');
      expect(done.screen).toContain('\r\n1\r\n');
      expect(await marked(sleep)).toEqual([]);
    });

    it('hands large amounts on in both ways, whole', async () => {
      const typed = `${'0123456789abcde\n'.repeat(20_000)}`;
      const done = await show(
        'stty raw -echo; echo ready; head -c 320000 | sha256sum; seq 1 60000',
        (screen, frames) => {
          screen.when(/ready/, () => frames.write(typed));
        },
      );
      expect(done).toMatchObject({ code: 0 });
      expect(done.screen).toContain('59999\n60000\n');
      const { createHash } = await import('node:crypto');
      expect(done.screen).toContain(createHash('sha256').update(typed).digest('hex'));
    });

    it.each([
      ['itself', 'kill -STOP $$; echo again'],
      ['its group, as programs do that took Ctrl-Z as a key', 'sh -c "echo member; kill -TSTP 0"; echo again'],
      ['the terminal, at Ctrl-Z', 'echo wait; sleep 0.1; until read -r -t 1 line; do :; done; echo again'],
    ])('says that the command was stopped by %s, and goes on with it', async (_by, script) => {
      const frames = new FrameStream();
      let screen = '';
      const told: number[] = [];
      const done = await withRoom(lab, {}, (room) =>
        run(room, inTerminal(maker, { rows: 31, columns: 97 }, ['/bin/bash', '--norc', '-c', script]), {
          stdin: frames,
          onOutput: (stream, chunk) => {
            if (stream === 'stdout') {
              const waited = screen.includes('wait');
              screen += chunk.toString('latin1');
              if (!waited && screen.includes('wait')) frames.write('\x1a');
            } else {
              told.push(...chunk);
              frames.goOn();
              frames.write('line\r');
            }
          },
        }),
      );
      expect(done).toMatchObject({ end: 'exited', code: 0 });
      expect(screen).toContain('again\r\n');
      expect(told).toEqual([STOPPED]);
    });

    it('hangs up a stopped command, too', async () => {
      const sleep = uniqueSleep();
      const frames = new FrameStream();
      const done = await withRoom(lab, {}, (room) =>
        run(
          room,
          inTerminal(maker, { rows: 31, columns: 97 }, ['/bin/sh', '-c', `sleep ${sleep} & kill -STOP $$; wait`]),
          {
            stdin: frames,
            onOutput: (stream) => {
              if (stream === 'stderr') frames.end();
            },
          },
        ),
      );
      expect(done).toMatchObject({ end: 'signalled', signal: 'SIGHUP' });
      expect(await marked(sleep)).toEqual([]);
    });

    it('leaves nothing alive: neither what holds the terminal, nor what left it', async () => {
      const sleep = uniqueSleep();
      const done = await show(`sleep ${sleep} & setsid -f sleep ${sleep}; echo done`);
      expect(done).toMatchObject({ end: 'exited', code: 0 });
      expect(done.screen).toContain('done');
      expect(await marked(sleep)).toEqual([]);
    });

    it('hangs up when the person is gone', async () => {
      const done = await show(
        'trap "echo hung; exit 3" HUP; echo ready; while :; do sleep 0.05; done',
        (screen, frames) => {
          screen.when(/ready/, () => frames.end());
        },
      );
      expect(done).toMatchObject({ end: 'signalled', signal: 'SIGHUP' });
    });

    it('lets nobody type into a terminal from inside', async () => {
      const inject = `perl -e 'my $c = "x"; print ioctl(STDIN, 0x5412, $c) ? "typed" : "refused: $!", "\\n"'`;
      const done = await show(inject);
      expect(done.screen).toMatch(/^refused: Operation not permitted/);
    });
  });
}

describe('what makes a terminal', () => {
  it('is found in the room', async () => {
    const lab = await localLab();
    try {
      const found = await withRoom(lab, {}, (room) => run(room, FIND_MAKER));
      expect(readMaker(found.stdout)).toEqual({ kind: 'perl', program: '/usr/bin/perl' });
    } finally {
      await lab.dispose();
    }
  });

  it.each(['', 'perl\n', 'ruby /usr/bin/ruby\n', 'perl relative\n', 'perl /a b\n', 'perl /a\nperl /b\n'])(
    'is not believed to be %j',
    (printed) => {
      expect(() => readMaker(printed)).toThrow(/neither Perl nor Python 3/);
    },
  );
});
