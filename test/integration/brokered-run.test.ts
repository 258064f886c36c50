import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arena, attempt, demoTask, type Result } from '../cheats/arena.js';
import type { Task } from '../cheats/task.js';
import { evidenceProblems, type JournalLine } from '../support/evidence.js';

/** Whole runs by the bundle, with rules and brokered commands. */
const place = arena();
const SECRET = 'canary-5f0c2b7e91d84a';
let task: Task;
let credential: string;
beforeAll(() => {
  task = demoTask(place.directory);
  credential = join(place.directory, 'credential');
  writeFileSync(credential, `token: ${SECRET}\n`, { mode: 0o600 });
  writeFileSync(
    join(task.directory, 'team.rules'),
    'prefix_rule(pattern = ["git", "rebase"], decision = "prompt", justification = "history is shared")\n',
  );
  execFileSync('git', ['add', '-A'], { cwd: task.directory });
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-qm', 'rules'], { cwd: task.directory });
});
afterAll(place.dispose);

const run = (script: string, settings: Record<string, string> = {}): Promise<Result> =>
  attempt(place.directory, task, script, { verify: 'test -e done', ...settings });
const journal = (result: Result): JournalLine[] =>
  result
    .evidence('journal.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalLine);
const applied = (result: Result) =>
  journal(result).find(({ event }) => event === 'rules.applied') as unknown as {
    rules: { rule: string; source: string; level: string; note: string }[];
    brokered: string[];
  };

describe('rules in a run', () => {
  it('keep a forbidden program from being started, say why, and let the work go on', async () => {
    const result = await run(
      'git --version; echo "by name $?"; /usr/bin/git --version; echo "by path $?"; /bin/git --version; echo "by link $?"; /usr/lib/git-core/git --version; echo "elsewhere $?"; cat /run/cleanroom/in/prompt.md; touch done',
      { rules: 'forbid git because the patch is taken for you' },
    );
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified');
    const log = result.evidence('logs/attempt-1.log');
    expect(log).toContain('by name 126\n');
    expect(log).toContain('by path 126\n');
    expect(log).toContain('by link 126\n');
    expect(log).toMatch(/elsewhere 12[67]\n/);
    expect(log).toContain('cleanroom: git: refused: the patch is taken for you\n');
    expect(log).toContain('Do not run git because the patch is taken for you.');
    expect(applied(result).rules).toMatchObject([
      { rule: 'forbid git because the patch is taken for you', level: 'enforced' },
    ]);
    expect(await evidenceProblems(result.directory)).toEqual([]);
  });

  it('end the room when one that is watched is broken, however it is started', async () => {
    const result = await run(`sh -c 'cd /tmp && git rebase --onto a b; sleep 60'; touch done`, {
      'rules-files': 'team.rules',
    });
    const [rule] = applied(result).rules;
    expect(rule).toMatchObject({ source: 'team.rules:1:1' });
    if (rule?.level !== 'watched') {
      // Only root may ask the kernel; then a rule for arguments is advice, and the evidence says so.
      expect(rule?.level).toBe('advice');
      return;
    }
    expect(result.verdict.verdict, result.verdict.reason).toBe('policy-violation');
    expect(result.verdict.reason).toContain('["git","rebase","--onto","a","b"]');
    expect(result.verdict.reason).toContain('history is shared');
    expect(journal(result)).toContainEqual(
      expect.objectContaining({
        event: 'rules.violated',
        room: 'attempt-1',
        argv: ['git', 'rebase', '--onto', 'a', 'b'],
      }),
    );
    expect(result.run.code).toBe(1);
    expect(await evidenceProblems(result.directory)).toEqual([]);
  });

  it('that are none stop a run before it starts, all at once', async () => {
    await expect(run('true', { rules: 'forbid git', 'rules-files': 'none.rules' })).rejects.toThrow(
      /a reason after the word because[\s\S]*rules-files/,
    );
  });
});

describe('a brokered command in a run', () => {
  it('runs outside with its credential, which is nowhere else', async () => {
    const commands = {
      reader: {
        command: ['/bin/sh', '-c', 'wc -c <$CREDENTIAL; cat $CREDENTIAL; cat "$1"; exit 3', 'reader'],
        env: { CREDENTIAL: { file: credential } },
      },
    };
    const result = await run(
      'echo content > x.txt; reader x.txt; echo "exit $?"; reader --other; echo "exit $?"; env; cat /proc/*/environ 2>/dev/null | tr "\\0" "\\n"; touch done; rm x.txt',
      {
        'brokered-commands': JSON.stringify(commands),
        rules: 'allow reader x.txt\nforbid reader --other because others are not to be read',
      },
    );
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified');
    const log = result.evidence('logs/attempt-1.log');
    expect(log).toContain('29\ntoken: [redacted]\ncontent\nexit 3\n');
    expect(log).toContain('cleanroom: reader: refused: others are not to be read\nexit 126\n');
    const lines = result
      .evidence('commands.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      {
        argv: ['reader', 'x.txt'],
        ran: ['reader', 'x.txt'],
        verdict: 'allowed',
        exitCode: 3,
        attempt: 1,
        redactions: 1,
        files: [{ path: '/workspace/x.txt', bytes: 8 }],
      },
      { argv: ['reader', '--other'], ran: null, verdict: 'refused', exitCode: 126 },
    ]);
    expect(applied(result)).toMatchObject({ brokered: ['reader'] });
    expect(await evidenceProblems(result.directory)).toEqual([]);
    for (const entry of readdirSync(result.directory, { recursive: true, withFileTypes: true }))
      if (entry.isFile())
        expect(readFileSync(join(entry.parentPath, entry.name), 'latin1'), entry.name).not.toContain(SECRET);
    expect(result.run.stdout + result.run.stderr).not.toContain(SECRET);
  });

  it('is in the kernel’s account with the servers on the host’s side, without what is there in part', async () => {
    const program = readFileSync(join(import.meta.dirname, '../support/mcp-hostile.mjs'), 'utf8');
    // The kernel keeps so many bytes of the arguments, the last of which are the beginning of the secret.
    const cut = `true "$(printf '%16372s' x)$(tail -c 22 $CREDENTIAL)"; true "$(cat $CREDENTIAL)"`;
    const result = await run(
      `printer; curl -s -d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"die"}}' http://127.0.0.1:7777/cleanroom/mcp/odd; touch done`,
      {
        'brokered-commands': JSON.stringify({
          printer: {
            command: ['/bin/sh', '-c', cut.replaceAll('true ', '/bin/true ')],
            env: { CREDENTIAL: { file: credential } },
          },
        }),
        'mcp-servers': JSON.stringify({
          odd: { command: ['node', '--input-type=module', '-e', program], where: 'host' },
        }),
        rules: 'allow printer',
      },
    );
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified');
    expect(JSON.parse(result.evidence('commands.jsonl'))).toMatchObject({ ran: ['printer'], ranIn: 'command-1' });
    const told = journal(result).filter(({ event }) => event.startsWith('mcp.')) as unknown as Record<
      string,
      unknown
    >[];
    expect(told).toMatchObject([
      { event: 'mcp.started', server: 'odd', room: 'mcp-odd', argv: ['node', '--input-type=module', '-e', program] },
      { event: 'mcp.ended', server: 'odd', room: 'mcp-odd', end: 'exited', exitCode: 7, signal: null },
    ]);
    expect(await evidenceProblems(result.directory)).toEqual([]);
    const lines = result.evidence('exec.jsonl');
    // Only root may ask the kernel.
    if (lines === '') return;
    const audited = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const started = (room: string) =>
      audited.filter((line) => line['room'] === room && line['kind'] === 'exec').map(({ argv }) => argv as string[]);
    expect(started('mcp-odd').at(-1)?.slice(0, 2)).toEqual(['node', '--input-type=module']);
    expect(audited).toContainEqual(expect.objectContaining({ room: 'mcp-odd', kind: 'exit', code: 7, attempt: 0 }));
    const printed = started('command-1').filter(([name]) => name === '/bin/true');
    expect(printed).toEqual([
      ['/bin/true', '[cut]'],
      ['/bin/true', 'token: [redacted]'],
    ]);
    expect(lines).not.toContain(SECRET.slice(0, 8));
    expect(journal(result)).toContainEqual(expect.objectContaining({ event: 'audit.finished', room: 'mcp-odd' }));
  });

  it('without its credential file is an error before anything runs', async () => {
    const commands = { reader: { command: '/bin/true', env: { CREDENTIAL: { file: '/nowhere/at/all' } } } };
    await expect(run('true', { 'brokered-commands': JSON.stringify(commands) })).rejects.toThrow(
      /credential file \/nowhere\/at\/all of reader/,
    );
  });
});
