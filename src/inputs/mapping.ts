import { isAbsolute } from 'node:path/posix';
import { type Refusal, refuse } from './kind.js';

/** Names of variables. Not the one name that is no member of an object like others. */
export const VARIABLE = /^(?!__proto__$)[A-Za-z_][A-Za-z0-9_]{0,127}$/;
/** Variables that the room sets for its own ends, and its way out. */
export const RESERVED = /^(HOME|PATH|TMPDIR|USER|PWD|LD_.*|(https?|no|all)_proxy)$/i;

/** True for a mapping of a configuration file, or a JSON object. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for an absolute path that can be a file of the host. */
export function isFilePath(path: string): boolean {
  return isAbsolute(path) && path.length <= 4096 && !/[\p{Cc}]/u.test(path) && !path.endsWith('/');
}

/** What is wrong at one place of a mapping: `.lint.args`. */
export interface MappingProblem {
  readonly path: string;
  readonly expected: string;
}

/** Every problem in one, without the values, any of which may be a secret in a wrong place. */
export function together(wrong: readonly MappingProblem[]): Refusal {
  const [first] = wrong;
  return refuse({
    given: wrong
      .map(({ path }) => path)
      .join(', ')
      .slice(0, 300),
    expected:
      wrong.length === 1 && first !== undefined
        ? first.expected
        : wrong
            .map(({ path, expected }) => `${path}: ${expected}`)
            .join('; ')
            .slice(0, 2000),
  });
}
