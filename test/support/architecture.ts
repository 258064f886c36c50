import { dirname, join, normalize } from 'node:path/posix';
import ts from 'typescript';

/** What one folder of src may import besides `support`, `schemas` and itself. */
export interface FolderRule {
  /** Folders of which it may import types. */
  readonly types: readonly string[];
  /** Folders of which it may import values too. Each needs a reason beside it. */
  readonly values?: readonly string[];
  /** May import `@actions/*`. */
  readonly actions?: boolean;
  /** May read `process.env`. */
  readonly environment?: boolean;
}

/** Every folder of src. A new one is added here, with what it may see, or the test fails. */
export const FOLDERS: Readonly<Record<string, FolderRule>> = {
  support: { types: [] },
  schemas: { types: [] },
  policy: { types: ['config'] },
  // A key of the file is a setting like an input or a flag: one table says what each may be.
  config: { types: ['policy', 'inputs', 'plan'], values: ['inputs'] },
  // A list of hosts is refused with the words of the parser that will read it later; policy is pure.
  inputs: {
    // publish: what GitHub says of a pull request becomes part of the context.
    types: ['config', 'policy', 'plan', 'broker', 'publish', 'rules', 'commands', 'mcp'],
    // rules: a rule that is none is refused where it is given. room: limits are named as in its settings.
    values: ['policy', 'rules', 'room'],
    actions: true,
    environment: true,
  },
  // A rule in a line is split into words as every other command line is.
  rules: { types: [], values: ['inputs'] },
  plan: { types: ['inputs', 'config', 'policy', 'rules', 'commands', 'mcp'] },
  // Who may start a run: a decision about names, which are compared as inputs compares them.
  gate: { types: ['inputs'] },
  room: { types: ['policy', 'plan'] },
  audit: { types: ['room'] },
  // A probe looks at the places that every room has, by their names.
  probe: { types: ['room'], values: ['room'] },
  workspace: { types: ['policy', 'plan', 'room'] },
  broker: { types: ['policy', 'plan', 'room'] },
  // The rules decide about a brokered command, by the same code that checks them.
  commands: { types: ['plan', 'room', 'broker'], values: ['rules'] },
  // Servers are dialled and their JSON is read as the broker does it; their credential files are those of commands.
  mcp: { types: ['plan', 'room', 'broker', 'commands'], values: ['broker', 'commands'] },
  agent: { types: ['plan', 'room', 'broker'] },
  verifier: { types: ['plan', 'room', 'workspace'] },
  report: { types: ['plan', 'room'] },
  environment: { types: ['policy', 'plan', 'room'] },
  loop: {
    types: [
      'policy',
      'plan',
      'room',
      'workspace',
      'broker',
      'agent',
      'verifier',
      'report',
      'environment',
      'evidence',
      'audit',
      'probe',
    ],
  },
  // A terminal is a command of a room in another command, whichever backend runs it.
  terminal: { types: ['room'] },
  // What a person's session leaves on this host, and what it may take into a room.
  session: { types: ['config', 'room'] },
  evidence: {
    types: [
      'policy',
      'plan',
      'room',
      'workspace',
      'broker',
      'agent',
      'verifier',
      'report',
      'environment',
      'loop',
      'audit',
      'probe',
      'commands',
      'mcp',
    ],
  },
  // Reads an evidence folder from the disk, possibly in another job than the run's: what it needs to know is in schemas.
  // How a run can end is said once, for publishing and for who verifies evidence.
  publish: { types: ['evidence'], values: ['evidence'], actions: true },
  // Runs in a browser, in a file of its own. Words of verdicts and what makes hidden characters visible are publishing's.
  page: { types: ['publish'], values: ['publish'] },
};

/** The folder that joins the parts for all composition roots: it sees everything but the environment. */
export const ASSEMBLY = 'run';

/** The modules that see everything. */
export const COMPOSITION_ROOTS: readonly string[] = ['main.ts', 'post.ts', 'publish-main.ts', 'cli.ts'];

/** The longest file that a person still reads in one go. Generated files are not read. */
export const MAX_LINES = 400;

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly names: readonly string[];
}

interface Source {
  readonly imports: readonly Import[];
  /** Things that no module, or only some, may do: `any`, `console`, `process.env`. */
  readonly uses: ReadonlySet<string>;
  readonly lines: number;
}

/**
 * Every way in which modules break the rules of the house, one sentence each; empty when they hold.
 * @param files path below src (`loop/run.ts`) → text
 * @param dependencies the names of the packages that the bundles may hold
 */
export function violations(files: ReadonlyMap<string, string>, dependencies: readonly string[]): string[] {
  const found: string[] = [];
  const sources = new Map([...files].map(([path, text]) => [path, read(path, text)]));
  for (const [path, source] of sources) found.push(...ofOneFile(path, source, sources, dependencies));
  found.push(...cycles(sources));
  return found;
}

