import type { InputProblem } from '../support/errors.js';
import { show } from './kind.js';

/** Flags of `show` with a value, and without. */
export const SHOW_FLAGS = ['page'] as const;
export const SHOW_SWITCHES = ['open'] as const;

export interface ShowLine {
  readonly command: 'show';
  readonly json: boolean;
  readonly evidence: string;
  /** Makes the report page; `file`: there, else in a private directory. */
  readonly page?: { readonly file: string | undefined; readonly open: boolean };
}

export function showLine(from: {
  readonly evidence: string;
  readonly json: boolean;
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly problems: readonly InputProblem[];
}): ShowLine | { readonly command: 'invalid'; readonly json: boolean; readonly problems: readonly InputProblem[] } {
  const { evidence, json, texts } = from;
  const files = texts.get('page') ?? [];
  const [file] = files;
  const wrong: InputProblem = { where: '--page', given: show(files.join(', ')), expected: 'the path of one new file' };
  const problems = files.length > 1 || file === '' ? [...from.problems, wrong] : from.problems;
  if (problems.length > 0) return { command: 'invalid', json, problems };
  const open = texts.has('open');
  return { command: 'show', json, evidence, ...(open || file !== undefined ? { page: { file, open } } : {}) };
}
