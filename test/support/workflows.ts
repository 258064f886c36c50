import { parse } from 'yaml';

/** A workflow file, or a workflow in a fenced block of a document. */
export interface Workflow {
  /** Where it is, for a person: `README.md:40`. */
  readonly where: string;
  readonly text: string;
  /** Documents may name this project's own action by tag, as its users do. */
  readonly inDocument: boolean;
}

/** How users name this action; the organisation stands for whichever publishes it. */
const OWN_ACTION = /^org\/cleanroom-action@v\d+$/;
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;

/** The YAML blocks of a Markdown text that are whole workflows: those with `on` and `jobs`. */
export function workflowsInMarkdown(path: string, text: string): Workflow[] {
  return [...text.matchAll(/^```ya?ml\n([\s\S]*?)^```$/gm)]
    .map((block) => ({
      where: `${path}:${text.slice(0, block.index).split('\n').length}`,
      text: block[1] ?? '',
      inDocument: true,
    }))
    .filter(({ text: block }) => /^on:/m.test(block) && /^jobs:/m.test(block));
}

/** Breaches of this project's rules for workflows, one sentence each. Syntax is actionlint's business. */
export function breaches(workflow: Workflow, inputs: readonly string[]): string[] {
  const document: unknown = parse(workflow.text);
  if (!isRecord(document)) return [`${workflow.where}: is no mapping`];
  const found: string[] = [];
  const say = (text: string): void => void found.push(`${workflow.where}: ${text}`);
  const { permissions } = document;
  if (!isRecord(permissions) || Object.keys(permissions).length > 0) say('top-level permissions are not {}');
  for (const [name, job] of Object.entries(isRecord(document['jobs']) ? document['jobs'] : {})) {
    if (!isRecord(job)) continue;
    if (!isRecord(job['permissions'])) say(`job ${name} does not list its permissions`);
    const steps = Array.isArray(job['steps']) ? job['steps'].filter(isRecord) : [];
    for (const step of [job, ...steps]) found.push(...usesBreaches(workflow, step, inputs));
  }
  return found;
}

function usesBreaches(
  workflow: Workflow,
  step: Readonly<Record<string, unknown>>,
  inputs: readonly string[],
): string[] {
  const { uses, with: given } = step;
  if (typeof uses !== 'string') return [];
  const found: string[] = [];
  const own = uses === './' || (workflow.inDocument && OWN_ACTION.test(uses));
  if (!own && !PINNED.test(uses)) found.push(`${workflow.where}: ${uses} is not pinned by a commit`);
  if (!own && !workflow.text.includes(`${uses} # v`)) found.push(`${workflow.where}: ${uses} does not say its version`);
  const arguments_ = isRecord(given) ? given : {};
  if (uses.startsWith('actions/checkout@') && arguments_['persist-credentials'] !== false) {
    found.push(`${workflow.where}: checkout leaves its token in the repository`);
  }
  if (own) {
    const unknown = Object.keys(arguments_).filter((name) => !inputs.includes(name));
    if (unknown.length > 0) found.push(`${workflow.where}: action.yml has no input ${unknown.join(', ')}`);
  }
  return found;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
