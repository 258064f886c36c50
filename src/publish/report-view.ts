import { isObject, type JsonObject } from '../support/json-object.js';
import { fieldLabel } from './field-label.js';
import { codeSpan, inlineText, plainLine } from './neutralise.js';

/** Nested lists deeper than this are shown as one line of JSON. */
const MAX_DEPTH = 4;
const MAX_ROWS = 30;
/** Rows of a table that are seen at once; the others are folded. */
const OPEN_ROWS = 8;
const MAX_COLUMNS = 8;
const MAX_ITEMS = 30;
const MAX_KEYS = 40;
const MAX_LINES_OF_TEXT = 30;
const TEXT_CHARS = 2000;
const CELL_CHARS = 300;
const LABEL_CHARS = 80;
const DESCRIPTION_CHARS = 160;
const MAX_REFERENCES = 16;

/** A line by itself behind what is folded. */
export const END_OF_FOLD = '</details>';

/**
 * A report as Markdown, drawn from its schema: titles are labels, descriptions explain tables and lists, an array of
 * objects becomes a table, an object a list. Both report and schema are hostile; every list is bounded and says how much
 * it leaves out.
 * @returns blocks to be joined by blank lines; any prefix of them is well-formed Markdown
 */
export function reportBlocks(report: unknown, schema: unknown): readonly string[] {
  return new ReportView(schema).blocks(report);
}

class ReportView {
  readonly #root: unknown;

  constructor(schema: unknown) {
    this.#root = schema;
  }

