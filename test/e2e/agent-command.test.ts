import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { API_KEY } from '../support/agent-lab.js';
import { missingForAgent, testCacheHome } from '../support/agents.js';
import { canary } from '../support/canary.js';
import { ROOT } from '../support/dist.js';
import { Person } from '../support/person.js';
import { type ScriptedModel, startScriptedModel } from '../support/scripted-model.js';

const CONFIG = `
agents:
  sh: {command: sh -c}
  echo: {command: [printf, '<%s>\\n', first]}
  late:
    command: /home/agent/bin/late
    install: mkdir -p ~/bin && printf '#!/bin/sh\\necho installed "$@"\\n' > ~/bin/late && chmod +x ~/bin/late
  tested: {command: echo, test: 'exit 1'}
  useless: {command: no-such-agent, install: 'echo trying'}
  missing: {command: no-such-agent x}
  copying:
    command: sh -c
    credentials: [{source: ~/.secret, target: ~/.secret}]
`;

let person: Person;
let model: ScriptedModel | undefined;
beforeEach(async () => {
  person = await Person.create({ '.github/cleanroom.yml': CONFIG, 'a.txt': 'a\n' });
});
afterEach(async () => {
  await model?.close();
  model = undefined;
  await person.dispose();
});

const git = (...args: string[]): string => execFileSync('git', args, { cwd: person.repo, encoding: 'utf8' });

describe('an agent in a script', () => {
  it('has its streams, its arguments as they are, and its exit code', async () => {
    const said = await person.run(['agent', 'echo', '--', '--', '$(id)', 'a b', "'", '']);
    expect(said).toMatchObject({ code: 0, stdout: "<first>\n<-->\n<$(id)>\n<a b>\n<'>\n<>\n" });
    const input = 'x'.repeat(300_000);
    const passed = await person.run(['agent', 'sh', 'wc -c; echo to-err >&2; exit 5'], input);
    expect(passed).toMatchObject({ code: 5, stdout: '300000\n' });
    expect(passed.stderr).toContain('to-err\n');
    expect(await person.run(['agent', 'sh', 'kill -TERM $$'])).toMatchObject({ code: 143 });
  });

  it('is installed only where its test fails, and must be there then', async () => {
    const late = await person.run(['agent', 'late', 'x']);
    expect(late).toMatchObject({ code: 0, stdout: 'installed x\n' });
    expect(late.stderr).toContain('install step');
    expect((await person.run(['agent', 'echo', 'x'])).stderr).not.toContain('install step');
    const useless = await person.run(['agent', 'useless']);
    expect(useless).toMatchObject({ code: 127, stdout: '' });
    expect(useless.stderr).toContain('trying\n');
    // The command's own first word is looked for, not the agent's name.
    expect(await person.run(['agent', 'missing'])).toMatchObject({ code: 127 });
    expect(await person.run(['agent', 'tested'])).toMatchObject({ code: 127 });
  });

  it('leaves its changes in a patch, and in the checkout only where that is asked for and safe', async () => {
    const patch = join(person.directory, 'p.patch');
    const changed = await person.run(['agent', '--patch', patch, 'sh', 'echo b >> a.txt; echo new > n']);
    expect(changed).toMatchObject({ code: 0 });
    expect(git('status', '--porcelain')).toBe('');
    git('apply', '--check', patch);
    await writeFile(join(person.repo, 'a.txt'), 'mine\n');
    const unsafe = await person.run(['agent', '--apply', 'sh', 'echo b >> a.txt']);
    expect(unsafe.code).toBe(1);
    expect(unsafe.stderr).toContain('not applied');
    expect(await readFile(join(person.repo, 'a.txt'), 'utf8')).toBe('mine\n');
    git('checkout', '-q', '.');
    expect(await person.run(['agent', '--apply', 'sh', 'echo b >> a.txt'])).toMatchObject({ code: 0 });
    expect(await readFile(join(person.repo, 'a.txt'), 'utf8')).toBe('a\nb\n');
    expect((await readdir(join(person.directory, 'state/cleanroom-action/patches'))).length).toBe(2);
    expect(await readdir(join(person.directory, 'tmp'))).toEqual([]);
  });

  it('is said to be unknown with the names that there are', async () => {
    const unknown = await person.run(['agent', 'cdex']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/"cdex", expected codex, claude, gemini, opencode, .*did you mean codex/);
    const keyless = await person.run(['agent', 'codex']);
    expect(keyless.code).toBe(2);
    expect(keyless.stderr).toContain('CLEANROOM_API_KEY');
  });
});

