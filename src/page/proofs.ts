import { type Child, fill, fillLater, folded, h, icon } from './dom.js';
import { logView } from './log.js';
import { type ProofView, proofsOf, type Run } from './run.js';
import { selectBox } from './table.js';
import { count, fields, list, number, text, texts } from './values.js';
import { amount, duration, plural } from './words.js';

/** A run of a command of the verifier, or any other log. */
interface Output {
  readonly label: string;
  readonly log: string;
  readonly proof: ProofView | undefined;
}

const WHAT: Readonly<Record<string, string>> = {
  base: 'the base, unchanged',
  patch: 'the base and the change',
  'patch-without-new-tests': 'the change without its new tests',
  'base-with-verifier-change': 'the base with the changed verifier',
  'patch-without-verifier-change': 'the change with the verifier as it was',
  'hidden-base': 'hidden verifier on the base',
  hidden: 'hidden verifier on the change',
};

/** The verifier's results before and after, and what it printed, side by side. */
export function verification(run: Run): Child {
  const proofs = proofsOf(run);
  const outputs = outputsOf(run, proofs);
  if (outputs.length === 0) return h('p', { class: 'muted' }, 'No verifier ran.');
  const before = outputs.find(({ proof }) => proof !== undefined && proof.attempt === 0) ?? outputs[0];
  const after = lastProof(run, outputs) ?? outputs.at(-1);
  const results = h('div');
  const chosen = { before, after };
  const compare = (): void => fill(results, comparison(chosen.before?.proof, chosen.after?.proof));
  const pane = (side: 'before' | 'after'): Child => {
    const content = h('div');
    const first = side === 'before' ? before : after;
    const show = (output: Output | undefined): void => {
      if (!output) return;
      chosen[side] = output;
      fillLater(content, async () => [
        output.proof && proofLine(output.proof),
        await logView(run.data, output.log, `${side === 'before' ? 'Before' : 'After'}: ${output.label}`),
      ]);
      compare();
    };
    const box = selectBox(
      side === 'before' ? 'Before' : 'After',
      outputs.map(({ label }, index): [string, string] => [String(index), label]),
      (value) => show(outputs[Number(value)]),
      first === undefined ? undefined : String(outputs.indexOf(first)),
    );
    show(first);
    return h('div', { class: 'pane' }, box, content);
  };
  const panes = h('div', { class: 'panes' }, pane('before'), pane('after'));
  return [results, panes];
}

/** The last proof of the change as a whole: what the verdict rests on. */
function lastProof(run: Run, outputs: readonly Output[]): Output | undefined {
  const rooms = list(run.verdict['attempts'])
    .flatMap((attempt) => list(fields(attempt)['proofs']))
    .map(fields)
    .filter((proof) => proof['what'] === 'patch')
    .map((proof) => text(proof['room']));
  return outputs.findLast(({ proof }) => proof !== undefined && text(proof.fields['room']) === rooms.at(-1));
}

function outputsOf(run: Run, proofs: readonly ProofView[]): readonly Output[] {
  const outputs: Output[] = [];
  const add = (label: string, log: string, proof: ProofView | undefined): void => {
    if (log !== '' && !outputs.some((output) => output.log === log)) outputs.push({ label, log, proof });
  };
  for (const proof of proofs) {
    const commands = list(proof.fields['commands']).map(fields);
    const label = proofLabel(proof);
    for (const command of commands) {
      const of = commands.length > 1 ? ` · ${text(command['name'])}` : '';
      const build = text(fields(command['build'])['log']);
      add(`${label}${of} · build`, build, undefined);
      add(label + of, text(command['log']), proof);
    }
    add(label, text(proof.fields['log']), proof);
  }
  for (const { path } of run.data.files) if (path.endsWith('.log')) add(path, path, undefined);
  return outputs;
}

function proofLabel({ fields: proof, worker, attempt }: ProofView): string {
  const what = text(proof['what']);
  const repeated = count(proof['run']) > 1 ? `, run ${count(proof['run'])}` : '';
  const of = attempt === 0 ? 'Baseline' : `Attempt ${attempt}`;
  const more = what === 'base' || what === 'patch' ? '' : ` (${WHAT[what] ?? what})`;
  return `${worker === '' ? '' : `${worker} · `}${of}${repeated}${more}: ${proof['passed'] === true ? 'passed' : 'failed'}`;
}

