import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { createCommandAgent } from '../agent/command.js';
import { createBroker } from '../broker/broker.js';
import { createEvidence } from '../evidence/recorder.js';
import { type ProvedAgain, proveAgain, type RecordedChange } from '../loop/again.js';
import type { Reports } from '../loop/types.js';
import { HostDirectories } from '../room/directories.js';
import type { RoomDescription } from '../room/types.js';
import type { Plan } from '../schemas/plan.js';
import { sha256 } from '../support/canonical-json.js';
import type { Clock } from '../support/clock.js';
import { closeAll } from '../support/close-all.js';
import { CleanroomError } from '../support/errors.js';
import type { Progress } from '../support/progress.js';
import { roomKey } from '../support/random.js';
import { createRedactor } from '../support/redact.js';
import { removeTree } from '../support/remove-tree.js';
import type { CheckoutFacts } from '../workspace/git.js';
import type { CommitSource } from './commits.js';
import type { HiddenFiles } from './hidden.js';
import { hiddenCopy, keptHidden, ROOMS_DATA } from './hidden-run.js';
import { judging } from './judging.js';
import { acceptUnenforced } from './limits.js';
import { createProbes } from './probes.js';
import { promptsFor } from './prompts.js';
import { resultsOf } from './results.js';
import { detectLocal, roomsOf } from './rooms.js';
import type { HostEnvironment } from './store.js';
import { openWorkspace } from './workspace.js';

export interface AgainOptions {
  /** As `planAgain` made it. */
  readonly plan: Plan;
  readonly change: RecordedChange | undefined;
  readonly host: HostEnvironment;
  readonly checkout: CheckoutFacts;
  readonly source: CommitSource;
  /** Undefined: the plan has no hidden verifier, or nobody has its files. */
  readonly hidden: HiddenFiles | undefined;
  readonly progress: Progress;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export interface AgainResult extends ProvedAgain {
  readonly room: RoomDescription;
}

/**
 * Builds the base of a plan and proves a change of it in pristine rooms of this machine, by the parts that runs have. No
 * agent is started, no credential is there, and what is written down meanwhile is thrown away.
 */
export async function runAgain(options: AgainOptions): Promise<AgainResult> {
  const { plan, host, checkout, source, hidden, clock, progress, signal } = options;
  const local = await detectLocal(host, checkout.root).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  const scratch: string[] = 'value' in local ? [local.value.scratch] : [];
  const record = await mkdtemp(join(host.temporary[0] ?? '/tmp', 'cleanroom-verify-'));
  scratch.push(record);
  try {
    const opened = await roomsOf(plan, host, checkout.root, local);
    if (!scratch.includes(opened.scratch)) scratch.push(opened.scratch);
    const rooms = await keptHidden(opened, { hidden, plan }, record, checkout.root);
    const closers: (() => Promise<void>)[] = [async () => opened.close()];
    try {
      const { backend, owner } = rooms;
      const description = await backend.describe();
      for (const notice of acceptUnenforced(plan.limits, description)) progress.warn(notice);
      const workspace = await openWorkspace({ plan, checkout, source, rooms, path: host.path });
      closers.unshift(async () => workspace.close());
      const evidence = createEvidence({
        directory: join(record, 'evidence'),
        clock,
        redactor: createRedactor([]),
        logBytes: plan.limits.logBytes,
      });
      closers.unshift(async () => void (await evidence.finish()));
      const broker = createBroker({
        providers: [],
        clock,
        onAccess: (line) => evidence.access(line),
        allowPrivate: plan.policy.private,
      });
      closers.unshift(async () => broker.close());
      const root = join(rooms.scratch, ROOMS_DATA);
      await mkdir(root, { mode: 0o711 });
      const directories = new HostDirectories(root, owner);
      // Nobody starts it.
      const agent = createCommandAgent({ argv: ['false'], provider: undefined, hasSchema: false });
      const proved = await proveAgain(
        {
          plan,
          agent,
          rooms: backend,
          workspace,
          broker,
          audit: undefined,
          probes: createProbes({ description, limits: plan.limits, writable: plan.room.writable, secrets: [] }),
          evidence,
          reports: NO_REPORTS,
          prompts: promptsFor(plan, agent),
          ...judging(plan, workspace),
          results: resultsOf(plan, directories, progress, {
            backend: backend.name,
            path: host.path,
            checkout: checkout.root,
          }),
          hiddenFiles: hidden && hiddenCopy(hidden, directories),
          directories,
          progress,
          clock,
          credentialled: [],
          nonce: roomKey,
          digest: sha256,
          signal,
          deadline: clock.monotonic() + plan.limits.totalMs,
        },
        options.change,
      );
      return { ...proved, room: description };
    } finally {
      await closeAll(closers);
    }
  } finally {
    await Promise.all(scratch.map((path) => removeTree(path).catch(() => {})));
  }
}

const never = (): never => {
  throw new CleanroomError('verify.agent', 'no agent takes part in a verification');
};
const NO_REPORTS: Reports = {
  read: never,
  check: never,
  blockedReason: () => undefined,
  blockedAnswer: () => undefined,
  readBlocked: () => undefined,
};
