import { button, type Child, folded, h } from './dom.js';
import { highlight, languageOf, type Piece } from './highlight.js';
import { type DiffLine, type FileDiff, type Hunk, parsePatch } from './patch-parse.js';
import { amount, plural, size } from './words.js';

const MAX_FILES = 500;
/** Files of more lines are folded, and all files once so many lines are shown. */
const OPEN_FILE_LINES = 400;
const OPEN_LINES = 1500;
/** Lines that are put on the page at a time. */
const STEP = 800;
const MAX_LINE = 2000;

const STATUS = { added: 'new', deleted: 'deleted', renamed: 'renamed', modified: '' } as const;

/** The files of a patch, each of which folds. */
export function patchView(patch: string, cutBytes: number): Child {
  const { files, more } = parsePatch(patch, MAX_FILES);
  let shown = 0;
  const views = files.map((file) => {
    const lines = file.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
    const open = lines <= OPEN_FILE_LINES && shown + lines <= OPEN_LINES;
    if (open) shown += lines;
    return folded(fileHead(file), () => fileBody(file), { class: 'file', open });
  });
  const added = files.reduce((sum, file) => sum + file.added, 0);
  const deleted = files.reduce((sum, file) => sum + file.deleted, 0);
  return [
    files.length > 1 && fileList(files, views),
    cutBytes > 0 && h('p', { class: 'note' }, `The patch is longer: ${size(cutBytes)} of it are not in this page.`),
    more > 0 && h('p', { class: 'note' }, `${plural(more, 'more file')} in change.patch.`),
    views,
    h('p', { class: 'muted' }, `${plural(files.length + more, 'file')}, +${amount(added)} −${amount(deleted)}`),
  ];
}

function counts({ added, deleted, binary }: FileDiff): Child {
  if (binary) return h('span', { class: 'counts' }, 'binary');
  return h(
    'span',
    { class: 'counts' },
    h('span', { class: 'plus' }, `+${added}`),
    ' ',
    h('span', { class: 'minus' }, `−${deleted}`),
  );
}

function fileHead(file: FileDiff): Child {
  const was = file.from === undefined ? '' : `${file.from} → `;
  return [
    h('span', { class: 'path' }, was + file.path),
    STATUS[file.status] !== '' && h('span', { class: 'tag' }, STATUS[file.status]),
    file.mode !== undefined && file.mode !== '100644' && h('span', { class: 'tag' }, `mode ${file.mode}`),
    counts(file),
  ];
}

function fileList(files: readonly FileDiff[], views: readonly HTMLDetailsElement[]): Child {
  return h(
    'ul',
    { class: 'files' },
    files.map((file, index) =>
      h(
        'li',
        {},
        button(
          h('span', { class: 'path' }, file.path),
          () => {
            const view = views[index];
            if (!view) return;
            view.open = true;
            view.scrollIntoView({ block: 'start' });
            view.querySelector('summary')?.focus({ preventScroll: true });
          },
          { class: 'plain' },
        ),
        counts(file),
      ),
    ),
  );
}

function fileBody(file: FileDiff): Child {
  if (file.binary) return h('p', { class: 'muted' }, 'A binary file: change.patch holds it.');
  if (file.hunks.length === 0) return h('p', { class: 'muted' }, 'No line of it changed.');
  const language = languageOf(file.path);
  const body = h('tbody');
  const rows = file.hunks.flatMap((hunk) => hunkRows(hunk, language));
  const more = button('', () => add());
  let at = 0;
  const add = (): void => {
    body.append(...rows.slice(at, at + STEP).map((row) => row()));
    at += STEP;
    more.hidden = at >= rows.length;
    more.textContent = `Show ${plural(Math.min(STEP, rows.length - at), 'more line')} of ${amount(rows.length - at)}`;
  };
  add();
  const heads = ['Line before', 'Line after', 'Change', 'Text'].map((name) => h('th', { scope: 'col' }, name));
  return [
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Changes of ${file.path}` },
      h('table', { class: 'diff' }, h('thead', { class: 'unseen' }, h('tr', {}, heads)), body),
    ),
    more,
  ];
}

/** Rows are made when they are shown; colours when the first row of their hunk is. */
function hunkRows(hunk: Hunk, language: string | undefined): (() => HTMLElement)[] {
  let colours: ReadonlyMap<DiffLine, readonly Piece[]> | undefined;
  const coloured = (line: DiffLine): readonly Piece[] | undefined => {
    colours ??= language === undefined ? new Map() : coloursOf(hunk, language);
    return colours.get(line);
  };
  const head = (): HTMLElement =>
    h('tr', { class: 'hunk' }, h('td', { colspan: '4' }, `${hunk.header} ${hunk.context}`));
  return [head, ...hunk.lines.map((line) => () => lineRow(line, coloured(line)))];
}

const CLASSES = { '+': 'add', '-': 'del', ' ': '' } as const;
const SIGNS = { '+': '+', '-': '−', ' ': '' } as const;

function lineRow(line: DiffLine, pieces: readonly Piece[] | undefined): HTMLElement {
  const cut = line.text.length - MAX_LINE;
  const text: Child =
    pieces !== undefined && cut <= 0
      ? pieces.map((piece) => (piece.scope === '' ? piece.text : h('span', { class: `h-${piece.scope}` }, piece.text)))
      : [line.text.slice(0, MAX_LINE), cut > 0 && h('span', { class: 'tag' }, `${amount(cut)} more characters`)];
  return h(
    'tr',
    CLASSES[line.kind] === '' ? {} : { class: CLASSES[line.kind] },
    h('td', { class: 'no' }, line.before),
    h('td', { class: 'no' }, line.after),
    h('td', { class: 'mark' }, SIGNS[line.kind]),
    h('td', { class: 'code' }, text),
  );
}

/** What is before and what is after are read as two texts of their own. */
function coloursOf(hunk: Hunk, language: string): ReadonlyMap<DiffLine, readonly Piece[]> {
  const colours = new Map<DiffLine, readonly Piece[]>();
  for (const side of ['-', '+'] as const) {
    const lines = hunk.lines.filter(({ kind }) => kind === side || kind === ' ');
    const found = highlight(
      lines.map(({ text }) => text),
      language,
    );
    found?.forEach((pieces, index) => {
      const line = lines[index];
      if (line) colours.set(line, pieces);
    });
  }
  return colours;
}
