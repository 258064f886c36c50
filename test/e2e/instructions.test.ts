import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/support/canonical-json.js';
import { arena, attempt, demoTask, type Result } from '../cheats/arena.js';
import type { Task } from '../cheats/task.js';
import { evidenceProblems, type JournalLine } from '../support/evidence.js';
import { git } from '../support/workspace.js';

/** Whole runs by the bundle over a repository that has something to say to agents. */
const place = arena();
const FILES = {
  'AGENTS.md': 'be good\n',
  'src/AGENTS.md': 'be better\n',
  '.claude/settings.json': '{"hooks":{}}\n',
  'src/.opencode/plugin/x.js': 'x\n',
  '.mcp.json': '{}\n',
  'docs/notes.md': 'notes\n',
};
let task: Task;
beforeAll(() => {
  task = demoTask(place.directory);
  for (const [path, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(task.directory, path)), { recursive: true });
    writeFileSync(join(task.directory, path), content);
  }
  git(task.directory, 'add', '-A');
  git(task.directory, 'commit', '-qm', 'For agents');
});
afterAll(place.dispose);

const run = (script: string, settings: Record<string, string> = {}): Promise<Result> =>
  attempt(place.directory, task, script, settings);
const events = (result: Result, event: string): JournalLine[] =>
  result
    .evidence('journal.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalLine)
    .filter((line) => line.event === event);

describe.each(['auto', 'copy'])('a run with workspace: %s', (workspace) => {
  it('names the instructions, and hides configuration from the agent but not from the verifier', async () => {
    const result = await run(`ls -A . src; git status --porcelain; ${task.fix}`, {
      workspace,
      verify: 'sh -c "test -e .claude/settings.json && test -e src/.opencode/plugin/x.js && sh scripts/verify.sh"',
    });
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified');
    expect(result.evidence('logs/attempt-1.log')).not.toMatch(/claude|opencode|mcp/);
    const instructions = ['AGENTS.md', 'src/AGENTS.md'].map((path) => {
      const content = FILES[path as 'AGENTS.md'];
      return { path, sha256: sha256(content), bytes: content.length };
    });
    expect(result.verdict.instructions).toEqual(instructions);
    expect(result.verdict.hiddenConfig).toEqual(['.claude', '.mcp.json', 'src/.opencode']);
    expect(events(result, 'base.ready')).toMatchObject([{ instructions }]);
    expect(events(result, 'agent.view')).toMatchObject([
      { room: 'attempt-1', hidden: ['.claude', '.mcp.json', 'src/.opencode'], removed: [], writable: null },
    ]);
    expect(result.evidence('change.patch')).not.toMatch(/claude|opencode|mcp/);
    expect(await evidenceProblems(result.directory)).toEqual([]);
  });

  it('lets no turn prepare the surroundings of the next one', async () => {
    const script = `ls -A; if [ "$CLEANROOM_ATTEMPT" = 1 ]; then mkdir .claude lib; echo evil > .claude/settings.json; ln -s / lib/.codex; else ${task.fix}; fi`;
    const result = await run(script, { workspace, 'max-attempts': '2' });
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified');
    expect(result.verdict.attempts[0]).toMatchObject({ outcome: 'refused' });
    expect(result.verdict.attempts[0]?.refusals).toEqual(
      expect.arrayContaining([
        { path: '.claude/settings.json', reason: expect.stringMatching(/^is protected: the patch may not change it/) },
        { path: 'lib/.codex', reason: expect.stringMatching(/^is protected: the patch may not add it/) },
      ]),
    );
    expect(events(result, 'agent.view').map(({ room, removed }) => ({ room, removed }))).toEqual([
      { room: 'attempt-1', removed: [] },
      { room: 'attempt-2', removed: ['.claude', 'lib/.codex'] },
    ]);
    expect(result.evidence('logs/attempt-2.log')).not.toContain('claude');
  });

  it('shows what is trusted by name', async () => {
    const result = await run(`cat .claude/settings.json; ls -A; ${task.fix}`, {
      workspace,
      'trust-agent-config': '.claude',
    });
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified');
    expect(result.evidence('logs/attempt-1.log')).toMatch(/^\{"hooks"/);
    expect(result.evidence('logs/attempt-1.log')).not.toContain('.mcp.json');
    expect(result.verdict.hiddenConfig).toEqual(['.mcp.json', 'src/.opencode']);
  });

  it('lets the agent write to its roots, and commit, and nowhere else', async () => {
    const script = `cat /run/cleanroom/in/prompt.md; echo x >> docs/notes.md; echo "outside $?"; echo x > new; echo "top $?"; echo t > /tmp/t && echo h > ~/h && ${task.fix}; git add src && git commit -qm own; echo "commit $?"; mkdir -p made/here/x; echo "made $?"`;
    const result = await run(script, { workspace, 'writable-roots': '["src","made/here"]' });
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified');
    const log = result.evidence('logs/attempt-1.log');
    expect(log).toMatch(/outside [12]\n/);
    expect(log).toMatch(/top [12]\n/);
    expect(log).toContain('commit 0\nmade 0\n');
    expect(log).toContain('Of the workspace you can change these directories alone: `made/here`, `src`.');
    expect(events(result, 'agent.view')).toMatchObject([{ writable: ['made/here', 'src'] }]);
    expect(await evidenceProblems(result.directory)).toEqual([]);
  });

  it('ends at a root that is none, and says which', async () => {
    const result = await run('true', { workspace, 'writable-roots': '["AGENTS.md"]' });
    expect(result.verdict).toMatchObject({ verdict: 'infra-error', attempts: [] });
    expect(result.verdict.reason).toMatch(/writable-roots: "AGENTS.md" .* no directory/);
  });
});
