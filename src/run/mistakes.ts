import { lstat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Rooms } from '../room/registry.js';
import type { Plan } from '../schemas/plan.js';
import type { InputProblem } from '../support/errors.js';
import type { Store } from '../workspace/git.js';
import { type CommitSource, committedPaths } from './commits.js';

export const DEFAULT_CONFIG = '.github/cleanroom.yml';

/** Where a configuration file is put by mistake. `cleanroom.yaml`, in the root, is the policy file. */
export const MISTAKEN_CONFIGS = ['.github/cleanroom.yaml', '.cleanroom.yml', '.cleanroom.yaml', 'cleanroom.yml'];

/**
 * What is wrong where no configuration was read: one that nobody reads must not be forgotten, it may forbid something.
 * @param there which of DEFAULT_CONFIG and MISTAKEN_CONFIGS the trusted commit has
 */
export function unreadConfigs(there: ReadonlySet<string>): readonly InputProblem[] {
  if (there.has(DEFAULT_CONFIG))
    return [
      { where: DEFAULT_CONFIG, given: 'a link or a directory', expected: 'a regular file of the trusted commit' },
    ];
  return MISTAKEN_CONFIGS.filter((path) => there.has(path)).map((path) => ({
    where: path,
    given: 'a place where nothing is looked for',
    expected: `the configuration in ${DEFAULT_CONFIG}, and a policy file in cleanroom.yaml`,
    hint: 'move it there, or name the file that counts with the setting config',
  }));
}

/** Why a commit may lack a file, for the hint of the error about it: it was written and not committed. */
export async function ifUncommitted({ checkout }: CommitSource, path: string): Promise<Pick<InputProblem, 'hint'>> {
  const there = await lstat(join(checkout.root, path)).then(
    () => true,
    () => false,
  );
  return there ? { hint: 'it is in the checkout, but not as a file of that commit: commit it first' } : {};
}

/** What is wrong with the directory that commands run in; undefined: the work commit has it. */
export async function missingDirectory(
  store: Store,
  commit: string,
  directory: string,
): Promise<Omit<InputProblem, 'where'> | undefined> {
  if (directory === '' || directory === '.') return undefined;
  if ((await committedPaths(store, `${commit}^{tree}`, [`${directory}/`])).size > 1) return undefined;
  return { given: directory, expected: `a directory of the commit that is worked on, ${commit.slice(0, 12)}` };
}

/** What a run is made of that a person may have meant otherwise. */
export interface Meant {
  readonly plan: Plan;
  /** Where the run was asked for: the checkout, or a directory in it. */
  readonly asked: string;
  /** The checkout's root. */
  readonly root: string;
  readonly rooms: Pick<Rooms, 'shows'>;
}

/** What was most likely meant otherwise, in words for the result. Nothing is changed. */
export async function likelyMistakes({ plan, asked, root, rooms }: Meant): Promise<readonly string[]> {
  const notices: string[] = [];
  const below = relative(root, resolve(asked));
  const cwds = [plan.prepare?.kind === 'command' ? plan.prepare.cwd : '', plan.verifier?.commands[0]?.cwd ?? ''];
  if (below !== '' && !below.startsWith('..') && cwds.every((cwd) => cwd === ''))
    notices.push(
      `the run is about the whole repository, not ${below} alone: working-directory says where commands run`,
    );
  if (plan.room.image !== null) return notices;
  const commands: readonly (readonly [name: string, argv: readonly string[]])[] = [
    ...(plan.agent.name === 'command' ? [['agent-command', plan.agent.argv] as const] : []),
    ...(plan.verifier?.commands ?? []).map(({ argv }) => ['verify', argv] as const),
  ];
  for (const [name, argv] of commands) {
    for (const word of argv) {
      if (!word.startsWith('/') || rooms.shows(word)) continue;
      const file = await lstat(word).catch(() => undefined);
      if (file?.isFile() || file?.isSymbolicLink())
        notices.push(
          `${name} names ${word}, a file of this machine that no room sees: commit it, or name its directory in tools`,
        );
    }
  }
  return notices;
}
