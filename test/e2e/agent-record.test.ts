import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkManifest } from '../../src/evidence/manifest.js';
import type { Manifest } from '../../src/schemas/manifest.js';
import type { SessionFile } from '../../src/schemas/session.js';
import { canary } from '../support/canary.js';
import { Person } from '../support/person.js';
import { TINY_MCP_SERVER } from '../support/tiny-mcp-server.js';

const CONFIG = 'agents:\n  sh: {command: sh -c}\n';

let person: Person;
beforeEach(async () => {
  person = await Person.create({ '.github/cleanroom.yml': CONFIG, 'a.txt': 'a\n' });
});
afterEach(() => person.dispose());

const git = (...args: string[]): string => execFileSync('git', args, { cwd: person.repo, encoding: 'utf8' });

describe('the prepare command of the repository', () => {
  const configure = async (text: string): Promise<void> => {
    await writeFile(join(person.repo, '.github/cleanroom.yml'), `${CONFIG}${text}`);
    git('-c', 'user.name=n', '-c', 'user.email=e', 'commit', '-qam', 'prepare');
  };

  it('has run when the agent starts, and is no part of its changes, in a kept room too', async () => {
    await configure(
      "working-directory: .github\nprepare: mkdir ../dep; pwd > ../dep/at; echo lost > ../a.txt; printf 'sh\\033]0;title\\007own\\n'\n",
    );
    const patch = join(person.directory, 'p.patch');
    const work = 'cat dep/at a.txt; echo new > n';
    const first = await person.run(['agent', '--keep', '--patch', patch, 'sh', work]);
    expect(first, first.stderr).toMatchObject({ code: 0, stdout: '/workspace/.github\na\n' });
    // What a terminal would act on is taken out.
    expect(first.stderr).toMatch(/prepare: mkdir[\s\S]*shown\n[\s\S]*1 tracked files/);
    expect(await readFile(patch, 'utf8')).toMatch(/^diff --git a\/n b\/n\n/);
    const id = /cr-[0-9a-f]{12}/.exec(first.stderr)?.[0] ?? '';
    const again = await person.run(['agent', '--room-id', id, 'sh', 'cat n dep/at']);
    expect(again, again.stderr).toMatchObject({ code: 0, stdout: 'new\n/workspace/.github\n' });
  });

  it('can be left out, and stops the command when it fails', async () => {
    await configure("prepare: echo no; exit 4\nprepare-timeout: 5m\nallow-prepare: ['a.example:443']\n");
    const failed = await person.run(['agent', 'sh', 'echo ran']);
    expect(failed).toMatchObject({ code: 3, stdout: '' });
    expect(failed.stderr).toMatch(/prepare command failed: exit code 4[\s\S]*--prepare ''/);
    expect(await person.run(['agent', '--prepare', '', 'sh', 'echo ran'])).toMatchObject({ code: 0, stdout: 'ran\n' });
  });
});

describe('a record of what the room did', () => {
  const SECRET = canary();
  const rpc = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'look_up', arguments: {} },
  });
  const servers = { tiny: { command: ['node', '/opt/tiny/server.cjs'], env: { GREETING: { secret: 'WORD' } } } };

  it('holds requests, calls of tools, programs and the change, and neither the secret nor what was typed', async () => {
    const tools = join(person.directory, 'tiny');
    const prepared = ['--prepare', 'id -u > uid'];
    await mkdir(tools);
    await writeFile(join(tools, 'server.cjs'), TINY_MCP_SERVER);
    const evidence = join(person.directory, 'evidence');
    const ask = `curl -s -H 'content-type: application/json' -H 'accept: application/json, text/event-stream' -d '${rpc}' http://127.0.0.1:7777/cleanroom/mcp/tiny`;
    const mcp = JSON.stringify(servers).replace('/opt/tiny', tools);
    const said = await person.run(
      [
        'agent',
        ...prepared,
        '--evidence',
        evidence,
        '--mcp-servers',
        mcp,
        '--tools',
        tools,
        'sh',
        `${ask}; cat; curl -s -o /dev/null http://no.example; echo b >> a.txt`,
      ],
      'typed-by-a-person',
      { CLEANROOM_MCP_SECRETS: `WORD=${SECRET}` },
    );
    expect(said, said.stderr).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/SAID [\s\S]*typed-by-a-person/),
    });
    expect(said.stdout).not.toContain(SECRET);
    const lines = async (name: string): Promise<Record<string, unknown>[]> =>
      (await readFile(join(evidence, name), 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    expect(await lines('mcp.jsonl')).toMatchObject([{ server: 'tiny', tool: 'look_up', verdict: 'allowed' }]);
    expect(await lines('access.jsonl')).toContainEqual(
      expect.objectContaining({ host: 'no.example', verdict: 'denied' }),
    );
    expect((await lines('probes.jsonl')).every(({ passed }) => passed)).toBe(true);
    expect(await readFile(join(evidence, 'change.patch'), 'utf8')).toContain('+b');
    const session = JSON.parse(await readFile(join(evidence, 'session.json'), 'utf8')) as SessionFile;
    expect(session).toMatchObject({ agent: 'sh', exitCode: 0, terminal: false, patch: 'change.patch', keptRoom: null });
    // Where the kernel can be asked.
    if (session.audit.startsWith('exec')) {
      const ran = (await lines('exec.jsonl')).map(({ room, exe }) => [room, exe]);
      expect(ran).toContainEqual(['agent', '/usr/bin/curl']);
      expect(ran).toContainEqual(['prepare', '/usr/bin/id']);
      // The server's room has a secret, and is on the host's side.
      expect(ran).toContainEqual(['mcp-tiny', expect.stringMatching(/\/node$/)]);
      const closed = (await lines('journal.jsonl')).filter(({ event }) => event === 'audit.finished');
      expect(closed.map(({ room }) => room)).toEqual(expect.arrayContaining(['agent', 'mcp-tiny', 'prepare']));
    }
    const manifest = JSON.parse(await readFile(join(evidence, 'manifest.json'), 'utf8')) as Manifest;
    expect(await checkManifest(evidence, manifest)).toEqual([]);
    for (const text of [SECRET, 'typed-by-a-person']) expect(spawnSync('grep', ['-r', text, evidence]).status).toBe(1);
    const shown = await person.run(['show', evidence]);
    expect(shown).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/use of sh[^\n]*exit code 0\. Nothing was verified/),
    });
    const published = await person.run(
      ['publish', evidence, '--github-repository', 'o/r', '--commit', session.workCommit],
      '',
      { GITHUB_TOKEN: 't' },
    );
    expect(published).toMatchObject({ code: 3, stderr: expect.stringContaining('no verdict.json') });
  });

  it('is written where the person says, and nowhere because a repository says so', async () => {
    await writeFile(join(person.repo, '.github/cleanroom.yml'), `${CONFIG}evidence: ${person.directory}/theirs\n`);
    git('-c', 'user.name=n', '-c', 'user.email=e', 'commit', '-qam', 'evidence');
    expect(await person.run(['agent', 'sh', 'true'])).toMatchObject({ code: 0 });
    expect(await readdir(person.directory)).not.toContain('theirs');
  });
});
