import type { LocalHost } from '../../../src/room/local/host.js';
import { localLab } from '../../support/local-room.js';
import { type RoomLab, run, withRoom } from '../../support/room-conformance.js';
import { launched, removeRoomProgram } from './launched.js';
import { runProcess } from './process.js';
import { makeSite, type Site } from './site.js';
import type { Ground, Place, Run } from './types.js';
import { ONLY_LOCAL } from './weak-docker.js';
import { TOOL, weakRooms } from './weak-room.js';

/** An id that no account of a distribution has. */
const STRANGER = 64_999;

export interface GroundOptions {
  readonly backend: Ground['backend'];
  /** Of rooms of this machine; docker's are those of a runtime. */
  readonly identity: LocalHost['identity']['kind'];
  /** The rooms under test, where they are not those of this machine, with their like without guards. */
  readonly rooms?: {
    readonly lab: RoomLab;
    readonly user: { readonly uid: number; readonly gid: number };
    without(site: Site): Ground['without'];
  };
}

/** Everything that attacks need, over the rooms of one backend and identity. */
export async function makeGround(options: GroundOptions): Promise<Ground & { dispose(): Promise<void> }> {
  const local = await localLab({ identity: options.identity });
  const { host } = local;
  const { identity } = host;
  const ours = { uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1 };
  const { uid, gid } = options.rooms?.user ?? (identity.kind === 'self' ? ours : identity);
  const lab = options.rooms?.lab ?? local;
  const site = await makeSite(uid, gid);
  const weak = weakRooms(host, site, uid, gid);
  const containers = options.rooms?.without(site);
  return {
    backend: options.backend,
    identity: options.identity,
    lab,
    site,
    uid,
    gid,
    rootBuilt: options.rooms === undefined && identity.kind === 'root-setup',
    counted: /cgroup/.test((await lab.backend.describe()).limits['memory'] ?? ''),
    room: realRooms(lab, site.tool, options),
    without: (guards) =>
      containers && !guards.some((guard) => ONLY_LOCAL.includes(guard)) ? containers(guards) : weak.without(guards),
    host: weak.host,
    asStranger: (script) =>
      runProcess(['/bin/bash', '-c', script], {
        env: { PATH: '/usr/bin:/bin' },
        user: { uid: STRANGER, gid: STRANGER },
      }),
    async dispose() {
      await removeRoomProgram();
      await site.dispose();
      if (lab !== local) await lab.dispose();
      await local.dispose();
    },
  };
}

/** A room that never started would stop every attack. */
const STARTED = 'the attack has started';
const SAY = `echo '${STARTED}' >&2\n`;

function certain(run: Run): Run {
  if (!run.stderr.includes(STARTED))
    throw new Error(`the room never ran the attack: ${run.end}\n${run.stdout}${run.stderr}`);
  return { ...run, stderr: run.stderr.replace(`${STARTED}\n`, '') };
}

function realRooms(lab: RoomLab, tool: string, options: GroundOptions): Place {
  return {
    guarded: true,
    async run(script, wanted = {}): Promise<Run> {
      if (wanted.launchedBy !== undefined) return certain(await launched(options.identity, tool, SAY + script, wanted));
      const spec = {
        readOnly: [{ source: tool, target: TOOL }, ...(wanted.readOnly ?? [])],
        limits: { ...lab.limits, ...wanted.limits },
        workspace: await lab.workspace(wanted.workspace),
        ...(wanted.outDirectory === undefined ? {} : { outDirectory: wanted.outDirectory }),
      };
      const before = { ...process.env };
      Object.assign(process.env, wanted.hostEnv);
      try {
        const done = await withRoom(lab, spec, (room) =>
          run(room, SAY + script, {
            env: { A: TOOL, ...wanted.env },
            timeoutMs: wanted.timeoutMs ?? 20_000,
            ...(wanted.stdin === undefined ? {} : { stdin: wanted.stdin }),
            ...(wanted.outputBytes === undefined ? {} : { outputBytes: wanted.outputBytes }),
          }),
        );
        const end = done.end === 'exited' ? `exit ${done.code}` : (done.signal ?? done.end);
        return certain({ stdout: done.stdout, stderr: done.stderr, end, bytes: done.outputBytes });
      } finally {
        for (const name of Object.keys(wanted.hostEnv ?? {})) {
          if (before[name] === undefined) delete process.env[name];
        }
      }
    },
  };
}
