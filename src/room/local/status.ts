import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LIMIT_NAMES, type LimitName } from '../types.js';

/** What a room left behind about its end, in its own directory on the host. */
export interface RoomStatus {
  /** The payload's exit code (128 + n for a signal); undefined when it never started or did not end by itself. */
  readonly exitCode: number | undefined;
  /** The limit for which the builder ended the room. */
  readonly ended: LimitName | undefined;
  /** Every limit that was reached. */
  readonly reached: readonly LimitName[];
}

/** Reads bubblewrap's status file and the builder's `limits`. */
export async function readRoomStatus(directory: string): Promise<RoomStatus> {
  const [status, limits] = await Promise.all(
    ['status', 'limits'].map((name) => readFile(join(directory, name), 'utf8').catch(() => '')),
  );
  const code = /"exit-code":\s*(\d+)/.exec(status ?? '')?.[1];
  const said = (limits ?? '').split('\n').map((line) => line.split(' '));
  const named = (how: string): LimitName[] =>
    LIMIT_NAMES.filter((name) => said.some(([verb, limit]) => verb === how && limit === name));
  const [ended] = named('ended');
  return {
    exitCode: code === undefined ? undefined : Number(code),
    ended,
    reached: ended === undefined ? named('reached') : [ended, ...named('reached')],
  };
}
