import { describe, expect, it } from 'vitest';
import { compileRules } from '../../../src/rules/compile.js';
import { parseRulesFile } from '../../../src/rules/file.js';
import { refusalOf } from '../../../src/rules/words.js';

const GOOD = `# what leaves this room
prefix_rule(
    pattern = ["git", ["push", 'fetch']], # both
    decision = "forbidden",
    justification = "The patch is \\"delivered\\" for you.",
    match = [["git", "push"], "git fetch 'a b'", "/usr/bin/git push"],
    not_match = ["git status", "/opt/git push"],
)

host_executable(name = "git", paths = ["/usr/bin/git"])
prefix_rule(pattern = ["ls"])
prefix_rule(pattern = ["npm", "publish"], decision = "prompt",)
`;

describe('a file of rules', () => {
  it('is read as codex reads it', () => {
    const { rules, hostExecutables, problems } = parseRulesFile(GOOD, 'a.rules');
    expect(problems).toEqual([]);
    expect(rules).toEqual([
      {
        decision: 'forbid',
        pattern: [['git'], ['push', 'fetch']],
        with: [],
        without: [],
        justification: 'The patch is "delivered" for you.',
        source: 'a.rules:2:1',
      },
      { decision: 'allow', pattern: [['ls']], with: [], without: [], justification: null, source: 'a.rules:11:1' },
      expect.objectContaining({ decision: 'prompt', pattern: [['npm'], ['publish']], source: 'a.rules:12:1' }),
    ]);
    expect(hostExecutables).toEqual({ git: ['/usr/bin/git'] });
    expect(rules[2] && refusalOf(rules[2])).toContain('nobody to ask');
  });

  it.each([
    ['prefix_rule(["git"])', '1:13', 'an argument by its name'],
    ['prefix_rule(pattern = ("git",))', '1:23', 'a string or a list'],
    ['prefix_rule(pattern = ["g" + "it"])', '1:28', 'calls of prefix_rule'],
    ['prefix_rule(pattern = ["g" "it"])', '1:28', ','],
    ['prefix_rule(pattern = [["a", ["b"]]])', '1:30', 'a string'],
    ['prefix_rule(pattern = [])', '1:23', 'not empty'],
    ['prefix_rule(pattern = ["a", []])', '1:23', 'at least one word'],
    ['prefix_rule(pattern = "git")', '1:23', 'not empty'],
    ['prefix_rule(decision = "allow")', '1:1', 'pattern'],
    ['prefix_rule(pattern = ["a"], pattern = ["b"])', '1:30', 'pattern once'],
    ['prefix_rule(pattern = ["a"], canonical_matching = True)', '1:30', 'an argument by its name'],
    ['prefix_rule(pattern = ["a"], decision = "deny")', '1:41', 'allow, prompt or forbidden'],
    ['prefix_rule(pattern = ["a"], justification = " ")', '1:46', 'a reason'],
    ['prefix_rule(pattern = ["a"], match = ["b"])', '1:39', 'an example that its rule matches'],
    ['prefix_rule(pattern = ["a"], not_match = ["b", "a c"])', '1:48', 'does not match'],
    ['prefix_rule(pattern = ["a"], match = ["a \'b"])', '1:39', 'quotes are closed'],
    ['prefix_rule(pattern = ["a"], match = [[]])', '1:39', 'a command'],
    ['prefix_rule(pattern = ["a"])\n  prefix_rule(pattern = ["b"])', '2:3', 'begins its line'],
    ['prefix_rule(pattern = ["a"]); prefix_rule(pattern = ["b"])', '1:29', 'calls of'],
    ['prefix_rule(pattern = ["a"]) prefix_rule(pattern = ["b"])', '1:30', 'one call a line'],
    ['prefix_rule(\tpattern = ["a"])', '1:13', 'calls of'],
    ['prefix_rule(pattern = [r"a"])', '1:24', 'without a prefix'],
    ['prefix_rule(pattern = ["""a"""])', '1:24', 'single or double quotes'],
    ['prefix_rule(pattern = ["a\\x41"])', '1:24', 'escapes'],
    ['prefix_rule(pattern = ["a', '1:24', 'closed on its line'],
    ['prefix_rule(pattern = ["a"]', '1:28', ','],
    ['network_rule(host = "a", protocol = "https", decision = "allow")', '1:1', 'allow-agent'],
    ['load("x", "y")', '1:1', 'prefix_rule(...)'],
    ['x = "1"', '1:1', 'prefix_rule(...)'],
    ['host_executable(name = "a/b", paths = [])', '1:1', 'without a directory'],
    ['host_executable(name = "git", paths = ["bin/git"])', '1:39', 'absolute paths'],
    ['host_executable(name = "git", paths = ["/usr/bin/hg"])', '1:39', 'absolute paths'],
    ['host_executable(name = "git")', '1:1', 'paths'],
  ])('%s is refused at %s', (text, place, expected) => {
    const [problem] = parseRulesFile(text, 'a.rules').problems;
    expect(problem && `${problem.line}:${problem.column}`).toBe(place);
    expect(problem?.expected).toContain(expected);
  });

  it('tells all problems of all files at once, with their places', () => {
    const { problems } = compileRules({
      lines: [],
      files: [
        { path: 'a.rules', text: 'prefix_rule(pattern = [])\nprefix_rule(pattern = ["a"], decision = "x")\n' },
        { path: 'b.rules', text: 'oops()\n' },
      ],
    });
    expect(problems.map(({ where }) => where)).toEqual(['a.rules:1:23', 'a.rules:2:41', 'b.rules:1:1']);
  });

  it('makes one canonical set, whatever the order', () => {
    const one = compileRules({ lines: [], files: [{ path: 'a.rules', text: GOOD }] }).rules;
    const text = `prefix_rule(pattern = ["ls"])\nprefix_rule(pattern = ["ls"])\n${GOOD.replace(`["push", 'fetch']`, '["fetch", "push"]')}`;
    const other = compileRules({ lines: [], files: [{ path: 'a.rules', text }] }).rules;
    const meaning = ({ rules }: typeof one) => rules.map(({ source: _source, ...rest }) => rest);
    expect(meaning(other)).toEqual(meaning(one));
    expect(one.rules.map(({ decision }) => decision)).toEqual(['forbid', 'prompt', 'allow']);
  });
});
