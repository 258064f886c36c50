import type { InputProblem } from '../../support/errors.js';
import { show } from '../kind.js';
import { refName } from '../payload.js';
import { webAddress } from '../scalars.js';
import { type Environment, HIDDEN } from '../secrets.js';
import { type RepositoryAddress, repositoryAddress, repositoryPath, sameRepository } from './address.js';
import type { CiPullRequest } from './types.js';

interface Test {
  test(text: string): boolean;
  readonly expected: string;
}

/** What nothing says; never the name of a repository. */
export const UNKNOWN_REPOSITORY = 'unknown';

const positive: Test = { test: (text) => /^[1-9]\d{0,14}$/.test(text), expected: 'a positive whole number' };

/** Takes variables of a CI system one by one, and notes what is wrong with them. A variable that is empty is not there. */
export class CiVariables {
  readonly problems: InputProblem[] = [];
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  /** Without a check: to be compared with words, never to be kept. */
  raw(name: string): string {
    return this.#env[name]?.trim() ?? '';
  }

  required(name: string, test: Test): string | undefined {
    if (this.raw(name) === '') {
      this.problems.push({ where: `environment variable ${name}`, given: undefined, expected: test.expected });
      return undefined;
    }
    return this.optional(name, test);
  }

  optional(name: string, { test, expected }: Test): string | undefined {
    const value = this.raw(name);
    if (value === '') return undefined;
    if (test(value)) return value;
    this.problems.push({ where: `environment variable ${name}`, given: show(value), expected });
    return undefined;
  }

  number(name: string): number | undefined {
    const text = this.required(name, positive);
    return text === undefined ? undefined : Number(text);
  }

  /** The address may hold a password: an error does not repeat it. */
  repository(name: string): RepositoryAddress | undefined {
    const value = this.raw(name);
    const address = repositoryAddress(value);
    if (address !== undefined || value === '') return address;
    // A repository on this machine's own disk is no mistake, and belongs to no forge.
    if (/^(?:\/|\.{1,2}\/|file:)/.test(value)) return undefined;
    const expected = 'the address of a repository, such as https://HOST/OWNER/NAME.git or git@HOST:OWNER/NAME.git';
    this.problems.push({ where: `environment variable ${name}`, given: HIDDEN, expected });
    return undefined;
  }

  path(name: string): string | undefined {
    const test = (text: string): boolean => repositoryPath(text) === text;
    return this.optional(name, { test, expected: 'the path of a repository, owner/name' });
  }

  /** A page of the build: for a link, so one that is no good is none. */
  page(name: string): string | null {
    const parsed = webAddress().fromTexts([this.raw(name)]);
    return parsed.ok ? parsed.value : null;
  }

  /** The name of an account; a display name is none. */
  account(name: string): string | null {
    const value = this.raw(name);
    return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}(?:\[bot\])?$/.test(value) ? value : null;
  }

  /**
   * The branch that a pull request goes to. CLEANROOM_BASE_BRANCH is for systems that do not tell it, and cannot
   * contradict one that does.
   */
  baseBranch(name: string | undefined): string | undefined {
    const told = name === undefined ? undefined : this.optional(name, refName);
    const given = this.optional('CLEANROOM_BASE_BRANCH', refName);
    if (told !== undefined && given !== undefined && told !== given) {
      this.problems.push({
        where: 'environment variable CLEANROOM_BASE_BRANCH',
        given: show(given),
        expected: `nothing, or what ${name ?? ''} says`,
      });
      return undefined;
    }
    return told ?? given;
  }

  report(where: string, given: string | undefined, expected: string, hint?: string): void {
    this.problems.push({
      where,
      given: given === undefined ? undefined : show(given),
      expected,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

/** Head and base by path: what nothing says is taken for a fork's. */
export function forkOf(
  head: string | undefined,
  base: string | undefined,
): Pick<CiPullRequest, 'headRepository' | 'fork'> {
  if (head === undefined || base === undefined) return { headRepository: head ?? UNKNOWN_REPOSITORY, fork: true };
  return { headRepository: head, fork: !sameRepository(head, base) };
}
