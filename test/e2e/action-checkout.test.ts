import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from '../../src/room/local/host.js';
import { ActionSite, expectClean, REPAIR, script, TOKEN, treeDigest, WITH } from '../support/action-site.js';
import { ACTION_NODE } from '../support/dist.js';
import { GitServer, type GitServerOptions } from '../support/git-server.js';
import { GitHubOpenApi } from '../support/github-openapi.js';
import { type Job, runMain } from '../support/runner.js';
import { git } from '../support/workspace.js';

const PATH = process.env['PATH'] ?? '';
const BASIC = `basic ${Buffer.from(`x-access-token:${TOKEN}`).toString('base64')}`;

let api: GitHubOpenApi;
let site: ActionSite;
let remote: GitServer | undefined;
beforeAll(() => {
  api = new GitHubOpenApi();
});
afterEach(async () => {
  await remote?.close();
  remote = undefined;
  await site?.close();
});

/** The repository as GitHub serves it: `owner/name.git` below a directory. */
async function serve(options: Partial<GitServerOptions> = {}): Promise<void> {
  const root = join(site.temp, 'served');
  await mkdir(join(root, 'octo-org'), { recursive: true });
  git(site.temp, 'clone', '-q', '--bare', site.repo, join(root, 'octo-org/hello.world.git'));
  remote = await GitServer.start({ root, ...options });
}

/** `actions/checkout` with fetch-depth 1 of the merge commit: neither head nor base is there. */
function shallowCheckout(name: string): string {
  const checkout = join(site.temp, name);
  const url = pathToFileURL(site.repo).href;
  git(site.temp, 'init', '-q', checkout);
  git(checkout, 'fetch', '-q', '--no-tags', '--depth=1', url, `+${site.merge}:refs/remotes/pull/17/merge`);
  git(checkout, 'checkout', '-q', '--force', 'refs/remotes/pull/17/merge');
  for (const commit of [site.head, site.base])
    expect(() => execFileSync('git', ['-C', checkout, 'cat-file', '-e', commit], { stdio: 'ignore' })).toThrow();
  return checkout;
}

function job(node: string, workspace: string, more: Partial<Job> = {}): Job {
  const github = { GITHUB_SERVER_URL: remote?.url ?? 'http://127.0.0.1:9' };
  return site.job(node, 'pull_request', site.payload('pull_request', 'opened'), { workspace, github, ...more });
}

describe.each(ACTION_NODE)('$name: commits that the checkout lacks', ({ path: node }) => {
  it('are fetched, without a token over http, and nothing is written', async () => {
    site = await ActionSite.make(api);
    await serve();
    const checkout = shallowCheckout('checkout');
    // What `persist-credentials: true` leaves: not for us to use.
    git(checkout, 'config', `http.${remote?.url}/.extraheader`, `AUTHORIZATION: ${BASIC}`);
    const before = await treeDigest(checkout);
    const run = await runMain(job(node, checkout), WITH);
    expect(run.code, run.stdout + run.stderr).toBe(0);
    expect(run.outputs).toMatchObject({ verdict: 'verified', green: 'true' });
    const plan = JSON.parse(await readFile(join(run.outputs['evidence'] ?? '', 'plan.json'), 'utf8')) as object;
    expect(plan).toMatchObject({ source: { workCommit: site.head, trustedCommit: site.base } });
    expect(await treeDigest(checkout)).toBe(before);
    expect(remote?.requests.length).toBeGreaterThan(0);
    expect(remote?.requests.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
    expect(remote?.requests.map(({ path }) => path).join()).not.toContain(TOKEN);
    await expectClean(site, run);
  });

  it('are fetched with the token over https, which is in no argument of git', async (context) => {
    const openssl = await findProgram('openssl', PATH);
    if (!openssl) return context.skip('openssl is not installed: no certificate can be made');
    site = await ActionSite.make(api);
    const file = (name: string): string => join(site.temp, name);
    const request = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
    ];
    const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync(openssl, [...request, ...names, '-keyout', file('key.pem'), '-out', file('cert.pem')], {
      stdio: 'ignore',
    });
    const [key, cert] = await Promise.all([readFile(file('key.pem'), 'utf8'), readFile(file('cert.pem'), 'utf8')]);
    await serve({ tls: { key, cert }, authorization: BASIC });
    // Git trusts what the machine trusts: here, this certificate too. It also writes down what it was called with.
    await mkdir(file('bin'));
    const log = file('git.log');
    const real = await findProgram('git', PATH);
    const wrapper = `#!/bin/sh\nprintf '%s\\n' "$*" >> ${log}\nGIT_SSL_CAINFO=${file('cert.pem')} exec ${real} "$@"\n`;
    await writeFile(file('bin/git'), wrapper, { mode: 0o755 });
    const checkout = shallowCheckout('checkout');
    const before = await treeDigest(checkout);
    const run = await runMain(job(node, checkout, { env: { PATH: `${file('bin')}${delimiter}${PATH}` } }), WITH);
    expect(run.code, run.stdout + run.stderr).toBe(0);
    expect(run.outputs['verdict']).toBe('verified');
    expect(new Set(remote?.requests.map(({ authorization }) => authorization))).toEqual(new Set([BASIC]));
    const calls = await readFile(log, 'utf8');
    expect(calls).toContain(`fetch`);
    for (const secret of [TOKEN, BASIC.slice(6)]) expect(calls).not.toContain(secret);
    expect(await treeDigest(checkout)).toBe(before);
    await expectClean(site, run);
  });

  it('that cannot be had end the step with what to do', async () => {
    site = await ActionSite.make(api);
    await serve({ authorization: 'nobody' });
    const checkout = shallowCheckout('checkout');
    const run = await runMain(job(node, checkout), WITH);
    expect(run.code).toBe(1);
    const errors = run.commands.filter(({ name }) => name === 'error').map(({ data }) => data);
    expect(errors).toEqual([expect.stringMatching(/could not be fetched[\s\S]*check github-token/)]);
    await expectClean(site, run);
  });
});

