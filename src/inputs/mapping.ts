import { isAbsolute } from 'node:path/posix';
import { type Kind, type Parsed, type Refusal, refuse } from './kind.js';

/** Names of variables. Not the one name that is no member of an object like others. */
export const VARIABLE = /^(?!__proto__$)[A-Za-z_][A-Za-z0-9_]{0,127}$/;
/** Variables that the room sets for its own ends, and its way out. */
export const RESERVED = /^(HOME|PATH|TMPDIR|USER|PWD|LD_.*|(https?|no|all)_proxy)$/i;

/** True for an absolute path that can be a file of the host. */
export function isFilePath(path: string): boolean {
  return isAbsolute(path) && path.length <= 4096 && !/[\p{Cc}]/u.test(path) && !path.endsWith('/');
}

/**
 * How a setting that is a mapping is read from texts: from one of them, which is JSON.
 * @param given what problems show in place of the text, where it may hold a secret
 */
export function jsonText<T>(
  read: (value: unknown) => Parsed<T>,
  { maxChars, given }: { readonly maxChars: number; readonly given?: string },
): Kind<T>['fromTexts'] {
  const shown = given === undefined ? {} : { given };
  return (texts) => {
    const [text = ''] = texts;
    if (texts.length !== 1 || text.length > maxChars)
      return refuse({ ...shown, expected: `one JSON text of at most ${maxChars} characters` });
    try {
      return read(JSON.parse(text));
    } catch {
      return refuse({ ...shown, expected: 'JSON text' });
    }
  };
}

type ValueOf<K> = K extends Kind<infer T> ? T : never;

/**
 * Takes members of a mapping by their kinds. One that is not there, or is reported as wrong, reads as its fallback.
 * @param report gets the key, the value and why it was refused
 */
export function fieldReader<Kinds extends Readonly<Record<string, Kind<unknown>>>>(
  kinds: Kinds,
  fields: Readonly<Record<string, unknown>>,
  report: (key: string, given: unknown, refusal: Refusal, kind: Kind<unknown>) => void,
): <Key extends keyof Kinds & string, D>(key: Key, fallback: D) => ValueOf<Kinds[Key]> | D {
  return (key, fallback) => {
    const given = fields[key];
    const kind: Kind<unknown> | undefined = kinds[key];
    if (given === undefined || kind === undefined) return fallback;
    const parsed = kind.fromValue(given);
    if (parsed.ok) return parsed.value as ValueOf<Kinds[typeof key]>;
    report(key, given, parsed, kind);
    return fallback;
  };
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
