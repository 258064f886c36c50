import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ATTACKS } from '../rows/index.js';
import { type Line, leaveLines } from './table.js';
import type { Attack, Ground } from './types.js';

/** Tries every attack with its guard off, where it has to work, and in the real room, where it must not. */
export function attackSuite(
  name: { readonly backend: string; readonly identity: string },
  open: () => Promise<Ground & { dispose(): Promise<void> }>,
  attacks: readonly Attack[] = ATTACKS,
): void {
  describe(`${name.backend} rooms of ${name.identity}`, () => {
    let ground: Ground & { dispose(): Promise<void> };
    const lines: Line[] = [];
    const setting = `${name.backend} ${name.identity}${process.getuid?.() === 0 ? '' : ' as user'}`;
    beforeAll(async () => {
      ground = await open();
    });
    afterAll(async () => {
      leaveLines(setting, lines);
      await ground?.dispose();
    });

    it.each(attacks)('$id: $tries', async (attack) => {
      const { id, area, tries, guard } = attack;
      const line = { setting, id, area, tries, guard };
      const unable = (await attack.unable?.(ground)) ?? readElsewhere(attack, ground);
      if (unable !== undefined) {
        lines.push({ ...line, off: null, on: null, unable });
        return;
      }
      const off = await withoutGuard(attack, ground);
      const on = await withGuard(attack, ground);
      const said = {
        off: off ? ('works' as const) : ('stopped' as const),
        on: on ? ('works' as const) : ('stopped' as const),
      };
      lines.push({ ...line, ...said, unable: null });
      expect(said, `${guard}`).toEqual({ off: 'works', on: 'stopped' });
    });
  });
}

/** What the host reads after a room is dead is the same whatever the room was. */
function readElsewhere(attack: Attack, { backend }: Ground): string | undefined {
  if (backend === 'local' || !('ours' in attack) || attack.aboutRooms) return undefined;
  return 'the host reads it after the room; tried with local rooms';
}

function withoutGuard(attack: Attack, ground: Ground): Promise<boolean> {
  if ('careless' in attack) return attack.careless(ground);
  const off = ground.backend === 'local' ? attack.off : (attack.offDocker ?? attack.off);
  return attack.attempt(off === 'host' ? ground.host : ground.without(off), ground);
}

function withGuard(attack: Attack, ground: Ground): Promise<boolean> {
  return 'ours' in attack ? attack.ours(ground) : attack.attempt(ground.room, ground);
}
