import { type Child, h } from './dom.js';
import type { Run } from './run.js';
import { dataTable } from './table.js';
import { count, type Fields, fields, list, number, text } from './values.js';
import { size } from './words.js';

const MANIFEST = {
  agrees: ['as in the manifest', 'good'],
  differs: ['NOT as in the manifest', 'bad'],
  unlisted: ['not in the manifest', 'bad'],
  none: ['', ''],
} as const;

/** Digests of the evidence's files, and of what decided. */
export function provenance(run: Run): Child {
  const { plan, verdict, data } = run;
  const policy = fields(plan['policy']);
  const source = fields(plan['source']);
  const digests: readonly (readonly [string, string])[] = [
    ['Plan', text(verdict['planSha256'])],
    ['Prompt', text(fields(plan['prompt'])['sha256'])],
    ['Policy', text(policy['sha256'])],
    ['Schema of the report', text(fields(plan['report'])['sha256'])],
    ['Work commit', text(source['workCommit'])],
    ['Trusted commit', text(source['trustedCommit'])],
    ['Tree of the base', text(run.journal.find(({ event }) => event === 'base.ready')?.['tree'])],
  ];
  return [
    h(
      'dl',
      { class: 'digests' },
      digests
        .filter(([, digest]) => digest !== '')
        .map(([name, digest]) => h('div', {}, h('dt', {}, name), h('dd', {}, h('code', {}, digest)))),
    ),
    h('h3', {}, 'Files of the evidence'),
    dataTable({
      name: 'Files',
      rows: data.files,
      search: ({ path, sha256 }) => `${path} ${sha256 ?? ''}`,
      columns: [
        { head: 'File', cell: ({ path }) => h('span', { class: 'mono' }, path) },
        { head: 'Size', cell: ({ bytes }) => size(bytes), number: true },
        {
          head: 'SHA-256',
          cell: ({ sha256 }) =>
            sha256 === null
              ? h('span', { class: 'muted' }, 'not read whole, or not closed yet')
              : h('code', {}, sha256),
          wide: true,
        },
        ...(data.files.some(({ manifest }) => manifest !== 'none')
          ? [
              {
                head: 'Checked',
                cell: ({ manifest }: (typeof data.files)[number]) =>
                  h('span', { class: MANIFEST[manifest][1] }, MANIFEST[manifest][0]),
              },
            ]
          : []),
        {
          head: 'In this page',
          cell: ({ bytes, head, tail }) =>
            head + tail >= bytes ? 'whole' : head + tail === 0 ? 'no' : `${size(head + tail)} of it`,
        },
      ],
    }),
    h(
      'p',
      { class: 'muted' },
      `Made by cleanroom-action ${data.tool}. This page says what the evidence holds; \`cleanroom-action verify\` checks it.`,
    ),
  ];
}

const LEVELS: Readonly<Record<string, string>> = { failure: 'bad', warning: 'warn', notice: '' };

export async function findings(run: Run): Promise<Child> {
  const { findings: all, omitted } = fields(await run.data.json('findings.json'));
  const rows = list(all).map(fields);
  if (rows.length === 0) return h('p', { class: 'muted' }, 'None.');
  const place = (row: Fields): string => {
    const [from, to] = [number(row['startLine']), number(row['endLine'])];
    const lines = from === undefined ? '' : to === undefined || to === from ? `:${from}` : `:${from}–${to}`;
    return text(row['path']) + lines;
  };
  return [
    dataTable({
      name: 'Findings',
      rows,
      filters: [
        { name: 'Level', value: (row) => text(row['level']) },
        { name: 'From', value: (row) => text(row['source']) },
      ],
      search: (row) => ['title', 'message', 'path', 'rule'].map((name) => text(row[name])).join(' '),
      columns: [
        {
          head: 'Level',
          cell: (row) => h('span', { class: `tag ${LEVELS[text(row['level'])] ?? ''}` }, text(row['level'])),
        },
        { head: 'Where', cell: (row) => h('span', { class: 'mono' }, place(row)) },
        {
          head: 'What',
          cell: (row) => [h('strong', {}, text(row['title'])), h('pre', { class: 'prose' }, text(row['message']))],
          wide: true,
        },
        { head: 'Rule', cell: (row) => text(row['rule']) },
        { head: 'From', cell: (row) => text(row['source']) },
      ],
    }),
    count(omitted) > 0 && h('p', { class: 'note' }, `${count(omitted)} more were left out.`),
  ];
}
