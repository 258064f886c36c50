import { costWords, count, exact, fitLines, plural, unbroken } from './format.js';
import { inlineText, inlineWords } from './neutralise.js';
import type { PublishableEvidence } from './read-evidence.js';
import { VERDICT_WORDS } from './verdict-words.js';

type Worker = PublishableEvidence['verdict']['workers'][number];

/** Every agent of a run that had several: what it came to, its change and what it used. Empty where one did all. */
export function workersTable({ verdict }: PublishableEvidence, max: number): string {
  const { workers } = verdict;
  if (workers.length === 0) return '';
  const tasks = workers.some(({ kind }) => kind === 'task');
  const title = tasks ? 'Tasks' : 'Candidates';
  // A column in which all rows say the same says nothing.
  const shown: Shown = {
    agent: new Set(workers.map(({ agent }) => agent)).size > 1,
    tokens: workers.some(({ usage }) => usage.inputTokens + usage.outputTokens > 0),
  };
  const names = [tasks ? 'Task' : 'Candidate', ...(shown.agent ? ['Agent'] : []), 'Ending', 'Change', 'Attempts'];
  const columns = [...names, ...(shown.tokens ? ['Tokens'] : []), 'What happened'];
  const rule = columns.map((name) => (name === 'Attempts' ? '---:' : '---'));
  const head = `**${title}**\n\n| ${columns.join(' | ')} |\n|${rule.join('|')}|\n`;
  const rest = ' |'.repeat(columns.length - 2);
  const body = fitLines(
    workers.map((worker, index) => row(worker, shown, workers[index - 1])),
    max - head.length - 100,
    (omitted) => `| … | ${omitted} more |${rest}`,
  );
  return `${head}${body}`;
}

interface Shown {
  readonly agent: boolean;
  readonly tokens: boolean;
}

function row(worker: Worker, shown: Shown, before: Worker | undefined): string {
  const { inputTokens, outputTokens, costUsd } = worker.usage;
  const name = inlineText(worker.name, 64);
  const { icon } = VERDICT_WORDS[worker.verdict];
  const cells = [
    worker.chosen ? `**${name}**${worker.kind === 'task' ? '' : ', taken'}` : name,
    ...(shown.agent ? [inlineText(worker.agent, 80)] : []),
    `${icon} ${worker.verdict.replaceAll('-', ' ')}`,
    changeOf(worker),
    worker.attempts.length,
    ...(shown.tokens
      ? [
          inputTokens + outputTokens === 0
            ? '–'
            : `${unbroken(`${count(inputTokens)} in, ${count(outputTokens)} out`)}${costWords(costUsd)}`,
        ]
      : []),
    before?.reason === worker.reason ? 'the same' : inlineWords(worker.reason, 160),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The size of its last change, in words. */
function changeOf({ attempts }: Worker): string {
  const patch = attempts.at(-1)?.patch;
  return patch === undefined || patch.bytes === 0
    ? '–'
    : unbroken(`${plural(patch.files, 'file')}, +${exact(patch.added)} −${exact(patch.deleted)}`);
}
