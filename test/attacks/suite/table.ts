import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One line of the table that `npm run attacks` prints. */
export interface Line {
  /** Backend, and whose rooms. */
  readonly setting: string;
  readonly id: string;
  readonly area: string;
  readonly tries: string;
  readonly guard: string;
  /** Null: it cannot be tried here, and `unable` says why. */
  readonly off: 'works' | 'stopped' | null;
  readonly on: 'works' | 'stopped' | null;
  readonly unable: string | null;
}

/** Leaves the lines where scripts/attacks.mjs collects them; nowhere in an ordinary run of the tests. */
export function leaveLines(name: string, lines: readonly Line[]): void {
  const directory = process.env['ATTACKS_REPORT'];
  if (directory === undefined) return;
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, `${name}.json`), JSON.stringify(lines));
}
