import { brokered, mcpCalls, network, processes } from './audit.js';
import { cost } from './cost.js';
import { Data } from './data.js';
import { append, type Child, fill, fillLater, h } from './dom.js';
import { findings, provenance } from './files.js';
import { attemptRows, header, outcome, remarks, toneOf } from './overview.js';
import { patchView } from './patch.js';
import { verification } from './proofs.js';
import { reportView } from './report.js';
import { type Run, readRun } from './run.js';
import { dataTable } from './table.js';
import { themeButton } from './theme.js';
import { timeline } from './timeline.js';
import { transcript } from './transcript.js';
import { tree } from './tree.js';
import { count, type Fields, fields, list, number, text } from './values.js';
import { amount, dollars, duration, plural, size } from './words.js';

interface Section {
  readonly id: string;
  readonly title: string;
  /** Beside the title: what is in it. */
  readonly about?: string;
  readonly open: boolean;
  readonly content: () => Child | Promise<Child>;
}

function sectionsOf(run: Run): readonly Section[] {
  const { data, verdict, plan } = run;
  const said = remarks(run);
  const lines = (name: string): string => {
    const file = data.file(name);
    return file === undefined ? 'none' : size(file.bytes);
  };
  const attempts = attemptRows(run);
  const hasCalls = data.has('commands.jsonl') || data.has('mcp.jsonl');
  const changed = list(verdict['attempts']).map(fields).at(-1)?.['patch'];
  const requests = count(fields(run.usage['total'])['requests']);
  const sections: (Section | false)[] = [
    said !== undefined && { id: 'remarks', title: 'To know', open: true, content: () => said },
    {
      id: 'timeline',
      title: 'Timeline',
      about: duration(count(verdict['durationMs'])),
      open: true,
      content: () => timeline(run),
    },
    attempts.length > 0 && {
      id: 'attempts',
      title: run.workers.length > 0 ? 'Workers and attempts' : 'Attempts',
      about: plural(attempts.length, 'attempt'),
      open: true,
      content: () => attemptTable(run, attempts),
    },
    data.has('verifier.patch') && {
      id: 'verifier-change',
      title: 'Change of what decides',
      open: true,
      content: () => patchOf(run, 'verifier.patch'),
    },
    data.has('change.patch') && {
      id: 'change',
      title: 'Change',
      about: plural(count(fields(changed)['files']), 'file') + (verdict['green'] === true ? '' : ', not verified'),
      open: true,
      content: () => patchOf(run, 'change.patch'),
    },
    { id: 'verification', title: 'Verifier, before and after', open: true, content: () => verification(run) },
    data.has('findings.json') && { id: 'findings', title: 'Findings', open: true, content: () => findings(run) },
    data.has('report.json') && {
      id: 'report',
      title: 'The agent’s report',
      open: true,
      content: async () => reportView(await data.json('report.json'), fields(plan['report'])['schema']),
    },
    {
      id: 'transcript',
      title: 'Transcript',
      about: lines('transcript.jsonl'),
      open: false,
      content: () => transcript(run),
    },
    { id: 'network', title: 'Network', about: lines('access.jsonl'), open: false, content: () => network(run) },
    { id: 'processes', title: 'Processes', about: lines('exec.jsonl'), open: false, content: () => processes(run) },
    hasCalls && {
      id: 'calls',
      title: 'Brokered commands and tools',
      open: false,
      content: async () => [await brokered(run), await mcpCalls(run)],
    },
    {
      id: 'cost',
      title: 'Tokens and money',
      about: plural(requests, 'model call'),
      open: requests > 0,
      content: () => cost(run),
    },
    data.has('plan.json') && {
      id: 'plan',
      title: 'Plan',
      about: lines('plan.json'),
      open: false,
      content: () => tree(plan),
    },
    {
      id: 'files',
      title: 'Files and digests',
      about: plural(data.files.length, 'file'),
      open: false,
      content: () => provenance(run),
    },
  ];
  return sections.filter((section) => section !== false);
}

async function patchOf(run: Run, name: string): Promise<Child> {
  const ends = await run.data.ends(name);
  return ends ? patchView(ends.head, ends.omitted) : undefined;
}

