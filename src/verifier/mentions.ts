import type { Places } from './places.js';

/** How well a line names the place of a failure: where it happened; where its test begins; only the file. */
export type Aim = 'place' | 'test' | 'file';

export interface Mention {
  readonly path: string;
  readonly line: number | null;
  readonly aim: Aim;
  /** Of several in one failure the last one counts, as Python's most recent call. */
  readonly last: boolean;
}

/** What has to be known of a log as a whole. */
export interface MentionContext {
  readonly places: Places;
  /** Go package of the lines that are looked at. */
  readonly goPackage: string | undefined;
  readonly goModules: string;
}

interface Form {
  readonly pattern: RegExp;
  readonly aim: Aim;
  readonly last?: boolean;
  readonly find: (match: RegExpExecArray, context: MentionContext) => string | undefined;
}

const said = (match: RegExpExecArray, { places }: MentionContext): string | undefined =>
  places.file(match.groups?.['path'] ?? '');

/** In the order in which they are asked. Every repetition is bounded, or excludes what follows it; lines are short. */
const FORMS: readonly Form[] = [
  // Where a test begins, as node:test says it.
  { pattern: /^\s*location: '(?<path>[^']{1,400}):(?<line>\d{1,7}):\d{1,7}'$/, aim: 'test', find: said },
  { pattern: /^\s*test at (?<path>\S{1,400}):(?<line>\d{1,7}):\d{1,7}$/, aim: 'test', find: said },
  // Java, Kotlin
  {
    pattern:
      /^\s*(?:\[ERROR\]\s+)?at (?:[\w.@-]{1,100}\/)?(?<class>[\w.$]{1,300})\.[\w$<>]{1,200}\((?<file>\w{1,200}\.(?:java|kt|scala|groovy)):(?<line>\d{1,7})\)/,
    aim: 'place',
    find: (match, { places }) => places.javaFile(match.groups?.['class'] ?? '', match.groups?.['file'] ?? ''),
  },
  // Python: the most recent call comes last.
  { pattern: /^\s*(?:E\s+)?File "(?<path>[^"]{1,400})", line (?<line>\d{1,7})/, aim: 'place', last: true, find: said },
  {
    pattern:
      /^(?<path>\/?[^\s:]{1,400}\.pyi?):(?<line>\d{1,7}): ?(?:in \S|\w*(?:Error|Exception|Exit|Failed|Warning)?|assert\b)/,
    aim: 'place',
    last: true,
    find: said,
  },
  { pattern: /^file (?<path>\S{1,400}), line (?<line>\d{1,7})$/, aim: 'place', last: true, find: said },
  // Go: a frame, and what a test says
  { pattern: /^\s{1,8}(?<path>\/\S{1,400}\.go):(?<line>\d{1,7})(?: \+0x[\da-f]{1,16})?$/, aim: 'place', find: said },
  {
    pattern: /^\s{2,80}(?<path>[\w.-]{1,200}\.go):(?<line>\d{1,7}): /,
    aim: 'place',
    find: (match, { places, goPackage, goModules }) =>
      places.goFile(match.groups?.['path'] ?? '', goPackage, goModules),
  },
  // cargo: an example in documentation, whose lines are counted from its own beginning
  {
    pattern: /^---- (?<path>\S{1,400}\.rs) - .{0,200}\(line (?<line>\d{1,7})\) stdout ----$/,
    aim: 'place',
    find: said,
  },
  {
    pattern: /^note: test did not panic as expected at (?<path>\S{1,400}):(?<line>\d{1,7}):\d{1,7}$/,
    aim: 'place',
    find: said,
  },
  // helm
  {
    pattern:
      /\(?(?:template: |parse error at \(|execution error at \(|at \()(?<path>[\w.-]{1,200}\/\S{1,300}?):(?<line>\d{1,7})(?::\d{1,7})?[):]/,
    aim: 'place',
    find: (match, { places }) => places.chartFile(match.groups?.['path'] ?? ''),
  },
  {
    pattern: /YAML parse error on (?<path>[\w.-]{1,200}\/\S{1,300}?):.* yaml: line (?<line>\d{1,7})/,
    aim: 'place',
    find: (match, { places }) => places.chartFile(match.groups?.['path'] ?? ''),
  },
  // Ruby, PHP, .NET
  { pattern: /^\s*#? ?(?<path>\S{1,400}\.rb):(?<line>\d{1,7})(?::in .{0,200})?$/, aim: 'place', find: said },
  { pattern: / in (?<path>\/\S{1,400}\.php)(?: on line |:)(?<line>\d{1,7})/, aim: 'place', find: said },
  { pattern: / in (?<path>\/\S{1,400}\.\w{1,8}):line (?<line>\d{1,7})$/, aim: 'place', find: said },
  // Frames of JavaScript, of runners' own making, of Rust; `fn (path:1:2)`, `❯ fn path:1:2`, `--> path:1:2`
  { pattern: /\((?<path>[^()]{1,400}):(?<line>\d{1,7}):\d{1,7}\)(?: \{)?$/, aim: 'place', find: said },
  {
    pattern: /(?:^|\s)(?<path>(?:file:\/\/)?\/?[^\s()'":,]{1,400}):(?<line>\d{1,7}):\d{1,7}:?(?: \{)?$/,
    aim: 'place',
    find: said,
  },
  // ava's place; what node prints first of a file that it cannot read
  {
    pattern: /^\s{0,4}(?<path>(?:file:\/\/)?[^\s()'":,]{1,400}\.[cm]?[jt]sx?):(?<line>\d{1,7})$/,
    aim: 'place',
    find: said,
  },
  { pattern: /^\s*File: (?<path>\S{1,400}):(?<line>\d{1,7}):\d{1,7}$/, aim: 'place', find: said },
  // Only a file
  { pattern: /^ ?FAIL\s+(?:.*\t)?(?<path>[^\s:]{1,400}\.[A-Za-z]\w{0,7})(?:$|\s)/, aim: 'file', find: said },
  {
    pattern: /^\s*Template:\s+(?<path>[\w.-]{1,200}\/\S{1,300})$/,
    aim: 'file',
    find: (match, { places }) => places.chartFile(match.groups?.['path'] ?? ''),
  },
  { pattern: / \((?<path>\/[^\s()]{1,400}\.[A-Za-z]\w{0,7})\)$/, aim: 'file', find: said },
  { pattern: / imported from (?<path>\/\S{1,400}?)'?$/, aim: 'file', find: said },
  {
    pattern: /(?:exception in|rejection in|pending in|✘|✖|running) (?<path>[^\s()]{1,400}\.[A-Za-z]\w{0,7})(?:$|\s)/,
    aim: 'file',
    find: said,
  },
  { pattern: /^(?:FAILED|ERROR) (?<path>[^\s:]{1,400}\.py)(?:::|$)/, aim: 'file', find: said },
];

/** Whether a line could name a place. Most cannot. */
const NEEDED = /:\d|line \d|FAIL|ERROR|from \/|✘|✖|\.rs - | in \S|running |Template:|\(\//;

/** The place that one readable line names; undefined for none in the repository. */
export function mentionIn(line: string, context: MentionContext): Mention | undefined {
  if (!NEEDED.test(line)) return undefined;
  for (const { pattern, aim, last, find } of FORMS) {
    const match = pattern.exec(line);
    if (!match) continue;
    const path = find(match, context);
    if (path === undefined) continue;
    const number = Number(match.groups?.['line'] ?? 0);
    return { path, line: aim === 'file' || number < 1 ? null : number, aim, last: last ?? false };
  }
  return undefined;
}

/** The key of a TAP result's place that stands in two lines: `fileName: x` and `lineNumber: 1`. */
export function tapPlace(line: string, next: string, { places }: MentionContext): Mention | undefined {
  const name = /^\s*fileName: (\S{1,400})$/.exec(line)?.[1];
  const number = /^\s*lineNumber: (\d{1,7})$/.exec(next)?.[1];
  if (name === undefined || number === undefined) return undefined;
  const path = places.file(name);
  return path === undefined ? undefined : { path, line: Number(number), aim: 'place', last: false };
}

/** Of what one failure mentions, the place to point at. */
export function bestOf(mentions: readonly Mention[]): Mention | undefined {
  for (const aim of ['place', 'test', 'file'] as const) {
    const some = mentions.filter((mention) => mention.aim === aim);
    const best = some[0]?.last ? some.findLast(({ last }) => last) : some[0];
    if (best) return best;
  }
  return undefined;
}
