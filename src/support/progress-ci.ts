import { systemClock } from './clock.js';
import type { Progress } from './progress.js';
import { createLineProgress, formatDuration, type LineProgressOptions } from './progress-lines.js';

/** Where a line begins so, Buildkite begins a group. */
const GROUP = /^(?=(?:---|\+\+\+|~~~|\^\^\^)(?:\s|$))/gm;

/**
 * Groups for a log of Buildkite: `---` folded, `+++` open where something went wrong. What a room prints is marked, and
 * so never begins as a group does; our own sentences, which may quote a room, are set off where they would.
 * @see https://buildkite.com/docs/pipelines/configure/managing-log-output
 */
export function createBuildkiteProgress(options: LineProgressOptions): Progress {
  const line = (text: string): void => options.write(`${text}\n`);
  return createLineProgress(options, {
    open: (title) => line(`--- ${title}`),
    close: (title, milliseconds) => line(withoutGroups(`${title}: ${formatDuration(milliseconds)}`)),
    warn: (text) => {
      // Opens the group that it is in.
      line(`^^^ +++`);
      line(`warning: ${text}`);
    },
    guard: () => {},
    plain: withoutGroups,
  });
}

/** Text that begins no group of Buildkite's in any of its lines: they are set off. */
export function withoutGroups(text: string): string {
  return text.replace(GROUP, ' ');
}

/**
 * Sections for a log of GitLab. Its marks need a carriage return and an escape sequence, which no line of a room or of
 * ours has left when it is written; names of sections are numbers of ours.
 * @see https://docs.gitlab.com/ci/jobs/job_logs/#create-custom-collapsible-sections
 */
export function createGitLabProgress(options: LineProgressOptions): Progress {
  const clock = options.clock ?? systemClock;
  const line = (text: string): void => options.write(`${text}\n`);
  let number = 0;
  const mark = (kind: 'start' | 'end', title: string): void =>
    line(`\x1b[0Ksection_${kind}:${Math.trunc(clock.now() / 1000)}:cleanroom_${number}\r\x1b[0K${title}`);
  return createLineProgress(options, {
    open: (title) => {
      number += 1;
      mark('start', title);
    },
    close: (title, milliseconds) => {
      line(`${title}: ${formatDuration(milliseconds)}`);
      mark('end', '');
    },
    warn: (text) => line(`warning: ${text}`),
    guard: () => {},
  });
}
