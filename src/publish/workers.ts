import { costWords, count, fitLines, plural } from './format.js';
import { inlineText } from './neutralise.js';
import type { PublishableEvidence } from './read-evidence.js';
import { VERDICT_WORDS } from './verdict-words.js';

type Worker = PublishableEvidence['verdict']['workers'][number];

/** Every agent of a run that had several: what it came to, its change and what it used. Empty where one did all. */
export function workersTable({ verdict }: PublishableEvidence, max: number): string {
  const { workers } = verdict;
  if (workers.length === 0) return '';
  const tasks = workers.some(({ kind }) => kind === 'task');
  const title = tasks ? 'Tasks' : 'Candidates';
  const head = `**${title}**\n\n| ${tasks ? 'Task' : 'Candidate'} | Agent | Ending | Change | Attempts | Tokens | What happened |\n|---|---|---|---|---:|---|---|\n`;
  const body = fitLines(workers.map(row), max - head.length - 100, (omitted) => `| … | ${omitted} more | | | | | |`);
  return `${head}${body}`;
}

function row(worker: Worker): string {
  const { inputTokens, outputTokens, costUsd } = worker.usage;
  const name = inlineText(worker.name, 64);
  const { icon } = VERDICT_WORDS[worker.verdict];
  const cells = [
    worker.chosen ? `**${name}**` : name,
    inlineText(worker.agent, 80),
    `${icon} ${worker.verdict}`,
    changeOf(worker),
    worker.attempts.length,
    inputTokens + outputTokens === 0
      ? '–'
      : `${count(inputTokens)} in, ${count(outputTokens)} out${costWords(costUsd)}`,
    inlineText(worker.reason, 160),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The size of its last change, in words. */
function changeOf({ attempts }: Worker): string {
  const patch = attempts.at(-1)?.patch;
  return patch === undefined || patch.bytes === 0
    ? '–'
    : `${plural(patch.files, 'file')}, +${patch.added} −${patch.deleted}`;
}
