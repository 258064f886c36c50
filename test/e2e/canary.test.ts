import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { ActionSite, REPAIR, script, WITH } from '../support/action-site.js';
import { canary, canaryPattern, findForms, findInFiles, findInProcesses, formsOf } from '../support/canary.js';
import { ACTION_NODE } from '../support/dist.js';
import { GitHubOpenApi } from '../support/github-openapi.js';
import { runMain } from '../support/runner.js';
import { git } from '../support/workspace.js';

let api: GitHubOpenApi;
let site: ActionSite | undefined;
let model: Server | undefined;
beforeAll(() => {
  api = new GitHubOpenApi();
});
afterEach(async () => {
  model?.close();
  await site?.close();
});

it('the search finds every form, in files, names, command lines and environments', async () => {
  const value = canary();
  const forms = Object.entries(formsOf(value));
  expect(new Set(forms.map(([, form]) => form)).size).toBeGreaterThanOrEqual(8);
  for (const [name, form] of forms) expect(findForms(`x${form}y`, { it: value })).toContain(`it: ${name}`);
  // As somebody would write them, not as the search computes them.
  for (const text of [
    Buffer.from(value).toString('base64'),
    Buffer.from(`x${value}y`).toString('base64url'),
    Buffer.from(`xy${value}`).toString('base64'),
    `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${value}`).toString('base64')}`,
    Buffer.from(value).toString('hex'),
    JSON.stringify({ a: value }),
    new URLSearchParams({ a: value }).toString(),
  ]) {
    expect(findForms(text, { it: value }), text).not.toEqual([]);
    // The pattern of the search within a room sees all but what only a URL's escapes change.
    expect(new RegExp(canaryPattern()).test(text), text).toBe(true);
  }
  expect(new RegExp(canaryPattern()).test(canaryPattern())).toBe(false);
  expect(findForms(canary(), { it: value })).toEqual([]);

  const directory = await mkdtemp(join(tmpdir(), 'canary-'));
  const hex = formsOf(value)['hex'] ?? '';
  const child = spawn('sleep', ['60'], { env: { TOKEN: value }, argv0: hex, stdio: 'ignore' });
  try {
    await mkdir(join(directory, 'deep'));
    await writeFile(join(directory, 'deep', 'file'), `\0\xff${[...value].reverse().join('')}`);
    await writeFile(join(directory, hex), '');
    expect(await findInFiles(directory, { it: value })).toEqual(
      [expect.stringMatching(/name of .*: it: hex$/), expect.stringMatching(/deep\/file: it: reversed$/)].sort(),
    );
    const processes = await findInProcesses({ it: value }, []);
    expect(processes).toContain(`/proc/${child.pid}/environ: it: plain`);
    expect(processes).toContain(`/proc/${child.pid}/cmdline: it: hex`);
  } finally {
    child.kill('SIGKILL');
    await rm(directory, { recursive: true, force: true });
  }
});

/** Looks through everything that it can reach, and asks the model, which gives back all that it is told. */
const SEARCH = `
pattern=$(cat pattern.txt)
find_in() { grep -rlaE "$pattern" "$@" 2>/dev/null | grep -v '/decoy$' | sed 's/^/FOUND IN /'; }
find_in /etc /home /opt /root /run /srv /tmp /var /workspace /dev/shm
for process in /proc/[0-9]*; do
  find_in $process/environ $process/cmdline $process/maps $process/mountinfo $process/status
  find_in $process/cwd/ $process/root/run $process/root/tmp $process/root/home
done
perl -e 'open M, "/proc/1/maps" or exit; open F, "/proc/1/mem" or exit; open P, "pattern.txt"; chomp($p = <P>);
  while (<M>) { /^([0-9a-f]+)-([0-9a-f]+) rw/ or next; sysseek F, hex $1, 0; sysread F, $x, hex($2) - hex $1; print "FOUND IN memory of 1\\n" if $x =~ /$p/ }'
env
git config --list --show-origin; git log --all --format=%B
grep -c . decoy
grep -rlaE "$pattern" decoy && echo "the search works"
node -e '
  const { CLEANROOM_MODEL_URL: url, OPENAI_API_KEY: key } = process.env;
  fetch(url + "/v1/responses", { method: "POST", headers: { authorization: "Bearer " + key, "content-type": "application/json" }, body: "{}" })
    .then(async (answer) => console.log("the model said " + answer.status + " " + JSON.stringify([...answer.headers]) + (await answer.text())))
    .catch((error) => console.log("no model: " + error.cause));'
${REPAIR}
`;

it.each(ACTION_NODE)(
  '$name: no secret of the job is found in anything that the run touches',
  async ({ path: node }) => {
    const values = {
      'provider key': canary(),
      'GitHub token': canary(),
      'credential of a host': canary(),
      'secret of the environment': canary(),
    };
    // Gives back what it was sent, the key above all, as a hostile endpoint would.
    let keys = 0;
    model = createServer((request, reply) => {
      if (request.headers.authorization === `Bearer ${values['provider key']}`) keys += 1;
      reply.setHeader('x-you-sent', request.headers.authorization ?? '');
      reply.setHeader('content-type', 'application/json');
      reply.end(JSON.stringify({ sent: request.headers, usage: { input_tokens: 1, output_tokens: 1 } }));
    });
    model.listen(0, '127.0.0.1');
    await once(model, 'listening');
    const port = (model.address() as AddressInfo).port;
    const files = { 'work.sh': SEARCH, 'pattern.txt': `${canaryPattern()}\n`, decoy: `${canary()}\n` };
    site = await ActionSite.make(api, { token: values['GitHub token'] }, files);
    // As `actions/checkout` keeps it.
    const basic = Buffer.from(`x-access-token:${values['GitHub token']}`).toString('base64');
    git(site.repo, 'config', 'http.https://github.test/.extraheader', `AUTHORIZATION: basic ${basic}`);

    const { temp, repo } = site;
    const seen = new Set<string>();
    const config = join(repo, '.git/config');
    let main = -1;
    let over = false;
    const watch = async (): Promise<void> => {
      while (!over) {
        for (const place of await findInProcesses(values, [main, process.pid])) seen.add(place);
        for (const place of await findInFiles(temp, values, (path) => path === config)) seen.add(place);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    let watching: Promise<void> | undefined;
    const run = await runMain(
      site.job(node, 'pull_request', site.payload('pull_request', 'opened'), {
        token: values['GitHub token'],
        env: { DEPLOY_SECRET: values['secret of the environment'] },
      }),
      {
        ...WITH,
        'agent-command': script('sh work.sh 2>&1'),
        provider: 'openai',
        'model-base-url': `http://127.0.0.1:${port}`,
        'api-key': values['provider key'],
        credentials: `https://x:${encodeURIComponent(values['credential of a host'])}@git.test/`,
        'allow-agent': 'git.test:443',
      },
      {
        onStart(child) {
          main = child.pid ?? -1;
          watching = watch();
        },
      },
    );
    over = true;
    await watching;
    expect(run.code, run.stdout + run.stderr).toBe(0);

    // The agent did look, and could have found something; the broker did use the key.
    const evidence = run.outputs['evidence'] ?? '';
    const logs = await readFile(join(evidence, 'logs/attempt-1.log'), 'utf8').catch(async () => run.stdout);
    expect(logs).toContain('the search works');
    expect(logs).toContain('the model said 200');
    expect(keys).toBe(1);
    expect(logs).not.toContain('FOUND IN');

    expect([...seen]).toEqual([]);
    // The runner takes these lines out of the log, and what they name after them.
    const printed = (run.stdout + run.stderr).replace(/^::add-mask::.*$/gm, '');
    const texts = {
      log: printed,
      summary: run.summary,
      outputs: JSON.stringify(run.outputs),
      state: JSON.stringify(run.state),
      'later steps': run.leaks,
      comments: JSON.stringify(site.server.comments),
      requests: JSON.stringify(site.server.requests),
    };
    for (const [name, text] of Object.entries(texts)) expect(findForms(text, values), name).toEqual([]);
    expect(await findInFiles(evidence, values)).toEqual([]);
    expect(await findInFiles(temp, values, (path) => path === config)).toEqual([]);
  },
);
