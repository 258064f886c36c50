import { type Child, h } from './dom.js';
import { type Run, roomLabel } from './run.js';
import { type Column, dataTable, type Filter } from './table.js';
import { count, type Fields, fields, list, moment, text, texts } from './values.js';
import { amount, duration, offset, size } from './words.js';

/* What rooms asked for, as the host recorded it. */

const time = (run: Run): Column<Fields> => ({
  head: 'At',
  number: true,
  cell: (row) => {
    const at = moment(row['time']);
    return at === undefined ? '' : offset(at - run.start);
  },
});
const room = (run: Run): Column<Fields> => ({ head: 'Room', cell: (row) => roomLabel(run, text(row['room'])) });
const field =
  (name: string): Filter<Fields>['value'] =>
  (row) =>
    text(row[name]);
const inRoom = (run: Run): Filter<Fields> => ({ name: 'Room', value: (row) => roomLabel(run, text(row['room'])) });
const took: Column<Fields> = { head: 'Took', number: true, cell: (row) => duration(count(row['durationMs'])) };
const mono = (value: string): Child =>
  h('span', { class: 'mono' }, value.length > 2000 ? `${value.slice(0, 2000)}…` : value);

const VERDICTS: Readonly<Record<string, string>> = { denied: 'bad', refused: 'bad', failed: 'warn', allowed: 'good' };

function verdict(row: Fields): Child {
  const word = text(row['verdict']);
  return h('span', { class: `tag ${VERDICTS[word] ?? ''}` }, word);
}

const tone = (row: Fields): string => (row['verdict'] === 'denied' || row['verdict'] === 'refused' ? 'denied' : '');

export async function network(run: Run): Promise<Child> {
  const rows = await run.data.lines('access.jsonl');
  if (rows.length === 0) return h('p', { class: 'muted' }, 'No room asked for anything.');
  return dataTable({
    name: 'Requests',
    rows,
    tone,
    filters: [
      { name: 'Verdict', value: field('verdict') },
      { name: 'Kind', value: field('kind') },
      { name: 'Host', value: field('host') },
      inRoom(run),
    ],
    search: (row) => ['host', 'path', 'rule', 'method'].map((name) => text(row[name])).join(' '),
    columns: [
      time(run),
      room(run),
      { head: 'Verdict', cell: verdict },
      { head: 'Kind', cell: field('kind') },
      {
        head: 'Request',
        wide: true,
        cell: (row) => {
          const port = row['port'] === null ? '' : `:${text(row['port'])}`;
          return mono(`${text(row['method'])} ${text(row['host'])}${port}${text(row['path'])}`);
        },
      },
      { head: 'By', cell: field('rule'), wide: true },
      { head: 'Status', cell: field('status'), number: true },
      { head: 'Out', cell: (row) => size(count(row['bytesOut'])), number: true },
      { head: 'In', cell: (row) => size(count(row['bytesIn'])), number: true },
      took,
    ],
  });
}

function program(row: Fields): Child {
  if (row['kind'] === 'exec') {
    const argv = texts(row['argv']);
    const more = count(row['argvCut']) > 0 ? ' …' : '';
    const own = argv[0] === text(row['exe']) ? '' : `${text(row['exe'])}: `;
    return mono(`${own}${argv.join(' ')}${more}`);
  }
  if (row['kind'] === 'connect') {
    const port = row['port'] === null ? '' : `:${text(row['port'])}`;
    return mono(`${text(row['family'])} ${text(row['address'])}${port}`);
  }
  const signal = text(row['signal']);
  return h('span', { class: 'muted' }, signal === '' ? `exit code ${text(row['code'])}` : `by ${signal}`);
}

export async function processes(run: Run): Promise<Child> {
  const rows = await run.data.lines('exec.jsonl');
  if (rows.length === 0) return h('p', { class: 'muted' }, 'Nothing was recorded.');
  return dataTable({
    name: 'Processes',
    rows,
    filters: [{ name: 'Kind', value: field('kind') }, { name: 'Stage', value: field('stage') }, inRoom(run)],
    search: (row) => [text(row['exe']), ...texts(row['argv']), text(row['address']), text(row['signal'])].join(' '),
    columns: [
      time(run),
      room(run),
      { head: 'Kind', cell: field('kind') },
      { head: 'Process', cell: (row) => text(row['roomPid']), number: true },
      { head: 'What', cell: program, wide: true },
    ],
  });
}

export async function brokered(run: Run): Promise<Child> {
  const rows = await run.data.lines('commands.jsonl');
  if (rows.length === 0) return undefined;
  return [
    h('h3', {}, 'Commands'),
    dataTable({
      name: 'Commands',
      rows,
      tone,
      filters: [{ name: 'Verdict', value: field('verdict') }, inRoom(run)],
      search: (row) => [...texts(row['argv']), text(row['rule'])].join(' '),
      columns: [
        time(run),
        room(run),
        { head: 'Verdict', cell: verdict },
        { head: 'Command', cell: (row) => mono(texts(row['argv']).join(' ')), wide: true },
        { head: 'By', cell: field('rule') },
        { head: 'Exit', cell: field('exitCode'), number: true },
        {
          head: 'Files',
          cell: (row) => list(row['files']).map((file) => h('div', { class: 'mono' }, text(fields(file)['path']))),
        },
        { head: 'Printed', cell: (row) => size(count(row['stdoutBytes']) + count(row['stderrBytes'])), number: true },
        { head: 'Redacted', cell: (row) => amount(count(row['redactions'])), number: true },
        took,
      ],
    }),
  ];
}

export async function mcpCalls(run: Run): Promise<Child> {
  const rows = await run.data.lines('mcp.jsonl');
  if (rows.length === 0) return undefined;
  return [
    h('h3', {}, 'Calls of tools of MCP servers'),
    dataTable({
      name: 'MCP calls',
      rows,
      tone,
      filters: [
        { name: 'Verdict', value: field('verdict') },
        { name: 'Server', value: field('server') },
        { name: 'Tool', value: field('tool') },
        inRoom(run),
      ],
      search: (row) => ['server', 'tool', 'arguments', 'rule'].map((name) => text(row[name])).join(' '),
      columns: [
        time(run),
        room(run),
        { head: 'Verdict', cell: verdict },
        { head: 'Tool', cell: (row) => mono(`${text(row['server'])} / ${text(row['tool'])}`) },
        { head: 'Arguments', cell: (row) => mono(text(row['arguments'])), wide: true },
        { head: 'By', cell: field('rule') },
        { head: 'Error', cell: (row) => (row['isError'] === true ? 'yes' : row['isError'] === false ? 'no' : '') },
        { head: 'Answer', cell: (row) => size(count(row['bytes'])), number: true },
        took,
      ],
    }),
  ];
}