function proofLine({ fields: proof }: ProofView): Child {
  const passed = proof['passed'] === true;
  const end = text(proof['end']);
  const how = end === 'exited' ? `exit code ${text(proof['exitCode'])}` : `${end} ${text(proof['signal'])}`;
  return h(
    'p',
    { class: `result ${passed ? 'good' : 'bad'}` },
    icon(passed ? 'check' : 'cross'),
    h('strong', {}, passed ? 'passed' : 'failed'),
    ` ${how}, ${duration(count(proof['durationMs']))}, on ${WHAT[text(proof['what'])] ?? text(proof['what'])}`,
  );
}

function comparison(before: ProofView | undefined, after: ProofView | undefined): Child {
  const [old, now] = [fields(before?.fields['tests']), fields(after?.fields['tests'])];
  const counted = [before, after].some((proof) => proof?.fields['tests']);
  const rows = ['passed', 'failed', 'skipped', 'executed', 'assertions'].flatMap((name) => {
    const [was, is] = [number(old[name]), number(now[name])];
    if (was === undefined && is === undefined) return [];
    return [
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, name),
        h('td', { class: 'number' }, was === undefined ? '–' : amount(was)),
        h('td', { class: 'number' }, is === undefined ? '–' : amount(is)),
        h('td', { class: 'number' }, difference(was, is)),
      ),
    ];
  });
  const missing = texts(after?.fields['floor']);
  return [
    counted &&
      h(
        'div',
        { class: 'tests' },
        h(
          'table',
          { class: 'small' },
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              ['Tests', 'Before', 'After', 'Change'].map((name, at) =>
                h('th', { scope: 'col', ...(at > 0 ? { class: 'number' } : {}) }, name),
              ),
            ),
          ),
          h('tbody', {}, rows),
        ),
        tests(texts(old['failedNames']), texts(now['failedNames']), after?.fields['tests'] !== null),
      ),
    missing.length > 0 &&
      h(
        'ul',
        { class: 'note bad' },
        missing.map((line) => h('li', {}, line)),
      ),
  ];
}

function difference(was: number | undefined, is: number | undefined): string {
  if (was === undefined || is === undefined || was === is) return '';
  return is > was ? `+${amount(is - was)}` : `−${amount(was - is)}`;
}

const MAX_NAMES = 12;

/** By their names: what failed and passes now, what fails still, and what fails only now. */
function tests(before: readonly string[], after: readonly string[], counted: boolean): Child {
  if (!counted) return undefined;
  const [old, now] = [new Set(before), new Set(after)];
  const groups = [
    { words: 'fails now', names: after.filter((name) => !old.has(name)), tone: 'bad', sign: 'cross' },
    { words: 'fails still', names: after.filter((name) => old.has(name)), tone: 'bad', sign: 'cross' },
    { words: 'passes now', names: before.filter((name) => !now.has(name)), tone: 'good', sign: 'check' },
  ] as const;
  const entry = (group: (typeof groups)[number], name: string): Child =>
    h(
      'li',
      { class: group.tone },
      icon(group.sign),
      h('span', { class: 'mono' }, name),
      ' ',
      h('span', { class: 'muted' }, group.words),
    );
  return h(
    'div',
    {},
    groups
      .filter(({ names }) => names.length > 0)
      .map((group) => [
        h(
          'ul',
          { class: 'names' },
          group.names.slice(0, MAX_NAMES).map((name) => entry(group, name)),
        ),
        group.names.length > MAX_NAMES &&
          folded(
            `${plural(group.names.length - MAX_NAMES, 'more test')} that ${group.words.replace('s ', ' ')}`,
            () =>
              h(
                'ul',
                { class: 'names' },
                group.names.slice(MAX_NAMES).map((name) => entry(group, name)),
              ),
            { class: 'quiet' },
          ),
      ]),
  );
}
