import { type Child, fill, folded, h } from './dom.js';
import { dataTable, searchBox } from './table.js';

const MAX_LEAVES = 20_000;

/** A JSON document that folds; a search shows the values that match with their paths. */
export function tree(value: unknown): Child {
  const body = h('div', { class: 'tree' });
  const all = (): void => fill(body, members(value));
  const search = searchBox('Search the plan', (wanted) => {
    if (wanted === '') {
      all();
      return;
    }
    const lower = wanted.toLowerCase();
    const found = leaves(value).filter(
      ([path, leaf]) => path.toLowerCase().includes(lower) || leaf.toLowerCase().includes(lower),
    );
    fill(
      body,
      dataTable({
        name: 'Values',
        rows: found,
        columns: [
          { head: 'Path', cell: ([path]) => h('span', { class: 'mono' }, path) },
          { head: 'Value', cell: ([, leaf]) => h('span', { class: 'mono' }, leaf), wide: true },
        ],
      }),
      found.length === 0 && h('p', { class: 'muted' }, 'Nothing matches.'),
    );
  });
  all();
  return [h('div', { class: 'controls' }, search), body];
}

function members(value: unknown): Child {
  return h(
    'ul',
    {},
    Object.entries(value as Readonly<Record<string, unknown>>).map(([name, member]) => {
      if (typeof member !== 'object' || member === null || Object.keys(member).length === 0)
        return h('li', {}, h('span', { class: 'key' }, name), ' ', leaf(member));
      const count = Object.keys(member).length;
      const about = Array.isArray(member) ? `[${count}]` : `{${count}}`;
      return h(
        'li',
        {},
        folded([h('span', { class: 'key' }, name), h('span', { class: 'muted' }, ` ${about}`)], () => members(member), {
          class: 'quiet',
        }),
      );
    }),
  );
}

function leaf(value: unknown): Child {
  if (typeof value === 'string' && value.includes('\n')) return h('pre', { class: 'prose' }, value);
  return h(
    'span',
    { class: value === null ? 'mono muted' : 'mono' },
    typeof value === 'string' ? value : JSON.stringify(value),
  );
}

function leaves(value: unknown): [path: string, leaf: string][] {
  const found: [string, string][] = [];
  const visit = (node: unknown, path: string): void => {
    if (found.length >= MAX_LEAVES) return;
    if (typeof node === 'object' && node !== null && Object.keys(node).length > 0) {
      for (const [name, member] of Object.entries(node)) visit(member, path === '' ? name : `${path}.${name}`);
    } else found.push([path, typeof node === 'string' ? node : JSON.stringify(node)]);
  };
  visit(value, '');
  return found;
}
