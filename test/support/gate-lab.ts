import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readActionInputs } from '../../src/inputs/action-inputs.js';
import { missingSecrets } from '../../src/inputs/secrets.js';
import { NO_COMMAND } from '../../src/run/exit-code.js';
import { createGate, explainMissing } from '../../src/run/gate.js';
import { connect, readEvent } from '../../src/run/github-run.js';
import { describeHost } from '../../src/run/host.js';
import { planRun } from '../../src/run/run.js';
import type { Plan } from '../../src/schemas/plan.js';
import { CleanroomError, InputError } from '../../src/support/errors.js';

/** What an event comes to. */
export type Outcome =
  | { readonly plan: Plan }
  | { readonly refused: readonly string[] }
  /** A comment that asks for nothing. */
  | { readonly nothing: string };

/** Everything that the action does before it starts anything: inputs, event, configuration and gate, up to the plan. */
export async function planOf(options: {
  /** Of the runner. */
  readonly env: Readonly<Record<string, string>>;
  readonly payload: unknown;
  readonly checkout: string;
  readonly temp: string;
  readonly token: string | undefined;
  /** What a workflow says under `with`. */
  readonly given: Readonly<Record<string, string>>;
}): Promise<Outcome> {
  const directory = await mkdtemp(join(options.temp, 'event-'));
  const path = join(directory, 'event.json');
  await writeFile(path, JSON.stringify(options.payload));
  const env = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', GITHUB_EVENT_PATH: path, ...options.env };
  const { token } = options;
  try {
    const inputs = readActionInputs(
      Object.fromEntries(Object.entries(options.given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    );
    const event = await readEvent(env, token);
    const { plan } = await planRun({
      host: describeHost({ ...env, RUNNER_TEMP: directory }, options.checkout, undefined),
      request: {
        layer: inputs.layer,
        problems: [...inputs.problems, ...event.problems],
        context: event.context,
        workCommit: event.workCommit,
        trusted: event.trusted,
        defaultCommentKey: 'default',
        secretsFor: (settings) => ({
          secrets: inputs.secrets,
          problems: explainMissing(missingSecrets(settings, inputs.secrets, 'action'), event),
        }),
        gate: createGate(event, connect(event.context, token)),
      },
    });
    return { plan };
  } catch (error) {
    if (error instanceof InputError)
      return { refused: error.problems.map(({ where, given, hint }) => `${where}: ${given ?? '-'} (${hint ?? ''})`) };
    if (error instanceof CleanroomError && error.code === NO_COMMAND) return { nothing: error.message };
    throw error;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
