import { VERDICT_WORDS, type Verdict } from '../publish/verdict-words.js';
import { append, type Child, h, type Icon, icon } from './dom.js';
import { proofsOf, type Run } from './run.js';
import { count, type Fields, fields, list, number, text, texts } from './values.js';
import { amount, dollars, duration, plural, utc } from './words.js';

export type Tone = 'good' | 'bad' | 'warn' | 'calm';

export function toneOf(verdict: Fields): Tone {
  const word = text(verdict['verdict']);
  if (word === 'verified' || word === 'reported') return 'good';
  if (word === 'verified-with-verifier-change' || word === 'blocked') return 'warn';
  return word === 'nothing-to-prove' || word === 'cancelled' ? 'calm' : 'bad';
}

const SIGNS: Readonly<Record<Tone, Icon>> = { good: 'check', bad: 'cross', warn: 'alert', calm: 'dash' };

/** The verdict in words, why, and the figures that a reader asks for first. */
export function header(run: Run): Child {
  const { verdict, plan } = run;
  const word = text(verdict['verdict']);
  const sentence = Object.hasOwn(VERDICT_WORDS, word)
    ? VERDICT_WORDS[word as Verdict].sentence
    : `The evidence names a verdict that this page does not know: ${word}`;
  const tone = toneOf(verdict);
  const [head, ...rest] = sentence.split(': ');
  return [
    h(
      'div',
      { class: `verdict ${tone}` },
      h('span', { class: 'sign' }, icon(SIGNS[tone])),
      h('div', {}, h('h1', {}, head), rest.length > 0 && h('p', { class: 'sentence' }, capital(rest.join(': ')))),
    ),
    h('p', { class: 'reason' }, ...coded(text(verdict['reason']))),
    text(verdict['hint']) !== '' &&
      h('p', { class: 'hint' }, h('strong', {}, 'What to do: '), ...coded(text(verdict['hint']))),
    facts(run),
    tiles(run),
    [where(plan)],
  ];
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** What stands between back-ticks as code. */
function coded(sentence: string): Child[] {
  return sentence
    .split('`')
    .map((part, index, all) =>
      index % 2 === 1 && index < all.length - 1 ? h('code', {}, part) : index % 2 === 1 ? `\`${part}` : part,
    );
}

function facts(run: Run): Child {
  const { verdict, plan } = run;
  const source = fields(plan['source']);
  const context = fields(plan['context']);
  const pull = fields(context['pullRequest']);
  const room = fields(verdict['room']);
  const started = Date.parse(text(verdict['startedAt']));
  const parts: Child[] = [
    text(context['repository']) !== '' && fact('Repository', text(context['repository'])),
    number(pull['number']) !== undefined && fact('Pull request', `#${count(pull['number'])}`),
    text(source['workCommit']) !== '' && fact('Commit', h('code', {}, text(source['workCommit']).slice(0, 12))),
    text(verdict['agent']) !== '' && fact('Agent', text(verdict['agent'])),
    text(room['version']) !== '' && fact('Room', `${text(room['version'])}, ${text(room['identity'])}`),
    Number.isFinite(started) && fact('Started', utc(started)),
    text(verdict['passingCommand']) !== '' && fact('Passes', h('code', {}, text(verdict['passingCommand']))),
  ];
  return h('dl', { class: 'facts' }, parts);
}

function fact(name: string, value: Child): Child {
  return h('div', {}, h('dt', {}, name), h('dd', {}, value));
}

function tiles(run: Run): Child {
  const { verdict } = run;
  const attempts = list(verdict['attempts']).map(fields);
  const workers = list(verdict['workers']).map(fields);
  const patch = fields(attempts.at(-1)?.['patch']);
  const proofs = proofsOf(run);
  const before = fields(proofs.find(({ attempt }) => attempt === 0)?.fields['tests']);
  const last = attempts
    .flatMap((attempt) => list(attempt['proofs']).map(fields))
    .findLast(({ what }) => what === 'patch');
  const after = fields(last?.['tests']);
  const total = fields(run.usage['total']);
  const requests = count(total['requests']);
  const denied = list(verdict['denied']).length;
  const money = number(total['costUsd']);
  return h(
    'ul',
    { class: 'tiles' },
    workers.length > 0
      ? tile(
          plural(workers.length, workers[0]?.['kind'] === 'task' ? 'task' : 'candidate'),
          `${workers.filter(({ verdict: of }) => of === 'verified').length} verified`,
        )
      : tile(
          plural(attempts.length, 'attempt'),
          attempts.length === 0
            ? 'no agent was started'
            : `${attempts.filter(({ outcome }) => outcome === 'proved').length} proved`,
        ),
    tile(duration(count(verdict['durationMs'])), `of which ${duration(count(verdict['overheadMs']))} ours`),
    text(verdict['patch']) !== '' &&
      tile(plural(count(patch['files']), 'file'), [
        h('span', { class: 'plus' }, `+${amount(count(patch['added']))}`),
        ' ',
        h('span', { class: 'minus' }, `−${amount(count(patch['deleted']))}`),
      ]),
    number(after['executed']) !== undefined &&
      tile(
        `${amount(count(after['passed']))} of ${amount(count(after['executed']))}`,
        `tests pass${number(before['passed']) === undefined ? '' : `; ${amount(count(before['passed']))} before`}`,
      ),
    requests > 0 &&
      tile(
        money ? dollars(money) : amount(count(total['inputTokens']) + count(total['outputTokens'])),
        `${money ? `${amount(count(total['inputTokens']) + count(total['outputTokens']))} tokens, ` : 'tokens, '}${plural(requests, 'model call')}`,
      ),
    denied > 0 && tile(plural(denied, 'host'), 'denied'),
  );
}

function tile(value: Child, words: Child): Child {
  return h('li', {}, h('span', { class: 'value' }, value), h('span', { class: 'words' }, words));
}

/** The page's only link: the run of the workflow, where its address is one of the repository's own. */
function where(plan: Fields): Child {
  const context = fields(plan['context']);
  const address = runAddress(text(context['runUrl']), text(context['repository']));
  if (address === undefined) return undefined;
  const link = h('a', { class: 'run' }, address);
  link.href = address;
  link.rel = 'noopener noreferrer';
  return h('p', {}, link);
}

export function runAddress(given: string, repository: string): string | undefined {
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository) || !/^https:\/\/[\w.-]+(:\d+)?\/[\w./-]+$/.test(given)) return undefined;
  try {
    const url = new URL(given);
    return new RegExp(`^/${repository.replaceAll('.', '\\.')}/actions/runs/\\d+(/attempts/\\d+)?$`).test(url.pathname)
      ? url.href
      : undefined;
  } catch {
    return undefined;
  }
}

