import { button, type Child, fill, h } from './dom.js';
import { amount } from './words.js';

export interface Column<T> {
  readonly head: string;
  readonly cell: (row: T) => Child;
  /** Aligned at its end. */
  readonly number?: boolean;
  /** Sentences: it keeps some width on a narrow screen. */
  readonly wide?: boolean;
}

/** A choice among values that the rows have. */
export interface Filter<T> {
  readonly name: string;
  readonly value: (row: T) => string;
}

export interface TableOptions<T> {
  /** What the rows are, as a heading: `Requests`. */
  readonly name: string;
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly filters?: readonly Filter<T>[];
  /** What a search looks at; without it there is no search. */
  readonly search?: (row: T) => string;
  /** Class of a row. */
  readonly tone?: (row: T) => string;
}

const PAGE = 100;
/** Values of a filter. */
const MAX_CHOICES = 200;

/** A table of any length: only one page of it exists at a time. */
export function dataTable<T>(options: TableOptions<T>): HTMLElement {
  const body = h('tbody');
  const state = { search: '', page: 0, chosen: new Map<Filter<T>, string>() };
  const table = h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': options.name },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          options.columns.map(({ head, number }) =>
            h('th', { scope: 'col', ...(number ? { class: 'number' } : {}) }, head),
          ),
        ),
      ),
      body,
    ),
  );
  const pager = createPager((page) => {
    state.page = page;
    show();
  });
  const show = (): void => {
    const wanted = state.search.toLowerCase();
    const rows = options.rows.filter(
      (row) =>
        [...state.chosen].every(([filter, value]) => filter.value(row) === value) &&
        (wanted === '' || (options.search?.(row) ?? '').toLowerCase().includes(wanted)),
    );
    const first = pager.update(rows.length, options.rows.length, state.page, PAGE);
    fill(
      body,
      rows.slice(first, first + PAGE).map((row) => {
        const tone = options.tone?.(row) ?? '';
        return h(
          'tr',
          tone === '' ? {} : { class: tone },
          options.columns.map(({ cell, number, wide }) =>
            h('td', { class: number ? 'number' : wide ? 'wide' : '' }, cell(row)),
          ),
        );
      }),
    );
  };
  const change = (): void => {
    state.page = 0;
    show();
  };
  const controls: Child[] = (options.filters ?? []).flatMap((filter) => {
    const select = choices(filter, options.rows, (value) => {
      if (value === '') state.chosen.delete(filter);
      else state.chosen.set(filter, value);
      change();
    });
    return select ? [select] : [];
  });
  if (options.search && options.rows.length > 5)
    controls.push(
      searchBox(`Search ${options.name.toLowerCase()}`, (text) => {
        state.search = text;
        change();
      }),
    );
  show();
  return h(
    'div',
    { class: 'data' },
    controls.length > 0 && h('div', { class: 'controls' }, controls),
    table,
    pager.element,
  );
}

/** A field that tells what is typed into it, when typing pauses. */
export function searchBox(label: string, onText: (text: string) => void): HTMLElement {
  const input = h('input', { type: 'search', placeholder: 'Search', 'aria-label': label });
  let timer: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => onText(input.value.trim()), 120);
  });
  return input;
}

/** A labelled choice; the first entry is none. */
export function selectBox(
  label: string,
  values: readonly (readonly [value: string, words: string])[],
  onValue: (value: string) => void,
  chosen?: string,
): HTMLElement {
  const select = h(
    'select',
    {},
    values.map(([value, words]) => h('option', { value, selected: value === chosen }, words)),
  );
  select.addEventListener('change', () => onValue(values[select.selectedIndex]?.[0] ?? ''));
  return h('label', { class: 'choice' }, h('span', {}, label), select);
}

function choices<T>(filter: Filter<T>, rows: readonly T[], onValue: (value: string) => void): HTMLElement | undefined {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = filter.value(row);
    if (counts.has(value) || counts.size < MAX_CHOICES) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (counts.size < 2) return undefined;
  const values = [...counts].map(([value, times]): [string, string] => [
    value,
    `${value || '(none)'} (${amount(times)})`,
  ]);
  return selectBox(filter.name, [['', 'all'], ...values], onValue);
}

interface Pager {
  readonly element: HTMLElement;
  /** Says how many there are and returns the number of the first row to show. */
  update(rows: number, all: number, page: number, perPage: number): number;
}

export function createPager(go: (page: number) => void): Pager {
  let current = 0;
  const status = h('span', { 'aria-live': 'polite' });
  const back = button('Previous', () => go(current - 1));
  const next = button('Next', () => go(current + 1));
  const element = h('div', { class: 'pager' }, status, back, next);
  return {
    element,
    update(rows, all, page, perPage) {
      const pages = Math.max(1, Math.ceil(rows / perPage));
      current = Math.min(Math.max(0, page), pages - 1);
      const first = current * perPage;
      const range =
        pages === 1
          ? amount(rows)
          : `${amount(first + 1)}–${amount(Math.min(rows, first + perPage))} of ${amount(rows)}`;
      fill(status, rows === all ? range : `${range} (of ${amount(all)} in all)`);
      back.hidden = pages === 1;
      next.hidden = pages === 1;
      back.disabled = current === 0;
      next.disabled = current === pages - 1;
      element.hidden = rows === all && pages === 1;
      return first;
    },
  };
}
