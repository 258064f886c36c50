import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegular } from '../evidence/read-regular.js';
import { createEvidence, type Evidence } from '../evidence/recorder.js';
import { show } from '../inputs/kind.js';
import type { Plan } from '../schemas/plan.js';
import { canonicalJson } from '../support/canonical-json.js';
import type { Clock } from '../support/clock.js';
import { CleanroomError } from '../support/errors.js';
import { isObject } from '../support/json-object.js';
import { refuseLinks } from '../support/own-path.js';
import type { Redactor } from '../support/redact.js';
import { VERSION } from '../support/version.js';
import type { ResolvedRun } from './resolve.js';
import { ResumeMemory } from './resume-memory.js';
import { ownFolder } from './resume-owner.js';
import type { EarlierLives } from './resume-record.js';
import { openSeal, type Seal } from './resume-seal.js';

/** How a composition root lets runs go on. */
export interface ResumeSettings {
  /** File of the key by which this user knows what they wrote on this machine; undefined: nothing is known as that. */
  readonly keyFile: string | undefined;
  /** What was typed, to be kept; undefined: nobody typed. */
  readonly request?: { readonly argv: readonly string[]; readonly directory: string } | undefined;
  /** Begins a run where there is none to go on: in that folder where it is empty, in another one where its run has ended. */
  readonly orBegin: boolean;
}

/** The run that goes on, if one does. */
export interface Resuming {
  readonly earlier: EarlierLives | undefined;
  /** Where a run begins; undefined: the settings say. */
  readonly directory: string | undefined;
  readonly seal: Seal | undefined;
  /** For the person. */
  readonly note: string | undefined;
  /** Lets others have the folder of earlier lives. */
  release(): Promise<void>;
}

const MAX_PLAN_BYTES = 4 << 20;
const MAX_DIFFERENCES = 10;
const MAX_MEMBERS = 200;

/**
 * Reads the folder that a run is to go on in. Nothing of it has been changed yet.
 * @param directory undefined: the run is a new one
 * @throws CleanroomError as `readEarlier`
 */
export async function findEarlier(
  directory: string | undefined,
  settings: ResumeSettings | undefined,
  uid: number,
): Promise<Resuming> {
  const seal = settings?.keyFile === undefined ? undefined : await openSeal(settings.keyFile, uid);
  const none = { earlier: undefined, directory: undefined, seal, note: undefined, release: async () => {} };
  if (directory === undefined) return none;
  // Schemas and their validator are loaded only where evidence is read.
  const { readEarlier } = await import('./resume-folder.js');
  const release = existsSync(join(directory, 'journal.jsonl')) ? await ownFolder(directory) : none.release;
  try {
    const earlier = await readEarlier(directory, seal);
    if (earlier) return { ...none, earlier, release };
  } catch (error) {
    await release();
    if (settings?.orBegin === true && error instanceof CleanroomError && error.code === 'resume.ended')
      return { ...none, note: `resume: ${error.message}, so a new one begins` };
    throw error;
  }
  if (settings?.orBegin === true) return { ...none, directory };
  throw new CleanroomError('resume.folder', `${directory} holds no run that can go on: there is nothing in it`, {
    kind: 'usage',
    hint: 'name the evidence folder of a run that was interrupted, or begin a new run',
  });
}

export interface OpenRecord {
  readonly evidence: Evidence;
  readonly memory: ResumeMemory;
  /** For the reader of the verdict. */
  readonly notices: readonly string[];
  /** Lets others write the folder. */
  release(): Promise<void>;
}

/**
 * Opens the evidence of a run, new or gone on with, and writes what is known of it at its begin.
 * @throws CleanroomError `resume.plan` when the run that is to go on was another one, `resume.running`, `path.link`, `evidence.*`
 */