/** What the verdict says besides: why it is stuck or blocked, what was denied, notices. Undefined: nothing. */
export function remarks(run: Run): Child {
  const { verdict } = run;
  const parts: Child[] = [];
  const blocked = fields(verdict['blocked']);
  if (verdict['verdict'] === 'blocked')
    parts.push(
      card('The agent’s reason', [
        h('p', {}, h('strong', {}, `${text(blocked['kind'])}, ${text(blocked['check'])}: `), text(blocked['note'])),
        h('pre', { class: 'prose' }, text(blocked['reason'])),
        text(blocked['evidence']) !== '' && h('pre', { class: 'prose' }, text(blocked['evidence'])),
      ]),
    );
  const stuck = fields(verdict['stuck']);
  if (verdict['stuck'] && verdict['green'] !== true && verdict['verdict'] !== 'blocked')
    parts.push(
      card(`Where it was stuck, after attempt ${count(stuck['attempt'])}`, [
        h('p', {}, text(stuck['message'])),
        text(stuck['command']) !== '' && h('p', {}, h('code', {}, text(stuck['command']))),
        text(stuck['failure']) !== '' && h('pre', { class: 'prose' }, text(stuck['failure'])),
        // The failure that it ends with stands above it.
        h('p', {}, h('strong', {}, 'Next: '), text(stuck['next']).replace(` It says: ${text(stuck['failure'])}`, '')),
      ]),
    );
  const denied = list(verdict['denied']).map(fields);
  if (denied.length > 0)
    parts.push(
      card('Denied hosts', [
        h(
          'ul',
          {},
          denied.slice(0, MAX_ITEMS).map((entry) =>
            h(
              'li',
              {},
              h('code', {}, text(entry['host'])),
              ` ${text(entry['reason'])}`,
              texts(entry['allow'])
                .filter((line) => !text(entry['reason']).includes(line))
                .slice(0, MAX_ITEMS)
                .map((line) => h('div', {}, h('span', { class: 'muted' }, 'to allow it: '), h('code', {}, line))),
            ),
          ),
          more(denied),
        ),
      ]),
    );
  const notices = [...run.data.warnings, ...texts(verdict['notices'])];
  if (notices.length > 0)
    parts.push(
      card(
        'Notices',
        h(
          'ul',
          {},
          notices.slice(0, MAX_ITEMS).map((notice) => h('li', {}, notice)),
          more(notices),
        ),
      ),
    );
  return parts.length > 0 ? h('div', { class: 'cards' }, parts) : undefined;
}

/** Entries of one list; the evidence has the rest. */
const MAX_ITEMS = 100;

function more(items: readonly unknown[]): Child {
  return items.length > MAX_ITEMS && h('li', { class: 'muted' }, `and ${amount(items.length - MAX_ITEMS)} more`);
}

function card(title: string, content: Child): Child {
  const element = h('section', { class: 'card' }, h('h3', {}, title));
  append(element, [content]);
  return element;
}

const OUTCOMES: Readonly<Record<string, string>> = { proved: 'good', reported: 'good', cut: 'warn', blocked: 'warn' };

/** Attempts of every worker, one line each. */
export function attemptRows(run: Run): readonly Fields[] {
  const workers = list(run.verdict['workers']).map(fields);
  if (workers.length === 0) return list(run.verdict['attempts']).map(fields);
  const rows = workers.flatMap((worker): Fields[] => {
    const own = list(worker['attempts']).map(fields);
    const { name, reason, chosen, agent } = worker;
    if (own.length === 0) return [{ worker: name, summary: reason, outcome: worker['verdict'], chosen, by: agent }];
    return own.map((attempt, index) => ({
      ...attempt,
      worker: name,
      by: agent,
      chosen: chosen === true && index === own.length - 1,
    }));
  });
  // The change of all tasks together is judged as an attempt of the run.
  const merged = workers[0]?.['kind'] === 'task' ? list(run.verdict['attempts']).map(fields) : [];
  return [...rows, ...merged.map((attempt) => ({ ...attempt, worker: 'all, merged' }))];
}

export function outcome(row: Fields): Child {
  const word = text(row['outcome']);
  return [
    h('span', { class: `tag ${OUTCOMES[word] ?? 'bad'}` }, word.replaceAll('-', ' ')),
    row['chosen'] === true && h('span', { class: 'tag' }, 'taken'),
  ];
}
