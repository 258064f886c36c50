import { CleanroomError } from '../support/errors.js';

/** The files of an evidence folder that this project writes itself. */
export const EVIDENCE_FILES = {
  journal: 'journal.jsonl',
  access: 'access.jsonl',
  commands: 'commands.jsonl',
  mcp: 'mcp.jsonl',
  exec: 'exec.jsonl',
  probes: 'probes.jsonl',
  transcript: 'transcript.jsonl',
  manifest: 'manifest.json',
  logs: 'logs',
  /** Folder of what a run needs to go on after a kill. */
  resume: 'resume',
} as const;

const SEGMENT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const MAX_SEGMENTS = 6;

/**
 * Checks a relative name with `/` between its parts. Every part begins with a letter or digit, so that `..`, hidden
 * and absolute names cannot be spelled.
 * @throws CleanroomError `evidence.name`
 */
export function checkName(name: string): string {
  const parts = name.split('/');
  const { logs: _logs, resume: _resume, ...files } = EVIDENCE_FILES;
  const reserved: readonly string[] = Object.values(files);
  if (parts.length > MAX_SEGMENTS || !parts.every((part) => SEGMENT.test(part)) || reserved.includes(name)) {
    throw new CleanroomError(
      'evidence.name',
      `${JSON.stringify(name.slice(0, 200))} cannot name a file of the evidence`,
    );
  }
  return name;
}
