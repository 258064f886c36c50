import {
  Composer,
  type CST,
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type ParsedNode,
  Parser,
  visit,
  type YAMLMap,
} from 'yaml';

/** Levels of the deepest file. The composer recurses, and very deep blocks abort the process inside its regular expressions. */
const MAX_DEPTH = 100;
/** How often aliases may repeat a value, as `yaml` counts. */
const MAX_ALIASES = 50;
/** Errors of one file that are reported; one slip can cause any number. */
const MAX_FAULTS = 20;

/** What is wrong with a file as YAML. `at` is `LINE:COLUMN`, both from 1. */
export interface Fault {
  readonly at: string;
  readonly message: string;
}

/** One key of the top-level mapping. A value that could not be made has a fault in its place. */
export interface Entry {
  readonly at: string;
  readonly key: string;
  readonly value: { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };
}

export type Mapping =
  | { readonly ok: true; readonly entries: readonly Entry[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

type Composed = Document.Parsed<ParsedNode, true>;

interface Contents {
  readonly map: YAMLMap;
  readonly document: Composed;
}

/** A mapping as the library has it; null for an empty document. */
export type ComposedMapping =
  | { readonly ok: true; readonly contents: Contents | null; at(offset: number): string }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Reads text as one YAML 1.2 document that is a mapping with text for keys, each once; an empty document has none.
 * Takes time and memory in proportion to the text, whatever it holds, and never throws.
 */
export function readMapping(text: string): Mapping {
  const composed = composeMapping(text);
  if (!composed.ok) return composed;
  const { contents, at } = composed;
  return { ok: true, entries: contents === null ? [] : entriesOf(contents.map, contents.document, at) };
}

/** What `readMapping` reads, before its values are made. */
export function composeMapping(text: string): ComposedMapping {
  const counter = new LineCounter();
  const at = (offset: number): string => {
    const { line, col } = counter.linePos(Math.min(offset, text.length));
    return `${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };

  const tokens = [...new Parser(counter.addNewLine).parse(text)];
  const deep = beyond(tokens, MAX_DEPTH);
  if (deep !== undefined)
    return { ok: false, faults: [{ at: at(deep), message: `Nesting is deeper than ${MAX_DEPTH} levels` }] };
  // Its own check for repeated keys compares each with each.
  const options = {
    schema: 'core',
    resolveKnownTags: false,
    strict: true,
    stringKeys: true,
    uniqueKeys: false,
    version: '1.2',
  } as const;
  const documents = new Composer(options).compose(tokens, true, text.length);
  const document: Composed | undefined = documents.next().value ?? undefined;
  if (document === undefined) return { ok: true, contents: null, at };
  const second: Composed | undefined = documents.next().value ?? undefined;

  // Warnings too: a tag that is not known would change what a value is.
  const faults = [...document.errors, ...document.warnings].map(({ pos, message }) => ({ offset: pos[0], message }));
  faults.push(...repeatedKeys(document));
  if (second !== undefined) faults.push({ offset: second.range[0], message: 'There is more than one document' });
  const { contents } = document;
  if (faults.length === 0 && contents !== null && !isMap(contents) && !(isScalar(contents) && contents.value === null))
    faults.push({ offset: contents.range[0], message: 'The document is not a mapping from settings to values' });
  if (faults.length > 0) {
    faults.sort((a, b) => a.offset - b.offset);
    return { ok: false, faults: faults.slice(0, MAX_FAULTS).map((f) => ({ at: at(f.offset), message: f.message })) };
  }
  return { ok: true, contents: isMap(contents) ? { map: contents, document } : null, at };
}

function entriesOf(map: YAMLMap, document: Composed, at: (offset: number) => string): Entry[] {
  return map.items.map(({ key, value }) => ({
    at: at(isNode(key) ? (key.range?.[0] ?? 0) : 0),
    key: isScalar(key) ? String(key.value) : '',
    value: plainValue(value, document),
  }));
}

function plainValue(node: unknown, document: Composed): Entry['value'] {
  if (!isNode(node)) return { ok: true, value: null };
  try {
    const value: unknown = node.toJS(document, { maxAliasCount: MAX_ALIASES });
    // An alias within its own anchor makes a value that holds itself.
    JSON.stringify(value);
    return { ok: true, value };
  } catch (error) {
    const unresolved = error instanceof ReferenceError && error.message.startsWith('Unresolved alias');
    return {
      ok: false,
      message: unresolved ? 'aliases of anchors that stand before them' : 'a value without that many aliases',
    };
  }
}

function repeatedKeys(document: Composed): { offset: number; message: string }[] {
  const found: { offset: number; message: string }[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) found.push({ offset: key.range?.[0] ?? 0, message: 'Map keys must be unique' });
        seen.add(key.value);
      }
    },
  });
  return found;
}

/** Where nesting passes the limit; undefined when it does not. Level by level, so that depth cannot exhaust the stack. */
function beyond(tokens: readonly CST.Token[], limit: number): number | undefined {
  let level: readonly CST.Token[] = tokens;
  for (let depth = 0; ; depth += 1) {
    const [first] = level;
    if (first === undefined) return undefined;
    if (depth > limit) return 'offset' in first ? first.offset : 0;
    level = level.flatMap(children);
  }
}

function children(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap((item) => [item.key, item.value]).filter((child) => child !== undefined && child !== null);
}
