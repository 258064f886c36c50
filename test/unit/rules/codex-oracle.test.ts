import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileRules } from '../../../src/rules/compile.js';
import { parseRulesFile } from '../../../src/rules/file.js';
import { judge } from '../../../src/rules/judge.js';
import { parseRuleLine } from '../../../src/rules/line.js';
import { renderCodexRules } from '../../../src/rules/render-codex.js';
import { messageOf } from '../../../src/support/errors.js';
import { installCodex } from '../../support/agents.js';

const codex = await installCodex().then(
  (tool) => ({ path: `${tool.source}/bin/codex`, unable: undefined }),
  (error: unknown) => ({ path: '', unable: messageOf(error) }),
);

/** Our parser and matcher against codex's own checker. */
describe.skipIf(codex.unable !== undefined)(
  `codex execpolicy check${codex.unable ? ` (skipped: ${codex.unable})` : ''}`,
  () => {
    let directory: string;
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'cleanroom-rules-'));
    });
    afterAll(() => rm(directory, { recursive: true, force: true }));

    /** `refused`: the file is no good; else the decision, `none` without a rule. */
    async function ask(name: string, text: string, command: readonly string[]): Promise<string> {
      const file = join(directory, `${name}.rules`);
      await writeFile(file, text);
      const args = ['execpolicy', 'check', '--resolve-host-executables', '--rules', file, '--', ...command];
      const { code, stdout } = await new Promise<{ code: number; stdout: string }>((resolve) => {
        execFile(
          codex.path,
          args,
          { env: { HOME: directory, CODEX_HOME: directory, PATH: '/usr/bin:/bin' } },
          (error, out) => resolve({ code: error === null ? 0 : 1, stdout: out }),
        );
      });
      if (code !== 0) return 'refused';
      const { decision } = JSON.parse(stdout) as { decision?: string };
      return decision ?? 'none';
    }

    function ours(text: string, command: readonly string[]): string {
      const { rules, problems } = compileRules({ lines: [], files: [{ path: 'x.rules', text }] });
      if (problems.length > 0) return 'refused';
      const { decision } = judge(rules, command);
      return decision === 'forbid' ? 'forbidden' : (decision ?? 'none');
    }

    const RULES = `# a set with everything in it
host_executable(name = "git", paths = ["/usr/bin/git", "/usr/./local/bin/git"])
host_executable(name = "hg", paths = [])
prefix_rule(pattern = ["git"], decision = "allow")
prefix_rule(pattern = ["git", ["push", "fetch"]], decision = "forbidden", justification = "no \\"push\\"")
prefix_rule(pattern = [["npm", 'pnpm'], "publish"], decision = "prompt", match = ["npm publish", ["pnpm", "publish", "x"]])
prefix_rule(pattern = ["/usr/bin/git", "push"], decision = "allow")
prefix_rule(pattern = ["hg"], decision = "forbidden", match = ["hg", "hg a\\\\ b # c"], not_match = ["/bin/hg"])
prefix_rule(pattern = ["a\\tb", "", "é"], decision = "prompt")
`;
    it.each([
      [['git', 'status']],
      [['git', 'push', 'x']],
      [['git', 'pushy']],
      [['git', '-C', '.', 'push']],
      [['npm', 'publish', '--tag']],
      [['pnpm', 'publish']],
      [['npm', 'install']],
      [['/usr/bin/git', 'push']],
      [['/usr/bin/git', 'fetch']],
      [['/usr/local/bin/git', 'fetch']],
      [['/opt/git', 'fetch']],
      [['/bin/hg']],
      [['hg', 'push']],
      [['/opt/npm', 'publish']],
      [['a\tb', '', 'é', 'more']],
      [['a\tb', '', 'e']],
      [['ls']],
    ])('agrees on %j', async (command) => {
      const expected = await ask('set', RULES, command);
      expect(expected).not.toBe('refused');
      expect(ours(RULES, command)).toBe(expected);
    });

    it.each([
      'prefix_rule(pattern = [])',
      'prefix_rule(pattern = ["a", []])',
      'prefix_rule(pattern = ["a"], decision = "deny")',
      'prefix_rule(pattern = ["a"], decision = "Forbidden")',
      'prefix_rule(pattern = ["a"], justification = "  ")',
      'prefix_rule(pattern = ["a"], match = ["b"])',
      'prefix_rule(pattern = ["a"], not_match = ["a"])',
      'prefix_rule(pattern = ["a"], match = [""])',
      'prefix_rule(pattern = ["a"], match = [[]])',
      'prefix_rule(pattern = ["a"], match = ["# a"])',
      'prefix_rule(pattern = ["a"], match = ["a \'b"])',
      'prefix_rule(pattern = ["a"], match = ["a|b"])',
      'prefix_rule(pattern = ["a"], pattern = ["a"])',
      'prefix_rule(pattern = ["a"], other = ["a"])',
      'prefix_rule(pattern = ["a" "b"])',
      'prefix_rule(pattern = ["a",,])',
      'prefix_rule(pattern = ["a"],,)',
      'prefix_rule(pattern = [["a", ["b"]]])',
      ' prefix_rule(pattern = ["a"])',
      'prefix_rule\n(pattern = ["a"])',
      '\ufeffprefix_rule(pattern = ["a"])',
      'host_executable(name = "a/b", paths = ["/a/b"])',
      'host_executable(name = "a", paths = ["a"])',
      'host_executable(name = "a", paths = ["/b"])',
      'define_program(program = "a")',
      'host_executable(name = "a", paths = ["/x/a"])\nprefix_rule(pattern = ["a"], match = ["/y/a"])',
    ])('refuses %j as codex does', async (text) => {
      expect(await ask('bad', text, ['a'])).toBe('refused');
      expect(ours(text, ['a'])).toBe('refused');
    });

    it('reads what is rendered for it', async () => {
      const { rules } = compileRules({
        lines: [],
        files: [{ path: 'x.rules', text: RULES }],
      });
      const line = parseRuleLine(`forbid 'odd "word"' back\\\\slash because it's "quoted" \\ here`, 'rules');
      if (!line.ok) throw new Error(line.expected);
      const rendered = renderCodexRules({ ...rules, rules: [...rules.rules, line.rule] });
      expect(parseRulesFile(rendered, 'r.rules').problems).toEqual([]);
      expect(await ask('rendered', rendered, ['odd "word"', 'back\\slash', 'x'])).toBe('forbidden');
      expect(await ask('rendered', rendered, ['git', 'push'])).toBe('forbidden');
      // Nobody can be asked, so that asking is refusing.
      expect(await ask('rendered', rendered, ['npm', 'publish'])).toBe('forbidden');
      expect(await ask('rendered', rendered, ['/opt/git', 'push'])).toBe('none');
      expect(await ask('rendered', rendered, ['git', 'status'])).toBe('none');
    });
  },
);