export async function openRecord(from: {
  readonly resolved: ResolvedRun;
  readonly resuming: Resuming;
  readonly settings: ResumeSettings | undefined;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly host: { readonly nodeVersion: string; readonly platform: string; readonly arch: string };
  readonly temporary: string;
  readonly checkout: string;
}): Promise<OpenRecord> {
  const { resolved, resuming, redactor, clock, host } = from;
  const { plan, planSha256 } = resolved;
  const { earlier, seal } = resuming;
  if (earlier) checkPlan(earlier, plan, planSha256);
  // The checkout may be a pull request's.
  if (resolved.settings.evidence !== undefined) await refuseLinks(resolved.settings.evidence, from.checkout);
  const common = { clock, redactor, logBytes: plan.limits.logBytes };
  const opened = earlier
    ? await goOn(resuming, earlier, common)
    : await begin(
        resuming.directory ??
          resolved.settings.evidence ??
          (await mkdtemp(join(from.temporary, 'cleanroom-evidence-'))),
        common,
      );
  const { evidence, release, continued } = opened;
  const memory = new ResumeMemory({ evidence, redactor, plan, planSha256, seal, earlier });
  const notices: string[] = [];
  if (earlier?.startedAt === undefined)
    evidence.journal('run.started', {
      tool: VERSION,
      node: host.nodeVersion,
      platform: `${host.platform} ${host.arch}`,
    });
  if (earlier && continued) {
    const { turns, proofs } = memory.counts;
    const spentMs = Math.round(earlier.spentMs);
    const { droppedBytes, life } = continued;
    evidence.journal('run.resumed', { life, kept: earlier.journal.length, droppedBytes, turns, proofs, spentMs });
    notices.push(
      `The run was interrupted and went on (life ${life}); results of ${turns} agent turn${turns === 1 ? '' : 's'} and of ${proofs} failed proof${proofs === 1 ? '' : 's'} are from before. Files that git ignores, and conversations, were not carried over.`,
    );
  }
  evidence.writeJson('plan.json', plan);
  if (earlier?.planSha256 === undefined) evidence.journal('run.planned', { planSha256 });
  const { request } = from.settings ?? {};
  if (request && !earlier) memory.keepRequest(request.argv, request.directory);
  return { evidence, memory, notices, release };
}

type Common = Pick<Parameters<typeof createEvidence>[0], 'clock' | 'redactor' | 'logBytes'>;

async function begin(directory: string, common: Common) {
  const evidence = createEvidence({ ...common, directory });
  return { evidence, release: await ownFolder(directory), continued: undefined };
}

async function goOn({ release }: Resuming, earlier: EarlierLives, common: Common) {
  const { directory } = earlier;
  const continued = await earlier.repair();
  return { evidence: createEvidence({ ...common, directory, continued }), release, continued };
}

/** The plan of the evidence is the plan: what may go on is the very same run. */
function checkPlan({ directory, planSha256 }: EarlierLives, plan: Plan, now: string): void {
  if (planSha256 === undefined || planSha256 === now) return;
  const differences = differencesOf(readPlan(directory), plan);
  const words = differences.length === 0 ? '' : `: ${differences.join('; ')}`;
  throw new CleanroomError('resume.plan', `the run in ${directory} has another plan than this one${words}`, {
    kind: 'usage',
    hint: 'give the inputs that it was begun with, on the same commits, or begin a new run',
  });
}

function readPlan(directory: string): unknown {
  const bytes = readRegular(join(directory, 'plan.json'), MAX_PLAN_BYTES);
  try {
    return bytes && JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Fields of the plan that were otherwise, with both values. */
function differencesOf(before: unknown, now: unknown, path = ''): string[] {
  if (before === undefined || canonicalJson(before) === canonicalJson(now)) return [];
  if (Array.isArray(before) && Array.isArray(now) && before.length === now.length) {
    return before
      .slice(0, MAX_MEMBERS)
      .flatMap((item: unknown, index) => differencesOf(item, now[index], `${path}[${index}]`))
      .slice(0, MAX_DIFFERENCES);
  }
  if (isObject(before) && isObject(now)) {
    const names = [...new Set([...Object.keys(now), ...Object.keys(before)])].slice(0, MAX_MEMBERS);
    return names
      .flatMap((name) => {
        const field = path === '' ? name : `${path}.${name}`;
        if (!Object.hasOwn(before, name)) return [`${field} was not there`];
        return differencesOf(before[name], now[name], field);
      })
      .slice(0, MAX_DIFFERENCES);
  }
  return [`${path.slice(0, 200)} was ${show(before)} and is ${show(now)}`];
}