describe.each(ACTION_NODE)('$name: the runner', ({ path: node }) => {
  /** A PATH with everything but bubblewrap, and an apt-get that installs it at the second try. */
  async function bare(): Promise<{ path: string; calls: () => Promise<string> }> {
    const directory = join(site.temp, 'path');
    await mkdir(directory);
    const own = ['bwrap', 'apt-get', 'sudo'];
    for (const from of PATH.split(delimiter).filter((entry) => entry.startsWith('/'))) {
      const names = await readdir(from).catch(() => []);
      // The first of a name wins, as in any PATH.
      for (const name of names.filter((entry) => !own.includes(entry)))
        await symlink(join(from, name), join(directory, name)).catch(() => {});
    }
    const log = join(site.temp, 'apt.log');
    await writeFile(log, '');
    const real = await findProgram('bwrap', PATH);
    const install = `#!/bin/sh\necho "$@" >> ${log}\ncase $1 in update) : > ${log}.updated ;; esac\n[ -e ${log}.updated ] || exit 100\n[ "$1" = update ] || ln -sf ${real} ${directory}/bwrap\n`;
    await writeFile(join(directory, 'apt-get'), install, { mode: 0o755 });
    await writeFile(join(directory, 'sudo'), '#!/bin/sh\n[ "$1" = -n ] && shift\n[ "$1" = -- ] && shift\nexec "$@"\n');
    await chmod(join(directory, 'sudo'), 0o755);
    return { path: directory, calls: () => readFile(log, 'utf8') };
  }

  it('gets bubblewrap where it has none, and not for inputs that are bad', async () => {
    site = await ActionSite.make(api);
    const { path, calls } = await bare();
    const bad = await runMain(job(node, site.repo, { env: { PATH: path } }), { ...WITH, memory: 'no' });
    expect(bad.code).toBe(1);
    expect(await calls()).toBe('');
    const good = await runMain(job(node, site.repo, { env: { PATH: path } }), {
      ...WITH,
      'agent-command': script(REPAIR),
    });
    expect(good.code, good.stdout + good.stderr).toBe(0);
    expect(good.outputs['verdict']).toBe('verified');
    expect((await calls()).trim().split('\n')).toEqual([
      'install -y -q --no-install-recommends bubblewrap',
      'update -q',
      'install -y -q --no-install-recommends bubblewrap',
    ]);
    await expectClean(site, good);
  });
});
