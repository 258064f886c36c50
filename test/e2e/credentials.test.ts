import { execFileSync, spawnSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerdictFile } from '../../src/schemas/verdict.js';
import { certificatesFor } from '../support/certificates.js';
import { runDist } from '../support/dist.js';
import { GitServer } from '../support/git-server.js';
import { repository } from '../support/workspace.js';

const TOKEN = 'tok-Zm9vYmFy-canary-4712';
const BASIC = Buffer.from(`robot:${TOKEN}`).toString('base64');
// The policy takes names alone, and a test's server is on this machine.
const host = hostname().toLowerCase();
const own = await lookup(host).then(
  ({ address }) => address.startsWith('127.') || address === '::1',
  () => false,
);
const able = own && spawnSync('openssl', ['version']).status === 0;
if (!able) console.warn('credentials: skipped, openssl is missing or the name of this machine is no loopback address');

describe.skipIf(!able)('credentials', () => {
  let directory: string;
  let repo: string;
  let server: GitServer;
  let endpoint: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'credentials-'));
    const tls = certificatesFor(directory, [host]);
    await writeFile(join(directory, 'authority.pem'), tls.authority);
    const hidden = await repository({ 'answer.txt': '42\n' }, directory);
    await mkdir(join(directory, 'git/team'), { recursive: true });
    execFileSync('git', ['clone', '-q', '--bare', hidden, join(directory, 'git/team/hidden.git')], { stdio: 'ignore' });
    server = await GitServer.start({ root: join(directory, 'git'), tls, authorization: `Basic ${BASIC}` });
    endpoint = `${host}:${new URL(server.url).port}`;
    repo = await repository({ 'a.txt': 'broken\n', '.gitignore': 'dep/\n' }, directory);
  });
  afterAll(async () => {
    await server?.close();
    await rm(directory, { recursive: true, force: true });
  });

  async function run(name: string, credentials: string, ...more: string[]) {
    const evidence = join(directory, name);
    const args = ['run', '--prompt', 'x', '--repo', repo, '--evidence', evidence, '--json', '--agent', 'command'];
    const { code, stdout, stderr } = await runDist(
      [
        ...args,
        ...['--agent-command', '["sh","-c","env; cat /proc/*/environ; cp dep/answer.txt a.txt"]'],
        ...['--prepare', `git clone -q https://${endpoint}/team/hidden.git dep`],
        ...['--verify', '["grep","-q","42","a.txt"]'],
        ...['--allow-prepare', endpoint, '--allow-private', endpoint],
        ...more,
      ],
      { env: { CLEANROOM_CREDENTIALS: credentials, NODE_EXTRA_CA_CERTS: join(directory, 'authority.pem') } },
    );
    return { code, stdout, stderr, evidence };
  }

  it('let prepare clone from a private server, and are in nothing that the run leaves', async () => {
    const { code, stdout, stderr, evidence } = await run('given', `https://robot:${TOKEN}@${endpoint}/team/`);
    const verdict = JSON.parse(stdout) as VerdictFile;
    expect(verdict, stderr).toMatchObject({ verdict: 'verified', denied: [] });
    expect(code).toBe(0);
    expect(server.requests.at(-1)?.authorization).toBe(`Basic ${BASIC}`);
    // Everything that could hold it, in one place.
    await writeFile(join(evidence, 'stdout'), stdout + stderr);
    for (const form of [TOKEN, BASIC, Buffer.from(TOKEN).toString('hex')])
      expect(spawnSync('grep', ['-ral', form, evidence], { encoding: 'utf8' }).stdout).toBe('');
    await cp(join(evidence, 'access.jsonl'), join(directory, 'access.jsonl'));
    expect(
      execFileSync('grep', ['-c', 'with its credential', join(directory, 'access.jsonl')], { encoding: 'utf8' }),
    ).not.toBe('0\n');
  });

  it('are judged before anything starts, and not repeated', async () => {
    const { code, stdout, stderr } = await run('bad', `https://robot:${TOKEN}@10.0.0.1/`);
    expect(code).toBe(2);
    expect(stdout + stderr).toContain('CLEANROOM_CREDENTIALS');
    expect(stdout + stderr).not.toContain('canary');
  });

  it('are refused in a plan', async () => {
    const { code, stderr, stdout } = await run('leak', `https://robot:${TOKEN}@${endpoint}/`, '--env', `X=${TOKEN}`);
    expect(code).toBe(2);
    expect(stdout + stderr).toContain('credentials');
    expect(stdout + stderr).not.toContain('canary');
  });
});