describe('the repository of an agent', () => {
  it('shows no configuration that could run code, not even what an earlier agent of a kept room made', async () => {
    const other = await Person.create({
      '.github/cleanroom.yml': CONFIG,
      '.mcp.json': '{}',
      'src/a.js': '1\n',
      'b.js': '2\n',
    });
    try {
      const seen = await other.run([
        'agent',
        '--keep',
        'sh',
        'ls -A; git status --porcelain; mkdir .claude; echo {} > .claude/settings.json; echo 3 > b.js',
      ]);
      expect(seen).toMatchObject({ code: 0, stdout: '.git\n.github\nb.js\nsrc\n' });
      expect(seen.stderr).toContain('hidden (trust-agent-config): .mcp.json');
      const [id] = JSON.parse((await other.run(['rooms', 'list', '--json'])).stdout).map(
        (room: { id: string }) => room.id,
      );
      const again = await other.run(['agent', '--room-id', id, 'sh', 'ls -A; cat b.js']);
      expect(again).toMatchObject({ code: 0, stdout: '.git\n.github\nb.js\nsrc\n3\n' });
      expect(again.stderr).toContain('taken out: .claude');
      const patch = await readFile(join(other.directory, 'p.patch'), 'utf8').catch(() => '');
      expect(patch).not.toContain('.mcp.json');
    } finally {
      await other.dispose();
    }
  });

  it('can be limited to writable roots', async () => {
    await writeFile(join(person.repo, '.github/cleanroom.yml'), `${CONFIG}writable-roots: [out, lib]\n`);
    git('-c', 'user.name=n', '-c', 'user.email=e', 'commit', '-qam', 'roots');
    const said = await person.run([
      'agent',
      'sh',
      'echo x > out/y && echo made; echo x > a.txt; git commit -q --allow-empty -m x && echo done',
    ]);
    expect(said.stdout).toBe('made\ndone\n');
    expect(said.stderr).toContain('Read-only file system');
  });
});

it('prints no escape sequence of the repository, and reads no file of this machine for it', async () => {
  const credentials = '[{source: "~/\\e]0;title\\a\\nmine", target: x}]';
  const agents = `agents:\n  sh: {command: sh -c, credentials: ${credentials}}\n`;
  await writeFile(join(person.repo, '.github/cleanroom.yml'), agents);
  git('-c', 'user.name=n', '-c', 'user.email=e', 'commit', '-qam', 'escapes');
  const said = await person.run(['agent', 'sh', 'true']);
  expect(said.stderr).toContain('\\u{1b}]0;title\\u{7}\\nmine');
  expect(said.stderr).not.toContain('\x1b');
  const brokered = 'brokered-commands:\n  k: {command: /bin/cat, env: {K: {file: /etc/hostname}}}\n';
  await writeFile(join(person.repo, '.github/cleanroom.yml'), `${agents}${brokered}`);
  git('-c', 'user.name=n', '-c', 'user.email=e', 'commit', '-qam', 'file');
  const refused = await person.run(['agent', 'sh', 'true']);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/\/etc\/hostname.*--trust-credentials/) });
});

it('does not ask an address of the repository’s choice with the person’s key, unless that is said', async () => {
  model = await startScriptedModel([{ do: 'message', text: 'done' }], { key: API_KEY });
  const file = `agents: {codex: {}}\nmodel-base-url: ${model.url}\n`;
  await writeFile(join(person.repo, '.github/cleanroom.yml'), file);
  git('-c', 'user.name=n', '-c', 'user.email=e', 'commit', '-qam', 'address');
  const key = { CLEANROOM_API_KEY: API_KEY, XDG_CACHE_HOME: testCacheHome() };
  const refused = await person.run(['agent', 'codex', 'exec', 'x'], '', key);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/model-base-url.*your key/) });
  expect(model.requests).toEqual([]);
});

