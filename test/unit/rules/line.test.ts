import { describe, expect, it } from 'vitest';
import { parseRuleLine } from '../../../src/rules/line.js';
import { describeRule } from '../../../src/rules/words.js';

const rule = (text: string) => {
  const parsed = parseRuleLine(text, 'rules');
  if (!parsed.ok) throw new Error(parsed.expected);
  return parsed.rule;
};

describe('a rule in one line', () => {
  it('says what it means', () => {
    expect(rule(`forbid git push because the patch is delivered for you, don't`)).toEqual({
      decision: 'forbid',
      pattern: [['git'], ['push']],
      with: [],
      without: [],
      justification: `the patch is delivered for you, don't`,
      source: 'rules',
    });
    expect(rule('allow kubectl apply with --dry-run=server without --raw -s')).toMatchObject({
      decision: 'allow',
      pattern: [['kubectl'], ['apply']],
      with: ['--dry-run=server'],
      without: ['--raw', '-s'],
      justification: null,
    });
  });

  it('takes its own words as words when they are quoted', () => {
    expect(rule(`allow say 'because' "with" 'a without b'`).pattern).toEqual([
      ['say'],
      ['because'],
      ['with'],
      ['a without b'],
    ]);
    expect(rule('forbid withdraw because nothing is to be withdrawn because of that')).toMatchObject({
      pattern: [['withdraw']],
      justification: 'nothing is to be withdrawn because of that',
    });
  });

  it.each([
    'forbid git push because no',
    'allow kubectl apply with --dry-run=server without --raw -s',
    `allow echo 'two words' "it's"`,
  ])('%s is read back from its description', (text) => {
    expect(rule(describeRule(rule(text)))).toEqual(rule(text));
  });

  it.each([
    ['', 'allow PROGRAM'],
    ['deny git', 'allow PROGRAM'],
    ['allow', 'a program after allow'],
    ["allow ''", 'a program after allow'],
    ['forbid git push', 'a reason after the word because'],
    ['forbid git push because  ', 'a reason after the word because'],
    ['allow git because', 'a reason after the word because'],
    ['allow git | sh', 'without shell operators'],
    ['allow git $HOME', 'without shell expansion'],
    ["allow git 'open", 'quotes that are closed'],
    ['allow kubectl apply with', 'options after with'],
    ['allow kubectl apply with dry-run', 'long options'],
    ['allow kubectl apply with -d', 'long options'],
    ['allow kubectl get without raw', 'options, such as'],
    ['allow kubectl get without --raw=1', 'without a value'],
    ['allow a\nallow b', 'one line'],
    [`allow ${'x'.repeat(5000)}`, 'at most 4096'],
  ])('%j is refused', (text, expected) => {
    const parsed = parseRuleLine(text, 'rules');
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? '' : parsed.expected).toContain(expected);
  });
});
