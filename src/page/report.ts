import { fieldLabel } from '../publish/field-label.js';
import { type Child, h } from './dom.js';
import { dataTable } from './table.js';
import { type Fields, fields, list, text } from './values.js';

/* A document drawn by the titles and descriptions of its schema: a list of objects as a table, the rest as definitions. */

const MAX_DEPTH = 6;
const MAX_MEMBERS = 200;

export function reportView(value: unknown, schema: unknown): Child {
  return draw(value, schema, schema, 0);
}

function draw(value: unknown, schema: unknown, root: unknown, depth: number): Child {
  const node = resolve(schema, root);
  if (Array.isArray(value)) return drawList(value, node, root, depth);
  if (typeof value === 'object' && value !== null) {
    if (depth >= MAX_DEPTH) return h('pre', { class: 'prose' }, JSON.stringify(value));
    const members = membersOf(fields(value), node);
    return h(
      'dl',
      { class: 'report' },
      members.slice(0, MAX_MEMBERS).map((name) => {
        const child = resolve(fields(node['properties'])[name], root);
        return h(
          'div',
          {},
          h('dt', {}, title(name, child), description(child)),
          h('dd', {}, draw(fields(value)[name], fields(node['properties'])[name], root, depth + 1)),
        );
      }),
      members.length > MAX_MEMBERS && h('div', {}, h('dt', {}, `and ${members.length - MAX_MEMBERS} more`)),
    );
  }
  if (value === null || value === undefined) return h('span', { class: 'muted' }, 'none');
  const words = text(value);
  return words.includes('\n') ? h('pre', { class: 'prose' }, words) : words;
}

function drawList(values: readonly unknown[], node: Fields, root: unknown, depth: number): Child {
  if (values.length === 0) return h('span', { class: 'muted' }, 'none');
  const item = resolve(node['items'], root);
  const objects = values.every((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
  if (!objects || depth >= MAX_DEPTH) {
    const shown = values.slice(0, MAX_MEMBERS).map((value) => h('li', {}, draw(value, node['items'], root, depth + 1)));
    return [h('ul', {}, shown), values.length > MAX_MEMBERS && h('p', {}, `and ${values.length - MAX_MEMBERS} more`)];
  }
  const names = [
    ...new Set([
      ...Object.keys(fields(item['properties'])),
      ...values.slice(0, 50).flatMap((value) => membersOf(fields(value), item)),
    ]),
  ];
  const used = names.filter((name) => values.some((value) => Object.hasOwn(fields(value), name))).slice(0, 12);
  return dataTable({
    name: 'Entries',
    rows: values.map(fields),
    search: (row) => Object.values(row).map(text).join(' '),
    columns: used.map((name) => {
      const child = fields(item['properties'])[name];
      return {
        head: title(name, resolve(child, root)),
        cell: (row: Fields) => draw(row[name], child, root, MAX_DEPTH - 1),
        wide: true,
      };
    }),
  });
}

/** In the schema's order, then the others; null says nothing. */
function membersOf(value: Fields, node: Fields): readonly string[] {
  const named = Object.keys(fields(node['properties'])).filter((name) => Object.hasOwn(value, name));
  const others = Object.keys(value).filter((name) => !named.includes(name));
  return [...named, ...others].filter((name) => value[name] !== null);
}

function title(name: string, node: Fields): string {
  return text(node['title']) || fieldLabel(name.slice(0, 200)) || name;
}

function description(node: Fields): Child {
  const words = text(node['description']);
  return words !== '' && h('span', { class: 'muted' }, ` ${words}`);
}

/** Follows references into the schema itself, and takes the first branch that has members. */
function resolve(schema: unknown, root: unknown): Fields {
  let node = fields(schema);
  for (let step = 0; step < 8; step += 1) {
    const reference = text(node['$ref']);
    if (reference.startsWith('#/')) {
      let at: unknown = root;
      for (const part of reference.slice(2).split('/', 32))
        at = fields(at)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
      node = fields(at);
      continue;
    }
    const branches = [...list(node['anyOf']), ...list(node['oneOf'])].map(fields);
    const branch = branches.find((one) => one['properties'] || one['items'] || one['$ref']);
    if (!branch) return node;
    node = { ...branch, ...(text(node['title']) === '' ? {} : { title: node['title'] }) };
  }
  return node;
}