it('is not started in a room that shows a secret', async () => {
  const leak = `NOT_SO_SECRET=${Buffer.from(API_KEY).toString('hex')}`;
  const args = ['agent', '--provider', 'openai', '--env', leak, 'sh', 'echo ran'];
  const said = await person.run(args, '', { CLEANROOM_API_KEY: API_KEY });
  expect(said).toMatchObject({ code: 3, stdout: '' });
  expect(said.stderr).toContain('no agent was started: environment: a secret of this run is in');
});

it('keeps the changes when the file for them cannot be written', async () => {
  const patch = join(person.repo, 'a.txt/none.patch');
  const said = await person.run(['agent', '--patch', patch, 'sh', 'echo b >> a.txt']);
  expect(said.code).toBe(1);
  expect(said.stderr).toContain('could not be written');
  const file = /changes of 1 file: (\S+)/.exec(said.stderr)?.[1] ?? '';
  git('apply', '--check', file);
});

it('says at once that there is no place for the changes or the record below /proc', async () => {
  const changes = await person.run(['agent', '--patch', '/proc/none/p.patch', 'sh', 'echo b >> a.txt']);
  expect(changes).toMatchObject({ code: 1, stderr: expect.stringContaining('/proc/none/p.patch (ENOENT') });
  const record = await person.run(['agent', '--evidence', '/proc/none/evidence', 'sh', 'echo ran']);
  expect(record).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('ENOENT') });
});

it('refuses private addresses even where everything else is allowed', async () => {
  const ask = 'for u in "$@"; do curl -s -m 10 -o /dev/null -w "%{http_code} " "$u"; done';
  const urls = ['127.0.0.1:1', '169.254.169.254', '10.0.0.1', '[::1]', '[::ffff:169.254.169.254]', '0.0.0.0'];
  const said = await person.run([
    ...['agent', '--dangerously-allow-all', 'sh', 'unset no_proxy NO_PROXY; eval "$0"', ask],
    ...urls.map((host) => `http://${host}/`),
  ]);
  expect(said).toMatchObject({ code: 0, stdout: '403 '.repeat(urls.length) });
});

it('holds no more of the output than is read', async () => {
  const child = spawn(process.execPath, [join(ROOT, 'dist/cli.js'), 'agent', 'sh', 'yes; true'], {
    cwd: person.repo,
    env: person.environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    await once(child.stdout, 'readable');
    const resident = async (): Promise<number> =>
      Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))?.[1]);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    // Unheld it is more than 300 MB by then.
    expect(await resident()).toBeLessThan(180_000);
  } finally {
    child.stdout.destroy();
    await once(child, 'close');
  }
});

