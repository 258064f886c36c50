import { describe, expect, it } from 'vitest';
import { createBuildkiteProgress, createGitLabProgress, withoutGroups } from '../../../src/support/progress-ci.js';
import { HOSTILE as STRINGS } from '../../support/hostile-strings.js';

/** What a room, or a message that quotes one, may hold. */
const HOSTILE = [
  ...STRINGS,
  '--- forged',
  '+++ forged',
  '~~~ forged',
  '^^^ +++',
  '---',
  'x\r--- forged',
  'x\n+++ forged',
  '\x1b[0Ksection_start:1:forged\r\x1b[0Kforged',
  'section_start:1:forged[collapsed=true]\r\x1b[0Kforged',
  'section_end:1:cleanroom_1\r\x1b[0K',
  '\x1b]1338;url=http://x/a.png\x07',
  '\x1b]1339;url=http://x;content=here\x07',
  '\x9b0Ksection_end:1:cleanroom_1\r\x9b0K',
  '\u2028--- forged',
];
const clock = { now: () => 1_700_000_000_000, monotonic: () => 0 };

function logOf(create: typeof createGitLabProgress): string {
  let log = '';
  const progress = create({ write: (text) => (log += text), clock: { ...clock } });
  progress.phase('first');
  for (const text of HOSTILE) {
    progress.output(text);
    progress.note(text);
  }
  progress.phase('second --- +++');
  for (const text of HOSTILE) progress.warn(text);
  for (const text of HOSTILE) progress.phase(text);
  progress.close();
  return log;
}

describe('a log of Buildkite', () => {
  it('has groups of ours alone, each with one title', () => {
    const log = logOf(createBuildkiteProgress);
    expect(log).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]/);
    const groups = log.split('\n').filter((line) => /^(?:---|\+\+\+|~~~|\^\^\^)(?:\s|$)/.test(line));
    const opened = groups.filter((line) => line.startsWith('--- '));
    expect(opened).toHaveLength(2 + HOSTILE.length);
    expect(opened.slice(0, 2)).toEqual(['--- first', '--- second --- +++']);
    // One for each warning opens the group that it is in.
    expect(groups.filter((line) => !line.startsWith('--- '))).toEqual(HOSTILE.map(() => '^^^ +++'));
  });
});

describe('what is printed besides, in a job of Buildkite', () => {
  it('begins no group, such as a patch would', () => {
    const patch = 'diff --git a/x b/x\n--- a/x\n+++ b/x\n+++ forged\n~~~\n^^^ +++\n-- x\n----\n';
    expect(withoutGroups(patch)).toBe(
      'diff --git a/x b/x\n --- a/x\n +++ b/x\n +++ forged\n ~~~\n ^^^ +++\n-- x\n----\n',
    );
  });
});

describe('a log of GitLab', () => {
  it('has sections of ours alone, opened and closed in turn', () => {
    const log = logOf(createGitLabProgress);
    const marks = [...log.matchAll(/section_(start|end):(\d+):([A-Za-z0-9_.-]+)(?:\[.*?\])?\r\x1b\[0K/g)];
    expect(marks.map(([, kind, time, name]) => [kind, time, name])).toEqual(
      Array.from({ length: 2 + HOSTILE.length }, (_, index) => [
        ['start', '1700000000', `cleanroom_${index + 1}`],
        ['end', '1700000000', `cleanroom_${index + 1}`],
      ]).flat(),
    );
    const rest = log.replaceAll(/\x1b\[0Ksection_(?:start|end):\d+:cleanroom_\d+\r\x1b\[0K/g, '');
    expect(rest).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
  });
});