function attemptTable(run: Run, rows: readonly Fields[]): Child {
  const tokens = (row: Fields): string => {
    const usage = fields(row['usage']);
    if (count(usage['requests']) === 0) return '';
    const cost = number(usage['costUsd']);
    return `${amount(count(usage['inputTokens']))} + ${amount(count(usage['outputTokens']))}${cost ? `, ${dollars(cost)}` : ''}`;
  };
  return dataTable({
    name: 'Attempts',
    rows,
    columns: [
      ...(run.workers.length > 0
        ? [
            {
              head: 'Worker',
              cell: (row: Fields) => [
                h('strong', {}, text(row['worker'])),
                h('div', { class: 'muted' }, text(row['by'])),
              ],
            },
          ]
        : []),
      { head: 'Attempt', cell: (row) => text(row['attempt']) },
      { head: 'Outcome', cell: outcome },
      {
        head: 'Agent',
        cell: (row) => (row['agent'] ? duration(count(fields(row['agent'])['durationMs'])) : ''),
        number: true,
      },
      {
        head: 'Change',
        cell: (row) => {
          const patch = fields(row['patch']);
          if (!row['patch']) return '';
          return h(
            'span',
            { class: 'still' },
            plural(count(patch['files']), 'file'),
            ' ',
            h('span', { class: 'plus' }, `+${amount(count(patch['added']))}`),
            ' ',
            h('span', { class: 'minus' }, `−${amount(count(patch['deleted']))}`),
          );
        },
      },
      ...(rows.some((row) => tokens(row) !== '') ? [{ head: 'Tokens in + out', cell: tokens, number: true }] : []),
      {
        head: 'In a line',
        wide: true,
        cell: (row) => [
          text(row['summary']),
          list(row['refusals']).map((refusal) =>
            h('div', {}, h('code', {}, text(fields(refusal)['path'])), ` ${text(fields(refusal)['reason'])}`),
          ),
        ],
      },
    ],
  });
}

function layOut(run: Run, root: Element): void {
  const made = sectionsOf(run).map((section) => {
    const body = h('div', { class: 'body' });
    const details = h(
      'details',
      { class: 'section', id: section.id, open: section.open },
      h(
        'summary',
        {},
        h('h2', {}, section.title),
        section.about !== undefined && h('span', { class: 'about' }, section.about),
      ),
      body,
    );
    let filled = false;
    const make = (): void => {
      if (filled || !details.open) return;
      filled = true;
      fillLater(body, section.content);
    };
    details.addEventListener('toggle', make);
    return { section, details, make };
  });
  const reveal = (id: string): void => {
    const found = made.find(({ section }) => section.id === id);
    if (!found) return;
    found.details.open = true;
    found.make();
    found.details.scrollIntoView({ block: 'start' });
    found.details.querySelector('summary')?.focus({ preventScroll: true });
  };
  const nav = h(
    'nav',
    { 'aria-label': 'Sections' },
    h(
      'ul',
      {},
      made.map(({ section }) => {
        const link = h('a', {}, section.title);
        link.href = `#${section.id}`;
        link.addEventListener('click', () => reveal(section.id));
        return h('li', {}, link);
      }),
    ),
  );
  const all = h('button', { type: 'button' }, 'Open all');
  all.addEventListener('click', () => {
    const open = made.some(({ details }) => !details.open);
    for (const { details } of made) details.open = open;
    all.textContent = open ? 'Fold all' : 'Open all';
  });
  const main = h('main', {}, h('header', { class: `top ${toneOf(run.verdict)}` }, header(run)));
  append(
    main,
    made.map(({ details }) => details),
  );
  fill(
    root,
    h(
      'header',
      { class: 'bar' },
      h('span', { class: 'brand' }, 'Cleanroom'),
      nav,
      h('div', { class: 'tools' }, all, themeButton()),
    ),
    main,
  );
  for (const { make } of made) make();
  addEventListener('hashchange', () => reveal(location.hash.slice(1)));
  if (location.hash.length > 1) reveal(location.hash.slice(1));
}

async function start(): Promise<void> {
  const root = document.querySelector('#page');
  if (!root) return;
  try {
    const run = await readRun(await Data.open(document));
    document.title = `${text(run.verdict['verdict']) || 'Run'} · Cleanroom`;
    layOut(run, root);
    root.setAttribute('data-ready', 'yes');
  } catch {
    fill(
      root,
      h(
        'main',
        {},
        h('h1', {}, 'This page cannot be shown'),
        h(
          'p',
          {},
          'Its data is damaged, or this browser is too old: it has to know DecompressionStream (2023). The evidence folder holds the same as plain files; begin with verdict.json.',
        ),
      ),
    );
  }
}

void start();