describe('credentials of an agent', () => {
  const look = 'stat -c "%F %a" ~/.secret && cat ~/.secret';

  it('of a repository’s configuration are copied only where the person says so', async () => {
    await person.file('real/secret', 'the-secret\n');
    await symlink('real/secret', join(person.directory, 'home/.secret'));
    const refused = await person.run(['agent', 'copying', look]);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('--trust-credentials');
    const copied = await person.run(['agent', '--trust-credentials', 'copying', look]);
    expect(copied).toMatchObject({ code: 0, stdout: 'regular file 600\nthe-secret\n' });
  });

  it('of the person’s own are, and do not stay in a kept room', async () => {
    await person.file('.secret', 'the-secret\n');
    await person.configure('agents: {mine: {command: sh -c, credentials: [{source: ~/.secret, target: ~/.secret}]}}\n');
    const spread = `${look}; cp ~/.secret ~/copy; cp ~/.secret leaked; echo kept > ~/note; rm -rf ~/.cache; ln -s / ~/.cache`;
    const used = await person.run(['agent', '--keep', 'mine', spread]);
    expect(used).toMatchObject({ code: 0, stdout: 'regular file 600\nthe-secret\n' });
    const id = /cr-[0-9a-f]{12}/.exec(used.stderr)?.[0] ?? '';
    // What grep finds nothing with, it says by its exit code.
    const grep = spawnSync('grep', ['-r', 'the-secret', join(person.directory, 'state/cleanroom-action/rooms')]);
    expect({ code: grep.status, found: grep.stdout.toString() }).toEqual({ code: 1, found: '' });
    const again = await person.run(['agent', '--room-id', id, 'sh', 'ls -A ~ .; cat ~/note']);
    expect(again.stdout).toContain('kept');
    expect(again.stdout).not.toContain('.secret');
  });

  it('are in no patch and no record, and the rest of the change is', async () => {
    const token = canary();
    await person.file('.secret', JSON.stringify({ tokens: { access_token: token }, note: 'a.txt' }));
    await person.configure('agents: {mine: {command: sh -c, credentials: [{source: ~/.secret, target: ~/.secret}]}}\n');
    const evidence = join(person.directory, 'evidence');
    const patch = join(person.directory, 'p.patch');
    const work = `cp ~/.secret whole; base64 < ~/.secret > coded; cut -d'"' -f6 < ~/.secret >> a.txt; echo good > n; /bin/echo "$(cut -d'"' -f6 < ~/.secret)"`;
    const said = await person.run(['agent', '--patch', patch, '--evidence', evidence, 'mine', work]);
    expect(said, said.stderr).toMatchObject({ code: 1, stdout: `${token}\n` });
    for (const name of ['whole', 'coded', 'a.txt'])
      expect(said.stderr).toContain(`not in the patch: ${name}: it holds a secret of a file that you had copied`);
    expect(said.stderr).toContain('changes of 1 file');
    expect(await readFile(patch, 'utf8')).toMatch(/^diff --git a\/n b\/n\n[\s\S]*\+good\n$/);
    expect(spawnSync('grep', ['-r', token, evidence, patch]).status).toBe(1);
  });
});

describe('a kept room', () => {
  it('loses after a kill what was copied into it, the copies that its agent made too', async () => {
    await person.file('.secret', 'the-secret\n');
    await person.configure('agents: {mine: {command: sh -c, credentials: [{source: ~/.secret, target: .d/secret}]}}\n');
    const work = 'cp ~/.d/secret ~/copy; cp ~/copy leaked; echo kept > ~/note; sleep 600';
    const child = spawn(
      process.execPath,
      [join(ROOT, 'dist/cli.js'), 'agent', '--keep', 'mine', `echo up; read x; ${work}`],
      {
        cwd: person.repo,
        env: person.environment,
        stdio: ['pipe', 'pipe', 'ignore'],
      },
    );
    await once(child.stdout, 'data');
    child.stdin.write('go\n');
    const rooms = join(person.directory, 'state/cleanroom-action/rooms');
    const [id = ''] = await readdir(rooms);
    const note = join(rooms, id, 'data/home/note');
    // It is there, and empty, before it is written.
    await vi.waitFor(async () => expect(await readFile(note, 'utf8')).toBe('kept\n'), { timeout: 240_000 });
    child.kill('SIGKILL');
    await once(child, 'close');
    const again = await person.run([
      'agent',
      '--room-id',
      id,
      'sh',
      'find ~ . -name copy -o -name leaked -o -name secret; cat ~/note',
    ]);
    expect(again).toMatchObject({ code: 0, stdout: 'kept\n' });
    expect(spawnSync('grep', ['-r', 'the-secret', rooms]).status).toBe(1);
    expect((await readdir(join(rooms, id, 'data'))).filter((name) => name.startsWith('cleanroom-'))).toEqual([]);
  });

  it('has its changes and its HOME the next time, is listed, used by one, and removed', async () => {
    const first = await person.run(['agent', '--keep', 'sh', 'echo one > made; echo two > ~/noted; rm a.txt']);
    const id = /cr-[0-9a-f]{12}/.exec(first.stderr)?.[0] ?? '';
    const [room] = JSON.parse((await person.run(['rooms', 'list', '--json'])).stdout) as Record<string, unknown>[];
    expect(room).toMatchObject({ id, agent: 'sh', repository: person.repo, inUse: false, credentials: [], allow: [] });
    // A commit that came later is not the room's.
    await writeFile(join(person.repo, 'later.txt'), 'x');
    git('add', '.');
    git('-c', 'user.name=n', '-c', 'user.email=e', 'commit', '-qm', 'later');
    const second = await person.run(['agent', '--room-id', id, 'sh', 'ls; cat made ~/noted']);
    expect(second).toMatchObject({ code: 0, stdout: 'made\none\ntwo\n' });
    const rejected = await person.run(['agent', '--room-id', id, '--dangerously-allow-all', 'sh', 'true']);
    expect(rejected.code).toBe(2);
    expect((await person.run(['rooms', 'rm', id])).code).toBe(0);
    expect((await person.run(['rooms', 'list'])).stdout).toBe('No room is kept.\n');
    expect((await person.run(['agent', '--room-id', id, 'sh', 'true'])).code).toBe(2);
    expect(await readdir(join(person.directory, 'state/cleanroom-action/rooms'))).toEqual([]);
  });

  it('is not there when its agent could not be', async () => {
    await person.run(['agent', '--keep', 'nobody']);
    expect((await person.run(['rooms', 'list'])).stdout).toBe('No room is kept.\n');
  });
});

