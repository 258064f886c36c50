import type { InputProblem } from '../support/errors.js';
import { show } from './kind.js';
import { isGitRef } from './paths.js';

/** `-` and `.` are no first letters of an owner; `.` and `..` are no repositories. */
const REPOSITORY = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,99}\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;
/** SHA-1 or SHA-256, but not the zeros that stand for no commit. */
const COMMIT = /^(?!0+$)(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Tests for values, each with what it expects, to be read after that word. */
export const commit = {
  test: (text: string): boolean => COMMIT.test(text),
  expected: 'a commit, 40 or 64 hexadecimal digits',
};
export const repositoryName = { test: (text: string): boolean => REPOSITORY.test(text), expected: 'owner/name' };
export const refName = { test: isGitRef, expected: 'the name of a branch or tag' };
type Test = typeof commit;

/**
 * Reads fields of a JSON document that anybody may have filled. A field that is not what it must be becomes a problem
 * and reads as undefined.
 */
export class PayloadReader {
  readonly problems: InputProblem[] = [];
  readonly #root: unknown;
  readonly #label: string;

  /** @param label what errors call the document: `event payload` */
  constructor(root: unknown, label: string) {
    this.#root = root;
    this.#label = label;
  }

  /** The value at a dotted path, without a check; undefined when there is none. Own members only. */
  raw(path: string): unknown {
    let value = this.#root;
    for (const key of path.split('.')) {
      if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
      value = (value as Readonly<Record<string, unknown>>)[key];
    }
    return value;
  }

  text(path: string, { test, expected }: Test): string | undefined {
    const value = this.raw(path);
    if (typeof value === 'string' && test(value)) return value;
    this.report(path, expected);
    return undefined;
  }

  /** A positive whole number, such as that of a pull request. */
  number(path: string): number | undefined {
    const value = this.raw(path);
    if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
    this.report(path, 'a positive whole number');
    return undefined;
  }

  report(path: string, expected: string, hint?: string): void {
    const value = this.raw(path);
    this.problems.push({
      where: `${this.#label}: ${path}`,
      given: value === undefined ? undefined : brief(value),
      expected,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

/** What an error shows of a value. Objects are as large and deep as their author likes, so they are not spelled out. */
function brief(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : show(value);
}
