import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { readBounded } from '../publish/bounded-file.js';
import { plural } from '../publish/format.js';
import { parseStrict } from '../publish/strict-json.js';
import { Validators } from '../publish/validators.js';
import { type SessionFile, sessionSchema } from '../schemas/session.js';
import { CleanroomError } from '../support/errors.js';
import { formatDuration } from '../support/progress-lines.js';
import { neutralLine } from '../support/workflow-text.js';

const SESSION = 'session.json';
const MAX_BYTES = 4 << 20;
const MAX_LINE = 500;

/**
 * The record of a person's use of an agent, in words or as JSON; undefined where a folder holds none. Everything in it is
 * hostile text.
 * @throws CleanroomError `evidence.*`
 */
export async function showSession(directory: string, json: boolean): Promise<string | undefined> {
  if (!(await lstat(join(directory, SESSION)).catch(() => undefined))) return undefined;
  const file = await readBounded(directory, SESSION, MAX_BYTES);
  if (file === undefined || file.truncated) throw damaged(`is missing, or larger than ${MAX_BYTES} bytes`);
  const parsed = parseStrict(file.bytes.toString('utf8'));
  if (!parsed.ok) throw damaged(parsed.why);
  const { value } = parsed;
  if (!new Validators().of<SessionFile>(sessionSchema)(value)) throw damaged('does not match its schema');
  if (json) return JSON.stringify({ ...value, evidence: directory });
  return describe(value, directory)
    .map((line) => neutralLine(line, MAX_LINE))
    .join('\n');
}

function describe(session: SessionFile, directory: string): readonly string[] {
  const { agent, version, exitCode, usage, patch, denied, notices, keptRoom } = session;
  const end = exitCode === null ? 'it was not started' : `exit code ${exitCode}`;
  const cost = usage.costUsd === null ? '' : `, $${usage.costUsd.toFixed(2)}`;
  return [
    `a person's use of ${agent}${version === '' ? '' : ` ${version}`}: ${end}. Nothing was verified.`,
    `arguments ${session.arguments.length === 0 ? 'none' : JSON.stringify(session.arguments)}`,
    `commit    ${session.workCommit}`,
    `room      ${session.room}${keptRoom === null ? '' : `, kept as ${keptRoom}`}`,
    `audit     ${session.audit}`,
    `time      ${formatDuration(session.durationMs)}, from ${session.startedAt}`,
    `model     ${plural(usage.requests, 'call')}, ${usage.inputTokens} + ${usage.outputTokens} tokens${cost}`,
    `change    ${patch === null ? 'none' : join(directory, patch)}`,
    ...denied.map(({ host, reason }) => `denied    ${host}: ${reason}`),
    ...notices.map((notice) => `note      ${notice}`),
    `evidence  ${directory}`,
  ];
}

function damaged(why: string): CleanroomError {
  return new CleanroomError('evidence.malformed', `${SESSION} of the evidence ${why}`);
}
