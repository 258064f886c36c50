import { parse, stringify } from 'yaml';

/** A workflow file, or a workflow in a fenced block of a document. */
export interface Workflow {
  /** Where it is, for a person: `README.md:40`. */
  readonly where: string;
  readonly text: string;
  /** Documents may name this project's own action by tag, as its users do. */
  readonly inDocument: boolean;
}

/** How users name this action; the organisation stands for whichever publishes it. */
const OWN_ACTION = /^org\/cleanroom-action(\/publish)?@v\d+$/;
/** Actions of this project by how a workflow names them: with the agent, and the one that publishes. */
export type OwnInputs = Readonly<Record<'run' | 'publish', readonly string[]>>;
/** Inputs that a secret may be given to, in a job with an agent. */
const SECRET_INPUTS = ['api-key', 'credentials', 'mcp-secrets', 'github-token'];
/** Of permissions: with these a job can change something. */
const WRITES = /^write(-all)?$/;
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

/**
 * The YAML blocks of a Markdown text that are a part of a workflow (steps, a job, jobs), each made a whole one by what
 * surely belongs around it. What is no part of one, such as a configuration file, is left out.
 */
export function partsInMarkdown(path: string, text: string): Workflow[] {
  return [...text.matchAll(/^```ya?ml\n([\s\S]*?)^```$/gm)].flatMap((block) => {
    const part = block[1] ?? '';
    if (!/^\s*(?:- )?uses:/m.test(part) || (/^on:/m.test(part) && /^jobs:/m.test(part))) return [];
    const jobs = jobsOf(parse(part));
    const whole = { on: 'push', permissions: {}, jobs: Object.fromEntries(Object.entries(jobs).map(filled)) };
    const where = `${path}:${text.slice(0, block.index).split('\n').length}`;
    return [{ where, text: stringify(whole, { lineWidth: 0 }), inDocument: true }];
  });
}

function jobsOf(part: unknown): Readonly<Record<string, unknown>> {
  if (Array.isArray(part)) return { job: { steps: part } };
  if (!isRecord(part)) return {};
  if (isRecord(part['jobs'])) return part['jobs'];
  return 'steps' in part ? { job: part } : part;
}

/** A job with what a document may leave out. */
function filled([name, job]: [string, unknown]): [string, unknown] {
  return [name, { 'runs-on': 'ubuntu-24.04', permissions: {}, ...(isRecord(job) ? job : {}) }];
}

/** Breaches of this project's rules for workflows, one sentence each. Syntax is actionlint's business. */
export function breaches(workflow: Workflow, inputs: OwnInputs): string[] {
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
    for (const step of steps) {
      // What an event's author wrote would become a command.
      if (/\$\{\{[^}]*\bgithub\.(event|head_ref)\b/.test(`${step['run'] ?? ''}`))
        say(`job ${name} has text of an event in a command`);
    }
  }
  return found;
}

/**
 * Breaches of what a workflow that people copy promises beside that: who holds what, and for how long.
 * @param single the one form in which the job with the agent may write
 */
export function privilegeBreaches(workflow: Workflow, { single = false } = {}): string[] {
  const document: unknown = parse(workflow.text);
  const found: string[] = [];
  const say = (text: string): void => void found.push(`${workflow.where}: ${text}`);
  const top = isRecord(document) ? document : {};
  const jobs = Object.entries(isRecord(top['jobs']) ? top['jobs'] : {});
  const privileged = /pull_request_target|issue_comment|workflow_run/.test(JSON.stringify(top['on'] ?? ''));
  for (const [name, job] of jobs) {
    if (!isRecord(job)) continue;
    const steps = Array.isArray(job['steps']) ? job['steps'].filter(isRecord) : [];
    const given = (step: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
      isRecord(step['with']) ? step['with'] : {};
    const agents = steps.filter(({ uses }) => kindOf(uses) === 'run');
    const publishes = steps.some(({ uses }) => kindOf(uses) === 'publish');
    const writes = Object.values(isRecord(job['permissions']) ? job['permissions'] : {}).some((value) =>
      WRITES.test(`${value}`),
    );
    if (typeof job['timeout-minutes'] !== 'number') say(`job ${name} has no timeout`);
    if (agents.length > 0 && !isRecord(job['concurrency'])) say(`job ${name} can run twice at once`);
    if (agents.length > 0 && publishes) say(`job ${name} has an agent, and publishes`);
    if (agents.length > 0 && writes && !single) say(`job ${name} has an agent, and a token that writes`);
    if (agents.some((step) => (given(step)['publish'] === 'later') === single))
      say(`job ${name} does not say who publishes`);
    for (const step of steps) {
      for (const [input, value] of [...Object.entries(given(step)), ...Object.entries(envOf(step, job, top))]) {
        if (!/\bsecrets\b/.test(`${value}`)) continue;
        const allowed = kindOf(step['uses']) === 'run' && SECRET_INPUTS.includes(input);
        if (!allowed) say(`job ${name} gives a secret to ${input}, where no broker holds it`);
      }
      if (/\bsecrets\b/.test(`${step['run'] ?? ''}`)) say(`job ${name} has a secret in a command`);
      const checkout = `${step['uses'] ?? ''}`.startsWith('actions/checkout@');
      if (checkout && (publishes || !agents.length)) say(`job ${name} checks out what it need not`);
      if (checkout && privileged && given(step)['ref'] !== undefined)
        say(`job ${name} checks out a commit of its choice beside secrets`);
    }
    const bound = steps
      .filter(({ uses }) => kindOf(uses) === 'publish')
      .every((step) => 'manifest-sha256' in given(step));
    if (!bound && !privileged) say(`job ${name} publishes what it does not hold against the digest of the run`);
  }
  return found;
}

/** Which action of this project a step uses. */
function kindOf(uses: unknown): 'run' | 'publish' | undefined {
  if (typeof uses !== 'string') return undefined;
  if (uses === './publish' || /^org\/cleanroom-action\/publish@/.test(uses)) return 'publish';
  return uses === './' || uses.startsWith('org/cleanroom-action@') ? 'run' : undefined;
}

function envOf(...of: readonly Readonly<Record<string, unknown>>[]): Readonly<Record<string, unknown>> {
  return Object.assign({}, ...of.map(({ env }) => (isRecord(env) ? env : {}))) as Record<string, unknown>;
}

function usesBreaches(workflow: Workflow, step: Readonly<Record<string, unknown>>, inputs: OwnInputs): string[] {
  const { uses, with: given } = step;
  if (typeof uses !== 'string') return [];
  const found: string[] = [];
  const own = uses === './' || uses === './publish' || (workflow.inDocument && OWN_ACTION.test(uses));
  if (!own && !PINNED.test(uses)) found.push(`${workflow.where}: ${uses} is not pinned by a commit`);
  if (!own && !workflow.text.includes(`${uses} # v`)) found.push(`${workflow.where}: ${uses} does not say its version`);
  const arguments_ = isRecord(given) ? given : {};
  if (uses.startsWith('actions/checkout@') && arguments_['persist-credentials'] !== false) {
    found.push(`${workflow.where}: checkout leaves its token in the repository`);
  }
  if (own) {
    const kind = kindOf(uses) ?? 'run';
    const file = kind === 'run' ? 'action.yml' : 'publish/action.yml';
    const unknown = Object.keys(arguments_).filter((name) => !inputs[kind].includes(name));
    if (unknown.length > 0) found.push(`${workflow.where}: ${file} has no input ${unknown.join(', ')}`);
  }
  return found;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
