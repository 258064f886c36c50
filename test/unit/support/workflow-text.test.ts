import { describe, expect, it } from 'vitest';
import { breakCommands, commandData, neutralLine, neutralLines } from '../../../src/support/workflow-text.js';

/** What the runner acts on, told from its documentation and source: per line after CR or LF, spaces trimmed. */
function commandsIn(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).filter((line) => line.trimStart().startsWith('::') || line.includes('##['));
}

const HOSTILE = [
  '::error::boo',
  '  \t::set-output name=x::y',
  '\u00a0\u2003::warning::x',
  '##[error]boo',
  'text ##[command]x',
  '###[group]x',
  '##\u200b[error]x',
  '#\u001b[0m#[error]x',
  '##vso[task.setvariable]x',
  '##teamcity[x]',
  'progress\r::add-mask::x',
  'a\n::error::b\r\n##[error]c\u2028::error::d',
  '\ufeff::error::x',
  '\u001b[2K\r::stop-commands::x',
  `${'x'.repeat(198)}##[error]`,
  `${'\u0000'.repeat(50)}::error::x`,
];

describe('neutralLine', () => {
  it.each(HOSTILE)('%j is only text', (text) => {
    expect(
      commandsIn(text).length + Number(/##(vso|team)|\u200b|\u001b|\u0000|\ufeff|[\u00a0]/.test(text)),
    ).toBeGreaterThan(0);
    for (const length of [3, 5, 50, 199, 200, 201, 202, 400]) {
      const line = neutralLine(text, length);
      expect(commandsIn(line)).toEqual([]);
      expect(line).not.toMatch(/[\r\n\u001b\u200b\u2028]|##(vso|teamcity)?\[/);
      for (const part of neutralLines(text, length)) expect(commandsIn(part)).toEqual([]);
    }
  });

  it('leaves ordinary text alone', () => {
    for (const text of ['std::vec::Vec', '## Heading', 'a [link]', '# [x]', '\tindented: yes']) {
      expect(neutralLine(text, 100)).toBe(text);
    }
  });

  it('cuts, and never through a character', () => {
    expect(neutralLine('\u{1f600}'.repeat(10), 6)).toBe('\u{1f600}\u{1f600}…');
    expect(neutralLine('x'.repeat(10_000_000), 10)).toBe('xxxxxxxxx…');
  });
});

it('breakCommands changes nothing but command spellings', () => {
  expect(breakCommands('a \u001b[1m::x ##[y]')).toBe('a \u001b[1m::x # #[y]');
  expect(breakCommands(' ::x::')).toBe(' : :x::');
});

it('commandData keeps a message in its command', () => {
  expect(commandData('100%\r\n::error::x')).toBe('100%25%0D%0A::error::x');
});