it('codex works for a person by way of the broker, and knows that it may', { timeout: 600_000 }, async (ctx) => {
  const unable = await missingForAgent('codex');
  if (unable !== undefined) return ctx.skip(unable);
  model = await startScriptedModel(
    [
      { do: 'command', command: 'echo fixed > a.txt; grep -c trusted ~/.codex/config.toml' },
      { do: 'message', text: 'All is well.' },
    ],
    { key: API_KEY },
  );
  const args = [
    'agent',
    '--model-base-url',
    model.url,
    '--apply',
    'codex',
    '--',
    'exec',
    '--skip-git-repo-check',
    'Fix it.',
  ];
  const done = await person.run(args, '', { CLEANROOM_API_KEY: API_KEY, XDG_CACHE_HOME: testCacheHome() });
  expect(done.stderr).toContain('applied to');
  expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('All is well.') });
  expect(await readFile(join(person.repo, 'a.txt'), 'utf8')).toBe('fixed\n');
  expect(`${done.stdout}${done.stderr}`).not.toContain(API_KEY);
});

it.for([
  ['claude', ['-p', 'hi']],
  ['gemini', ['-p', 'hi']],
] as const)('%s works with the model that was asked for', { timeout: 600_000 }, async ([name, words], ctx) => {
  const unable = await missingForAgent(name);
  if (unable !== undefined) return ctx.skip(unable);
  model = await startScriptedModel([{ do: 'message', text: 'done' }], { key: API_KEY });
  const args = ['agent', '--model-base-url', model.url, '--model', 'model-of-mine', name, ...words];
  const done = await person.run(args, '', { CLEANROOM_API_KEY: API_KEY, XDG_CACHE_HOME: testCacheHome() });
  expect(done, done.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('done') });
  const asked = model.calls().map(({ path, body }) => `${path} ${JSON.stringify(body)}`);
  expect(asked.join('\n')).toMatch(/model-of-mine/);
});

it('gemini asks no further model which one to take', { timeout: 600_000 }, async (ctx) => {
  const unable = await missingForAgent('gemini');
  if (unable !== undefined) return ctx.skip(unable);
  model = await startScriptedModel([{ do: 'message', text: 'done' }], { key: API_KEY });
  const args = ['agent', '--model-base-url', model.url, 'gemini', '-p', 'hi'];
  const done = await person.run(args, '', { CLEANROOM_API_KEY: API_KEY, XDG_CACHE_HOME: testCacheHome() });
  expect(done, done.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('done') });
  expect(model.calls().map(({ path }) => path)).toEqual([expect.stringContaining('/gemini-2.5-pro:stream')]);
});
