import type { Places } from './places.js';

/** What a compiler or a linter says of a line, in a form that needs no more than that line and its heading. */
export interface Diagnostic {
  /** Index of its line in the log. */
  readonly at: number;
  readonly path: string;
  readonly line: number | null;
  readonly level: 'failure' | 'warning' | 'notice';
  /** `TS2322`, `no-unused-vars`, `E501`. */
  readonly rule: string | null;
  readonly message: string;
}

interface Form {
  readonly pattern: RegExp;
  /** Where the form itself says nothing of it. */
  readonly level?: Diagnostic['level'];
}

/** Groups `path`, `line`, `level`, `rule` and `message` are read. Every repetition is bounded; lines are short. */
const FORMS: readonly Form[] = [
  // tsc, dotnet build
  {
    pattern:
      /^(?<path>[^\s(][^(]{0,300})\((?<line>\d{1,7})(?:,\d{1,7}){1,3}\): (?<level>error|warning) (?<rule>[A-Z]+\d+): (?<message>.*)$/,
  },
  {
    pattern: /^(?<path>\S.{0,300}?):(?<line>\d{1,7}):\d{1,7} - (?<level>error|warning) (?<rule>TS\d+): (?<message>.*)$/,
  },
  // javac and kotlinc under maven; kotlinc
  {
    pattern:
      /^\[(?<level>ERROR|WARNING)\] (?<path>\/[^\s:]{1,300}\.\w{1,8}):(?: ?[[(])(?<line>\d{1,7}), ?\d{1,7}[\])] (?<message>.*)$/,
  },
  {
    pattern: /^(?<level>[ew]): (?<path>(?:file:\/\/)?\/[^\s:]{1,300}\.kts?):(?<line>\d{1,7}):\d{1,7}:? (?<message>.*)$/,
  },
  // C compilers, mypy, javac, shellcheck -f gcc, and whoever writes as they do
  {
    pattern:
      /^(?<path>[^\s:][^:]{0,300}):(?<line>\d{1,7})(?::\d{1,7})?: (?<level>fatal error|error|warning|note|info|style): (?<message>.*?)(?:\s+\[(?<rule>[\w=+.,-]{1,80})\])?$/,
  },
  // the compiler of Go, vet, golangci-lint
  {
    pattern:
      /^(?:vet: )?(?<path>\.{0,2}\/?[\w@./-]{1,300}\.go):(?<line>\d{1,7}):\d{1,7}: (?<message>.*?)(?:\s+\((?<rule>[a-z][\w-]{1,40})\))?$/,
    level: 'failure',
  },
  // ruff, flake8, pylint, yamllint, eslint -f unix
  {
    pattern:
      /^(?<path>[^\s:][^:]{0,300}):(?<line>\d{1,7}):\d{1,7}: (?<rule>[A-Z]{1,5}\d{2,5}):? (?:\[\*\] )?(?<message>.*)$/,
    level: 'failure',
  },
  {
    pattern:
      /^(?<path>[^\s:][^:]{0,300}):(?<line>\d{1,7}):\d{1,7}: \[(?<level>error|warning)\] (?<message>.*?)(?: \((?<rule>[\w-]{1,60})\))?$/,
  },
  {
    pattern:
      /^(?<path>[^\s:][^:]{0,300}):(?<line>\d{1,7}):\d{1,7}: (?<message>.*) \[(?<level>Error|Warning)(?:\/(?<rule>\S{1,100}))?\]$/,
  },
  // eslint -f compact
  {
    pattern:
      /^(?<path>[^\s:][^:]{0,300}): line (?<line>\d{1,7}), col \d{1,7}, (?<level>Error|Warning) - (?<message>.*?)(?: \((?<rule>\S{1,100})\))?$/,
  },
  // a shell, make
  { pattern: /^(?<path>[^\s:]{1,300}): line (?<line>\d{1,7}): (?<message>.*)$/, level: 'failure' },
  { pattern: /^(?<path>[Mm]akefile|\S{1,200}\.mk):(?<line>\d{1,7}): (?<message>\*{3} .*)$/, level: 'failure' },
];

/** eslint: below a line with the file. */
const STYLISH =
  /^\s{2,10}(?<line>\d{1,7}):\d{1,7}\s+(?<level>error|warning)\s+(?<message>\S.*?)(?:\s{2,}(?<rule>\S{1,100}))?$/;
/** rustc, ruff: above a line with the place. */
const HEADED =
  /^(?:(?<level>error|warning)(?:\[(?<code>\w{1,12})\])?: (?<message>.*)|(?<rule>[A-Z]{1,5}\d{2,5}) (?:\[\*\] )?(?<said>.*)|(?<syntax>invalid-syntax|SyntaxError): (?<why>.*))$/;
const ARROW = /^\s*-->\s(?<path>\S.{0,300}?):(?<line>\d{1,7}):\d{1,7}$/;
/** biome */
const BIOME =
  /^(?<path>[^\s:]{1,300})(?::(?<line>\d{1,7}):\d{1,7})? (?<rule>(?:lint|parse|format|assist|organizeImports|suppressions|internalError|syntax)(?:\/\S{1,100})?)\s(?:.{0,40}\s)?━+$/;
const BIOME_SAYS = /^\s{1,4}(?<level>[×✖!iℹ]) (?<message>\S.*)$/;
/** shellcheck, for people */
const SHELLCHECK = /^In (?<path>\S.{0,300}) line (?<line>\d{1,7}):$/;
const SHELLCHECK_SAYS = /\^-+\^? (?<rule>SC\d{4})(?: \((?<level>error|warning|info|style)\))?: (?<message>.*)$/;
/** helm lint, of a file as a whole */
const HELM = /^\[(?<level>ERROR|WARNING)\] (?<path>[\w./-]{1,300}\.(?:ya?ml|tpl|json|toml)): (?<message>.*)$/;

const NEEDED = /:\d|\(\d|:\[|line \d|^\[(?:ERROR|WARNING)\]|━|^\s+\d+:\d+\s/;
/** Lines below a heading among which its place stands. */
const REACH = 8;

/** What compilers and linters say in a log, in its order. */
export function diagnosticsIn(lines: readonly string[], places: Places): Diagnostic[] {
  const found: Diagnostic[] = [];
  let heading = '';
  for (const [at, line] of lines.entries()) {
    if (/^\S/.test(line)) heading = line;
    const groups = stylish(line, heading) ?? oneLine(line) ?? severalLines(lines, at);
    if (groups === undefined) continue;
    const path = places.file(groups.path) ?? (groups.chart ? places.chartFile(`chart/${groups.path}`) : undefined);
    if (path === undefined || groups.message === '') continue;
    found.push({
      at,
      path,
      line: groups.line > 0 ? groups.line : null,
      level: levelOf(groups.level),
      rule: groups.rule,
      message: groups.message,
    });
  }
  return found;
}

interface Groups {
  readonly path: string;
  /** 0: none. */
  readonly line: number;
  readonly level: string;
  readonly rule: string | null;
  readonly message: string;
  readonly chart?: boolean;
}

function groupsOf(match: RegExpExecArray, over: Partial<Groups> = {}): Groups {
  const { path = '', line = '0', level = 'error', rule, message = '' } = match.groups ?? {};
  return { path, line: Number(line), level, rule: rule ?? null, message: message.trim(), ...over };
}

function stylish(line: string, heading: string): Groups | undefined {
  const match = STYLISH.exec(line);
  return match && /^\S{1,400}\.\w{1,8}$/.test(heading) ? groupsOf(match, { path: heading }) : undefined;
}

function oneLine(line: string): Groups | undefined {
  if (!NEEDED.test(line)) return undefined;
  for (const { pattern, level } of FORMS) {
    const match = pattern.exec(line);
    if (match) return groupsOf(match, level === undefined ? {} : { level });
  }
  const helm = HELM.exec(line);
  if (!helm) return undefined;
  const number = /yaml: line (\d{1,7}):/.exec(line)?.[1];
  return groupsOf(helm, { chart: true, line: Number(number ?? 0) });
}

function severalLines(lines: readonly string[], at: number): Groups | undefined {
  const line = lines[at] ?? '';
  const below = (pattern: RegExp, reach = REACH): RegExpExecArray | undefined => {
    for (let i = at + 1; i <= at + reach && i < lines.length; i += 1) {
      const match = pattern.exec(lines[i] ?? '');
      if (match) return match;
    }
    return undefined;
  };
  const headed = HEADED.exec(line);
  if (headed) {
    const arrow = below(ARROW, 2);
    const { level = 'error', code, rule, message, said, why } = headed.groups ?? {};
    return (
      arrow && groupsOf(arrow, { level, rule: code ?? rule ?? null, message: (message ?? said ?? why ?? '').trim() })
    );
  }
  const biome = line.endsWith('━') ? BIOME.exec(line) : null;
  if (biome) {
    const says = below(BIOME_SAYS);
    const level =
      says?.groups?.['level'] === '!' ? 'warning' : /[iℹ]/.test(says?.groups?.['level'] ?? '') ? 'info' : 'error';
    return says && groupsOf(biome, { level, message: says.groups?.['message'] ?? '' });
  }
  const shell = line.startsWith('In ') ? SHELLCHECK.exec(line) : null;
  const says = shell && below(SHELLCHECK_SAYS);
  return shell && says
    ? groupsOf(says, { path: shell.groups?.['path'] ?? '', line: Number(shell.groups?.['line'] ?? 0) })
    : undefined;
}

function levelOf(said: string): Diagnostic['level'] {
  const word = said.toLowerCase();
  if (['warning', 'w'].includes(word)) return 'warning';
  return ['note', 'info', 'style', 'notice'].includes(word) ? 'notice' : 'failure';
}

const MAX_JSON = 4 * 1024 * 1024;

/** What eslint says in its JSON, which is one line of a log. */
export function jsonDiagnostics(log: string, places: Places): Diagnostic[] {
  const from = log.search(/^\[\{"filePath":"/m);
  if (from < 0) return [];
  const end = log.indexOf('\n', from);
  const text = log.slice(from, end < 0 ? undefined : end);
  const files = text.length > MAX_JSON ? undefined : parsed(text);
  if (!Array.isArray(files)) return [];
  return files.flatMap((file: unknown) => {
    const { filePath, messages } = fields(file);
    const path = typeof filePath === 'string' ? places.file(filePath) : undefined;
    if (path === undefined || !Array.isArray(messages)) return [];
    return messages.flatMap((one: unknown): Diagnostic[] => {
      const { line, severity, ruleId, message } = fields(one);
      if (typeof message !== 'string') return [];
      return [
        {
          at: 0,
          path,
          line: typeof line === 'number' && Number.isSafeInteger(line) && line > 0 ? line : null,
          level: severity === 1 ? 'warning' : 'failure',
          rule: typeof ruleId === 'string' ? ruleId.slice(0, 100) : null,
          message,
        },
      ];
    });
  });
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