function ofOneFile(
  path: string,
  source: Source,
  sources: ReadonlyMap<string, Source>,
  dependencies: readonly string[],
): string[] {
  const folder = folderOf(path);
  const assembly = folder === ASSEMBLY;
  const root = COMPOSITION_ROOTS.includes(path) || assembly;
  const rule = FOLDERS[folder];
  if (!root && rule === undefined) return [`${path}: the folder is not in the rule table`];
  const found: string[] = [];
  const say = (text: string): void => void found.push(`${path}: ${text}`);
  if (source.uses.has('any')) say('uses any');
  if (source.uses.has('console')) say('uses console');
  if (source.uses.has('process.env') && (!root || assembly) && !rule?.environment) say('reads process.env');
  if (source.lines > MAX_LINES && folder !== 'schemas') say(`has ${source.lines} lines, more than ${MAX_LINES}`);
  for (const { specifier, typeOnly } of source.imports) {
    if (!specifier.startsWith('.')) {
      const complaint = packageComplaint(specifier, (root && !assembly) || rule?.actions === true, dependencies);
      if (complaint !== undefined) say(complaint);
      continue;
    }
    const target = resolveImport(path, specifier);
    if (!sources.has(target)) say(`imports ${specifier}, which is no module of src`);
    else if (!root && rule !== undefined) {
      const complaint = folderComplaint(folder, rule, path, target, typeOnly);
      if (complaint !== undefined) say(complaint);
    }
  }
  return found;
}

function packageComplaint(specifier: string, actions: boolean, dependencies: readonly string[]): string | undefined {
  if (specifier.startsWith('node:')) return undefined;
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (!dependencies.includes(name)) return `imports ${specifier}, which is no dependency`;
  if (name.startsWith('@actions/') && !actions) return `imports ${specifier}`;
  return undefined;
}

function folderComplaint(
  folder: string,
  rule: FolderRule,
  path: string,
  target: string,
  typeOnly: boolean,
): string | undefined {
  const other = folderOf(target);
  const kind = typeOnly ? 'types' : 'values';
  if (COMPOSITION_ROOTS.includes(target) || other === ASSEMBLY) return `imports the composition root ${target}`;
  // A backend of rooms is known to itself, to the registry that picks one, and to the composition roots.
  const backend = backendOf(target);
  if (backend !== undefined && backend !== backendOf(path) && path !== 'room/registry.ts')
    return `imports the room backend ${target}`;
  if (other === folder || other === 'support' || other === 'schemas') {
    return folder === 'support' || folder === 'schemas'
      ? other === folder
        ? undefined
        : `imports ${kind} of ${other}`
      : undefined;
  }
  const allowed = typeOnly ? [...rule.types, ...(rule.values ?? [])] : (rule.values ?? []);
  return allowed.includes(other) ? undefined : `imports ${kind} of ${other}`;
}

function folderOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : '';
}

/** `room/local` for a module of that backend; undefined for one that all of `room` shares. */
function backendOf(path: string): string | undefined {
  return /^room\/[^/]+(?=\/)/.exec(path)?.[0];
}

function resolveImport(from: string, specifier: string): string {
  return normalize(join(dirname(from), specifier)).replace(/\.js$/, '.ts');
}

/** Parses one module and notes its imports (static, dynamic, re-exports, `import('x').T`) and what it uses. */
function read(path: string, text: string): Source {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const imports: Import[] = [];
  const uses = new Set<string>();
  const visit = (node: ts.Node): void => {
    const found = importOf(node);
    if (found !== undefined) imports.push(found);
    const use = useOf(node);
    if (use !== undefined) uses.add(use);
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const { specifier, names } of imports) {
    if (/^(node:)?process$/.test(specifier) && names.includes('env')) uses.add('process.env');
  }
  return { imports, uses, lines: text.split('\n').length };
}

function importOf(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const clause = node.importClause;
    const named = clause?.namedBindings;
    const elements = named !== undefined && ts.isNamedImports(named) ? named.elements : [];
    const allElementsAreTypes = elements.length > 0 && elements.every((element) => element.isTypeOnly);
    return {
      specifier: node.moduleSpecifier.text,
      typeOnly: clause?.isTypeOnly === true || (allElementsAreTypes && clause?.name === undefined),
      names: elements.map((element) => (element.propertyName ?? element.name).text),
    };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text, typeOnly: node.isTypeOnly, names: [] };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
    return { specifier: node.argument.literal.text, typeOnly: true, names: [] };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments;
    // A computed specifier is no module of src, and is reported as such.
    const specifier = argument !== undefined && ts.isStringLiteral(argument) ? argument.text : './(computed)';
    return { specifier, typeOnly: false, names: [] };
  }
  return undefined;
}

function useOf(node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return 'any';
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    if (node.expression.text === 'console') return 'console';
    if (node.expression.text === 'process' && node.name.text === 'env') return 'process.env';
  }
  if (ts.isElementAccessExpression(node) && ts.isIdentifier(node.expression)) {
    if (node.expression.text === 'console') return 'console';
    if (node.expression.text === 'process') return 'process.env';
  }
  // `const { env } = process`
  if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name)) {
    const from = node.initializer;
    if (from !== undefined && ts.isIdentifier(from) && from.text === 'process') return 'process.env';
  }
  return undefined;
}

/** Each cycle of imports once, as a path that ends where it begins. */
function cycles(sources: ReadonlyMap<string, Source>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      found.push(`import cycle: ${[...trail.slice(at), path].join(' → ')}`);
      return;
    }
    if (done.has(path)) return;
    for (const { specifier } of sources.get(path)?.imports ?? []) {
      if (specifier.startsWith('.')) visit(resolveImport(path, specifier), [...trail, path]);
    }
    done.add(path);
  };
  for (const path of sources.keys()) visit(path, []);
  return found;
}