  blocks(report: unknown): readonly string[] {
    const node = this.#resolve(this.#root, report);
    if (!isObject(report)) return [this.#labelled('Report', this.#description(node), report, this.#root).join('\n')];
    const { keys, omitted } = this.#keys(report, node);
    const blocks = keys.map((key) => {
      const child = propertySchema(node, key);
      const resolved = this.#resolve(child, report[key]);
      return this.#labelled(label(key, resolved), this.#description(resolved), report[key], child).join('\n');
    });
    return omitted > 0 ? [...blocks, `…and ${omitted} more members.`] : blocks;
  }

  /** A top-level member: a label, and below it a table, a list or text. */
  #labelled(name: string, description: string, value: unknown, schema: unknown): string[] {
    const heading = `**${inlineText(name, LABEL_CHARS)}**`;
    const explained = description === '' ? heading : `${heading} · ${inlineText(description, DESCRIPTION_CHARS)}`;
    if (Array.isArray(value)) {
      if (value.length === 0) return [`${heading}: none`];
      return value.every(isObject)
        ? [explained, '', ...this.#table(value, schema)]
        : [explained, '', ...this.#items(value, schema, 0)];
    }
    if (isObject(value)) return [explained, '', ...this.#members(value, schema, 0)];
    if (typeof value === 'string' && value.includes('\n')) return [heading, '', text(value)];
    return [`${heading}: ${scalar(value, TEXT_CHARS)}`];
  }

  #table(rows: readonly JsonObject[], schema: unknown): string[] {
    const first = this.#resolve(itemSchema(this.#resolve(schema, rows)), rows[0]);
    const shown = rows.slice(0, MAX_ROWS);
    const named = Object.keys(properties(first));
    const present = [...new Set(shown.flatMap((row) => Object.keys(row).slice(0, MAX_KEYS)))];
    const columns = [...named.filter((key) => present.includes(key)), ...present.filter((key) => !named.includes(key))];
    const kept = columns.slice(0, MAX_COLUMNS);
    if (kept.length === 0) return [`${rows.length} empty entries.`];
    const cells = (values: readonly string[]): string => `| ${values.join(' | ')} |`;
    const head = [
      cells(
        kept.map((key) => inlineText(label(key, this.#resolve(propertySchema(first, key), undefined)), LABEL_CHARS)),
      ),
      cells(kept.map(() => '---')),
    ];
    const body = shown.map((row) =>
      cells(kept.map((key) => (Object.hasOwn(row, key) ? scalar(row[key], CELL_CHARS) : ''))),
    );
    const open = body.length > OPEN_ROWS + 2 ? OPEN_ROWS : body.length;
    const folded = body.slice(open);
    const lines = [
      ...head,
      ...body.slice(0, open),
      ...(folded.length > 0
        ? ['', `<details><summary>${folded.length} more rows</summary>`, '', ...head, ...folded, '', END_OF_FOLD]
        : []),
    ];
    const missing = [
      ...(rows.length > shown.length ? [`${rows.length - shown.length} more rows`] : []),
      ...(columns.length > kept.length ? [`${columns.length - kept.length} more columns`] : []),
    ];
    return missing.length > 0 ? [...lines, '', `…and ${missing.join(', ')} in the report.`] : lines;
  }

  #members(value: JsonObject, schema: unknown, depth: number): string[] {
    const node = this.#resolve(schema, value);
    const { keys, omitted } = this.#keys(value, node);
    const lines = keys.flatMap((key) => {
      const child = propertySchema(node, key);
      const name = `**${inlineText(label(key, this.#resolve(child, value[key])), LABEL_CHARS)}**`;
      return this.#entry(`${name}: `, value[key], child, depth);
    });
    return omitted > 0 ? [...lines, `${indent(depth)}- …and ${omitted} more`] : lines;
  }

  #items(values: readonly unknown[], schema: unknown, depth: number): string[] {
    const child = itemSchema(this.#resolve(schema, values));
    const lines = values.slice(0, MAX_ITEMS).flatMap((value) => this.#entry('', value, child, depth));
    return values.length > MAX_ITEMS ? [...lines, `${indent(depth)}- …and ${values.length - MAX_ITEMS} more`] : lines;
  }

  #entry(prefix: string, value: unknown, schema: unknown, depth: number): string[] {
    const bullet = `${indent(depth)}- `;
    const nested = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
    if (!nested || depth + 1 >= MAX_DEPTH) return [`${bullet}${prefix}${scalar(value, CELL_CHARS)}`];
    const head = `${bullet}${prefix === '' ? 'entry:' : prefix.trimEnd()}`;
    return Array.isArray(value)
      ? [head, ...this.#items(value, schema, depth + 1)]
      : [head, ...this.#members(value as JsonObject, schema, depth + 1)];
  }

  /** Members in the schema's order, then the others; nulls say nothing and are left out. */
  #keys(value: JsonObject, node: JsonObject): { keys: readonly string[]; omitted: number } {
    const named = Object.keys(properties(node)).filter((key) => Object.hasOwn(value, key));
    const known = new Set(named);
    const all = [...named, ...Object.keys(value).filter((key) => !known.has(key))].filter((key) => value[key] !== null);
    return { keys: all.slice(0, MAX_KEYS), omitted: Math.max(0, all.length - MAX_KEYS) };
  }

  #description(node: JsonObject): string {
    return typeof node['description'] === 'string' ? node['description'] : '';
  }

  /**
   * The schema object that describes a value: local references followed, the branch of `oneOf`/`anyOf` that takes the
   * value's type, members of `allOf` merged. Outer titles and descriptions win.
   */
  #resolve(schema: unknown, value: unknown): JsonObject {
    let node: JsonObject = isObject(schema) ? schema : {};
    for (let step = 0; step < MAX_REFERENCES; step += 1) {
      const { $ref, oneOf, anyOf, allOf, ...rest } = node as Record<string, unknown>;
      const next = [
        ...(typeof $ref === 'string' ? [this.#lookup($ref)] : []),
        ...[oneOf, anyOf].flatMap((branches) =>
          Array.isArray(branches)
            ? branches
                .slice(0, MAX_KEYS)
                .filter((branch) => this.#accepts(branch, value))
                .slice(0, 1)
            : [],
        ),
        ...(Array.isArray(allOf) ? allOf.slice(0, MAX_KEYS) : []),
      ].filter(isObject);
      if (next.length === 0) return node;
      const merged = next.map((part) => properties(part));
      node = Object.assign({}, ...next, rest) as JsonObject;
      node = { ...node, properties: Object.assign({}, ...merged, properties(rest)) as JsonObject };
    }
    return node;
  }

  #accepts(branch: unknown, value: unknown): boolean {
    if (!isObject(branch)) return branch === true;
    const target = typeof branch['$ref'] === 'string' ? this.#lookup(branch['$ref']) : branch;
    const type = isObject(target) ? target['type'] : undefined;
    if (type === undefined) return true;
    const actual = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
    return [type].flat().some((name) => name === actual || (name === 'integer' && actual === 'number'));
  }

  /** Local references only: `#/$defs/x`. */
  #lookup(reference: string): unknown {
    if (reference === '#') return this.#root;
    if (!reference.startsWith('#/')) return undefined;
    let node: unknown = this.#root;
    for (const part of reference.slice(2).split('/', 32)) {
      const key = part.replace(/~1/g, '/').replace(/~0/g, '~');
      if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined;
      node = (node as JsonObject)[key];
    }
    return node;
  }
}

function properties(node: JsonObject): JsonObject {
  return isObject(node['properties']) ? node['properties'] : {};
}

function propertySchema(node: JsonObject, key: string): unknown {
  const named = properties(node);
  return Object.hasOwn(named, key) ? named[key] : node['additionalProperties'];
}

function itemSchema(node: JsonObject): unknown {
  return node['items'];
}

/** The schema's title, else the key as words: `changed_files` → `Changed files`. */
function label(key: string, node: JsonObject): string {
  if (typeof node['title'] === 'string' && node['title'].trim() !== '') return node['title'];
  return fieldLabel(plainLine(key, LABEL_CHARS)) || '(no name)';
}

function indent(depth: number): string {
  return '  '.repeat(depth);
}

function scalar(value: unknown, max: number): string {
  if (typeof value === 'string') return value.trim() === '' ? '(empty)' : inlineText(value, max);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return inlineText(String(value), 40);
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value) && value.length === 0) return 'none';
  return codeSpan(compactJson(value, max), max);
}

/** Text of several lines, each neutralised, line breaks kept. */
function text(value: string): string {
  const all = value.slice(0, TEXT_CHARS * 4).split(/\r?\n/);
  const lines: string[] = [];
  let left = TEXT_CHARS;
  for (const line of all.slice(0, MAX_LINES_OF_TEXT)) {
    if (left <= 0) break;
    const shown = inlineText(line, left);
    lines.push(shown);
    left -= Math.max(1, Math.min(line.length, left));
  }
  const whole = lines.length === all.length && value.length <= TEXT_CHARS * 4;
  return `${lines.join('<br>')}${whole ? '' : '<br>…'}`;
}

/** JSON of a value, no longer than needed to fill `max` characters, however large or deep the value is. */
function compactJson(value: unknown, max: number): string {
  let out = '';
  const write = (node: unknown, depth: number): void => {
    if (out.length > max) return;
    if (typeof node !== 'object' || node === null) {
      out += typeof node === 'string' ? JSON.stringify(node.slice(0, max)) : String(node);
    } else if (depth > 32) out += '…';
    else if (Array.isArray(node)) {
      out += '[';
      for (const [index, item] of node.entries()) {
        if (out.length > max) return;
        out += index === 0 ? '' : ',';
        write(item, depth + 1);
      }
      out += ']';
    } else {
      out += '{';
      for (const [index, [key, member]] of Object.entries(node).entries()) {
        if (out.length > max) return;
        out += `${index === 0 ? '' : ','}${JSON.stringify(key.slice(0, max))}:`;
        write(member, depth + 1);
      }
      out += '}';
    }
  };
  write(value, 0);
  return out;
}
