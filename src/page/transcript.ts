import { type Child, fill, folded, h, icon } from './dom.js';
import { type Run, roomLabel } from './run.js';
import { createPager, searchBox } from './table.js';
import { count, type Fields, moment, text, texts } from './values.js';
import { amount, dollars, offset, plural } from './words.js';

const PAGE = 200;
/** Longer text is folded. */
const LONG = 1500;
const KINDS = [
  ['message', 'messages'],
  ['command', 'commands'],
  ['tool', 'tool calls'],
  ['file-change', 'file changes'],
  ['error', 'errors'],
] as const;

/** What agents said and did, a fold for each room. */
export async function transcript(run: Run): Promise<Child> {
  const records = await run.data.lines('transcript.jsonl');
  if (records.length === 0) return h('p', { class: 'muted' }, 'No agent told of anything.');
  const rooms = groups(records);
  const state = { search: '', hidden: new Set<string>() };
  const body = h('div', { class: 'stack' });
  const show = (): void => {
    const filtered = state.search !== '' || state.hidden.size > 0;
    const found = [...rooms].map(([room, all]) => ({
      room,
      all,
      shown: all.filter((record) => matches(record, state)),
    }));
    fill(
      body,
      found
        .filter(({ shown }) => shown.length > 0)
        .map(({ room, all, shown }, index, { length }) =>
          folded(
            [
              h('span', { class: 'path' }, roomLabel(run, room)),
              h('span', { class: 'muted' }, ` ${text(all[0]?.['agent'])} · ${summary(all, shown)}`),
            ],
            () => entries(run, shown),
            { class: 'file', open: length === 1 || (filtered ? shown.length <= PAGE : index === length - 1) },
          ),
        ),
    );
    if (!found.some(({ shown }) => shown.length > 0)) fill(body, h('p', { class: 'muted' }, 'Nothing matches.'));
  };
  const kinds = KINDS.filter(([kind]) => records.some((record) => record['type'] === kind)).map(([kind, words]) => {
    const box = h('input', { type: 'checkbox', checked: true });
    box.addEventListener('change', () => {
      if (box.checked) state.hidden.delete(kind);
      else state.hidden.add(kind);
      show();
    });
    return h('label', { class: 'option' }, box, words);
  });
  const search = searchBox('Search transcript', (wanted) => {
    state.search = wanted.toLowerCase();
    show();
  });
  show();
  return [h('div', { class: 'controls' }, kinds, search), body];
}

function groups(records: readonly Fields[]): Map<string, Fields[]> {
  const rooms = new Map<string, Fields[]>();
  for (const record of records) {
    const room = text(record['room']);
    const own = rooms.get(room);
    if (own) own.push(record);
    else rooms.set(room, [record]);
  }
  return rooms;
}

function summary(all: readonly Fields[], shown: readonly Fields[]): string {
  const of = (kind: string): number => all.filter((record) => record['type'] === kind).length;
  const parts = [
    plural(of('turn'), 'turn'),
    of('message') > 0 && plural(of('message'), 'message'),
    of('command') > 0 && plural(of('command'), 'command'),
    of('tool') > 0 && plural(of('tool'), 'tool call'),
    of('error') > 0 && plural(of('error'), 'error'),
    shown.length < all.length && `${amount(shown.length)} shown`,
  ];
  return parts.filter(Boolean).join(', ');
}

function matches(record: Fields, { search, hidden }: { search: string; hidden: ReadonlySet<string> }): boolean {
  if (hidden.has(text(record['type']))) return false;
  if (search === '') return true;
  const { prompt, text: message, command, name, input, message: error, paths } = record;
  return [prompt, message, command, name, input, error, ...texts(paths)].some((part) =>
    text(part).toLowerCase().includes(search),
  );
}

function entries(run: Run, records: readonly Fields[]): Child {
  const items = h('ol', { class: 'transcript' });
  const pager = createPager((page) => show(page));
  const show = (page: number): void => {
    const first = pager.update(records.length, records.length, page, PAGE);
    fill(
      items,
      records.slice(first, first + PAGE).map((record) => {
        const at = moment(record['time']);
        const time = h('span', { class: 'time' }, at === undefined ? '' : offset(at - run.start));
        return h('li', { class: kindOf(record) }, time, h('div', { class: 'what' }, entry(record)));
      }),
    );
  };
  show(0);
  return [items, pager.element];
}

function kindOf(record: Fields): string {
  const type = text(record['type']);
  return /^[a-z-]+$/.test(type) ? `t-${type}` : '';
}

function entry(record: Fields): Child {
  switch (record['type']) {
    case 'turn': {
      const how =
        record['correction'] === true
          ? 'is asked to correct its report'
          : record['resumed'] === true
            ? 'goes on'
            : 'begins';
      return [
        h('strong', {}, `The agent ${how}`),
        folded('What it was told', () => h('pre', { class: 'prose' }, text(record['prompt'])), { class: 'quiet' }),
      ];
    }
    case 'session':
      return h('span', { class: 'muted' }, `Conversation ${text(record['id'])}`);
    case 'message':
      return prose(text(record['text']));
    case 'reasoning':
      return h('span', { class: 'muted' }, 'It thought. What it thought is not recorded.');
    case 'command':
      return h(
        'div',
        { class: 'ran' },
        h('code', { class: 'block' }, `$ ${shortened(text(record['command']))}`),
        exit(record['exitCode']),
      );
    case 'tool': {
      const server = text(record['server']);
      const failed = record['failed'];
      return [
        h(
          'span',
          {},
          'Tool ',
          h('code', {}, server === '' ? text(record['name']) : `${server} / ${text(record['name'])}`),
        ),
        failed === true && h('span', { class: 'tag bad' }, 'failed'),
        text(record['input']) !== '' &&
          folded('Input', () => h('pre', { class: 'prose' }, text(record['input'])), { class: 'quiet' }),
      ];
    }
    case 'file-change':
      return ['Changed ', texts(record['paths']).map((path) => [h('code', {}, path), ' '])];
    case 'usage': {
      const cost = typeof record['costUsd'] === 'number' ? `, ${dollars(record['costUsd'])}` : '';
      const [input, cached, output] = [
        count(record['inputTokens']),
        count(record['cachedInputTokens']),
        count(record['outputTokens']),
      ];
      return h(
        'span',
        { class: 'muted' },
        `It counts ${amount(input)} tokens in (${amount(cached)} cached), ${amount(output)} out${cost}.`,
      );
    }
    case 'error':
      return h('span', { class: 'bad' }, icon('alert'), ` ${text(record['message'])}`);
    case 'end': {
      const code = record['exitCode'];
      return h(
        'span',
        { class: 'muted' },
        `The turn ended: ${text(record['end'])}${code === null ? '' : `, exit code ${text(code)}`}.`,
      );
    }
    default:
      return h('span', { class: 'muted' }, text(record['type']));
  }
}

function exit(code: unknown): Child {
  if (typeof code !== 'number') return undefined;
  return h('span', { class: code === 0 ? 'tag good' : 'tag bad' }, `exit ${code}`);
}

function prose(message: string): Child {
  if (message.length <= LONG) return h('pre', { class: 'prose' }, message);
  return folded(`${message.slice(0, 160).replaceAll('\n', ' ')}… (${amount(message.length)} characters)`, () =>
    h('pre', { class: 'prose' }, message),
  );
}

function shortened(command: string): string {
  return command.length > 4000
    ? `${command.slice(0, 4000)}… (${amount(command.length - 4000)} more characters)`
    : command;
}
