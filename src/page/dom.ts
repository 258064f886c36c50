import { visible } from '../publish/neutralise.js';

/* The only module that makes elements. Data becomes text nodes and values of a few harmless attributes. */

export type Child = Node | string | number | false | null | undefined | readonly Child[];

export interface Attributes {
  readonly class?: string;
  readonly id?: string;
  readonly title?: string;
  readonly type?: 'button' | 'search' | 'checkbox';
  readonly value?: string;
  readonly placeholder?: string;
  readonly role?: string;
  readonly tabindex?: '0' | '-1';
  readonly scope?: 'col' | 'row';
  readonly colspan?: string;
  readonly for?: string;
  readonly label?: string;
  readonly open?: boolean;
  readonly hidden?: boolean;
  readonly selected?: boolean;
  readonly checked?: boolean;
  readonly 'aria-label'?: string;
  readonly 'aria-labelledby'?: string;
  readonly 'aria-live'?: 'polite';
  readonly 'aria-pressed'?: 'true' | 'false';
  readonly 'aria-hidden'?: 'true';
}

const PLAIN = /^[\t\n\x20-\x7e]*$/;

/** Text with what is not meant to be seen made visible: controls, direction changes, zero-width characters. */
export function shown(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .split('\n')
    .map((line) => (PLAIN.test(line) ? line : visible(line)))
    .join('\n');
}

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '');
    else if (typeof value === 'string' && (value !== '' || name !== 'class'))
      element.setAttribute(name, name === 'class' ? value : shown(value));
  }
  append(element, children);
  return element;
}

export type Shape = 'svg' | 'g' | 'rect' | 'line' | 'path' | 'circle' | 'text' | 'title';

/** An element of a drawing; its attributes are our own names and numbers. */
export function s(tag: Shape, attributes: Readonly<Record<string, string | number>>, ...children: readonly Child[]) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  append(element, children);
  return element;
}

export function append(parent: Element | DocumentFragment, children: readonly Child[]): void {
  for (const child of children) {
    if (child === false || child === null || child === undefined) continue;
    if (child instanceof Node) parent.append(child);
    else if (typeof child === 'string') parent.append(shown(child));
    else if (typeof child === 'number') parent.append(String(child));
    else append(parent, child);
  }
}

export function fill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

export function button(label: Child, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = h('button', { type: 'button', ...attributes }, label);
  element.addEventListener('click', act);
  return element;
}

/** `details` whose content is made when it is opened for the first time, or at once when it is open. */
export function folded(
  summary: Child,
  content: () => Child | Promise<Child>,
  attributes: Attributes = {},
): HTMLDetailsElement {
  const body = h('div', { class: 'body' });
  const element = h('details', attributes, h('summary', {}, summary), body);
  let made = false;
  const make = (): void => {
    if (made || !element.open) return;
    made = true;
    fillLater(body, content);
  };
  element.addEventListener('toggle', make);
  make();
  return element;
}

/** Fills an element with what has to be unpacked first. What cannot be shown says so, and the rest of the page stands. */
export function fillLater(body: Element, content: () => Child | Promise<Child>): void {
  const failed = (): void =>
    fill(
      body,
      h('p', { class: 'note bad' }, 'This part of the evidence cannot be shown: it is not what a run writes.'),
    );
  try {
    const made = content();
    if (made instanceof Promise) {
      fill(body, h('p', { class: 'muted' }, 'Unpacking…'));
      made.then((child) => fill(body, child)).catch(failed);
    } else fill(body, made);
  } catch {
    failed();
  }
}

const ICONS = {
  check: 'M3.5 8.5l3 3 6-7',
  cross: 'M4 4l8 8M12 4l-8 8',
  dash: 'M3.5 8h9',
  alert: 'M8 3.5v5.5M8 12v.5',
} as const;
export type Icon = keyof typeof ICONS;

/** A drawn sign; what it means stands beside it in words. */
export function icon(name: Icon): Element {
  return s(
    'svg',
    { viewBox: '0 0 16 16', width: 16, height: 16, class: `icon ${name}`, 'aria-hidden': 'true', focusable: 'false' },
    s('path', { d: ICONS[name], fill: 'none', stroke: 'currentColor', 'stroke-width': 2.2, 'stroke-linecap': 'round' }),
  );
}
