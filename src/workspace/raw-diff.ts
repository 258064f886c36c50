import { CleanroomError } from '../support/errors.js';
import type { BytePath } from './types.js';

/** One record of `git diff-… --raw -z`. */
export interface RawChange {
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldId: string;
  readonly newId: string;
  readonly status: string;
  readonly path: BytePath;
}

export interface LineCounts {
  readonly added: number | null;
  readonly deleted: number | null;
}

/** Parses `--raw -z --no-renames`, with or without `--numstat`, of any diff command. */
export function parseRawDiff(output: Buffer): {
  readonly changes: RawChange[];
  readonly lines: Map<BytePath, LineCounts>;
} {
  const tokens = output.toString('latin1').split('\0');
  const changes: RawChange[] = [];
  const lines = new Map<BytePath, LineCounts>();
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] ?? '';
    if (token === '') continue;
    const raw = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(token);
    const path = tokens[index + 1];
    if (raw && path !== undefined) {
      const [, oldMode = '', newMode = '', oldId = '', newId = '', status = ''] = raw;
      changes.push({ oldMode, newMode, oldId, newId, status, path });
      index += 1;
      continue;
    }
    const counted = /^(\d+|-)\t(\d+|-)\t([\s\S]*)$/.exec(token);
    if (!counted?.[3]) throw new CleanroomError('git.output', 'git diff printed a record that we do not know');
    const number = (text: string | undefined): number | null =>
      text === undefined || text === '-' ? null : Number(text);
    lines.set(counted[3], { added: number(counted[1]), deleted: number(counted[2]) });
  }
  return { changes, lines };
}

/** Splits NUL-separated output into byte paths. */
export function splitPaths(output: Buffer): BytePath[] {
  return output
    .toString('latin1')
    .split('\0')
    .filter((path) => path !== '');
}
