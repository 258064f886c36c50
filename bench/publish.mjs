// What publish() costs beyond the time that GitHub takes: a loopback server answers after a fixed delay and says how long
// it held each request; the rest is ours. Typical evidence, and evidence at its bounds.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import ts from 'typescript';
import { compileValidators } from '../scripts/compile-validators.mjs';
import { bar, ROOT, row } from './support.mjs';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 10);
const DELAY_MS = 25;
const MOST_MS = 500;
const COMMIT = 'a'.repeat(40);

export async function benchPublish(scratch) {
  await compileValidators(join(ROOT, 'build'));
  const github = await loopback();
  const documents = await testDocuments(scratch);
  try {
    for (const [name, size] of [
      ['typical', { lines: 60, patchBytes: 4000, findings: 3 }],
      ['large (20,000 journal lines, 4 MiB patch)', { lines: 20_000, patchBytes: 4 * 2 ** 20, findings: 500 }],
    ]) {
      const directory = join(scratch, `publish-${size.lines}`);
      evidence(directory, documents, size);
      const ours = [];
      const cpu = [];
      const theirs = [];
      for (let round = 0; round <= ROUNDS; round += 1) {
        github.reset();
        const seen = await once([github.url, directory, join(scratch, 'out'), join(scratch, 'sum')]);
        if (seen.comment.state !== 'written' || seen.check.state !== 'written')
          throw new Error(`not published: ${JSON.stringify(seen)}`);
        // The first round warms the disk's cache.
        if (round === 0) continue;
        ours.push(seen.wall - github.held());
        theirs.push(github.held());
        cpu.push(seen.cpu);
      }
      const median = row(`${name}: ours`, ours);
      const held = row(`${name}: GitHub's, ${github.requests()} requests of ${DELAY_MS} ms`, theirs);
      row(`${name}: ours, processor time`, cpu);
      console.log(`ratio to GitHub's time ${(median / held).toFixed(2)}`);
      bar(`${name}: own time of publish(), ms in the median of ${ROUNDS}`, median, MOST_MS);
      rmSync(directory, { recursive: true });
    }
  } finally {
    await github.close();
  }
}

function once(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, 'bench/publish-host.mjs'), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (data) => (out += data));
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(`ended with ${code}`))));
  });
}

/** As much of GitHub as a first publication needs; every answer waits. */
async function loopback() {
  let held = 0;
  let requests = 0;
  let annotations = 0;
  const answerTo = (method, path, body) => {
    if (path.endsWith('/annotations')) return [200, Array.from({ length: Math.min(annotations, 100) }, () => ({}))];
    if (path.includes('/check-runs') && method === 'GET') return [200, { total_count: 0, check_runs: [] }];
    if (path.includes('/check-runs')) {
      annotations += body.output?.annotations?.length ?? 0;
      const url = 'https://github.example/octo-org/hello.world/runs/7';
      return [
        method === 'POST' ? 201 : 200,
        { ...body, id: 7, html_url: url, output: { ...body.output, annotations_count: annotations } },
      ];
    }
    if (method === 'POST') {
      const url = 'https://github.example/octo-org/hello.world/pull/5#issuecomment-9';
      const user = { id: 41898282, login: 'github-actions[bot]', type: 'Bot' };
      comments.push({
        id: 9,
        html_url: url,
        body: body.body,
        user,
        created_at: '2026-01-02T00:00:00Z',
        performed_via_github_app: {},
      });
      return [201, comments[0]];
    }
    if (path === '/user') return [403, { message: 'Resource not accessible by integration' }];
    return [200, path.endsWith('/comments') ? comments : []];
  };
  const comments = [];
  const server = createServer((request, response) => {
    const begun = performance.now();
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const path = new URL(request.url, 'http://localhost').pathname;
      const [status, body] = answerTo(request.method, path, text === '' ? {} : JSON.parse(text));
      setTimeout(() => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
        held += performance.now() - begun;
        requests += 1;
      }, DELAY_MS);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    held: () => held,
    requests: () => requests,
    reset: () => {
      held = 0;
      requests = 0;
      annotations = 0;
      comments.splice(0);
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** Plan, verdict and usage as the tests have them, which change with the schemas. */
async function testDocuments(scratch) {
  const source = readFileSync(join(ROOT, 'test/unit/publish/support/evidence.ts'), 'utf8');
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  const file = join(scratch, 'publish-evidence.mjs');
  writeFileSync(file, outputText.replaceAll('../../../../src/', `${ROOT}/build/`));
  const { aPlan, aVerdict, USAGE } = await import(file);
  return { plan: aPlan(), verdict: aVerdict(), usage: USAGE };
}

function evidence(directory, { plan, verdict, usage }, { lines, patchBytes, findings }) {
  mkdirSync(directory, { recursive: true });
  const change = `${'+ a line that was added, about as long as lines are\n'.repeat(Math.ceil(patchBytes / 52))}`;
  const count = change.split('\n').length - 1;
  const patch = `diff --git a/src/sum.js b/src/sum.js\n--- a/src/sum.js\n+++ b/src/sum.js\n@@ -0,0 +1,${count} @@\n${change}`;
  const journal = [];
  const at = (event, data) => {
    const time = new Date(Date.UTC(2026, 0, 2) + journal.length * 100).toISOString();
    journal.push({ schema: 'cleanroom/journal/v1', seq: journal.length + 1, time, event, ...data });
  };
  for (let attempt = 1; journal.length < lines; attempt += 1) {
    at('attempt.started', { attempt, resumed: false, fresh: false, worker: null, promptSha256: 'b'.repeat(64) });
    for (const stage of ['agent', 'proof']) {
      at('room.opened', { room: `${stage}-${attempt}`, stage });
      at('notice', { text: 'something that a reader should know' });
      at('room.closed', { room: `${stage}-${attempt}` });
    }
    at('proof.finished', { attempt, room: `proof-${attempt}`, run: 1, passed: false, worker: null });
  }
  const files = {
    'plan.json': JSON.stringify({ ...plan, source: { ...plan.source, workCommit: COMMIT } }, null, 2),
    'usage.json': JSON.stringify(usage),
    'change.patch': patch,
    'report.json': JSON.stringify({ summary: 'The sum was a difference.', changes: [], blocked: null }),
    'journal.jsonl': journal
      .slice(0, lines)
      .map((record) => `${JSON.stringify(record)}\n`)
      .join(''),
    'findings.json': JSON.stringify({
      schema: 'cleanroom/findings/v1',
      omitted: 0,
      findings: Array.from({ length: findings }, (_, index) => ({
        ...{ source: 'verifier', level: 'failure', rule: null, title: `finding ${index}`, message: 'it is wrong' },
        ...{ path: 'src/sum.js', startLine: index + 1, endLine: index + 1 },
      })),
    }),
  };
  const attempts = verdict.attempts.map((attempt) => ({
    ...attempt,
    patch: { ...attempt.patch, bytes: patch.length, sha256: digest(patch) },
  }));
  files['verdict.json'] = JSON.stringify({ ...verdict, attempts, planSha256: digest(files['plan.json']) });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  const listed = readdirSync(directory).map((path) => ({
    path,
    bytes: files[path].length,
    sha256: digest(files[path]),
  }));
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ schema: 'cleanroom/manifest/v1', files: listed }));
  const pullRequest = {
    number: 5,
    headSha: COMMIT,
    headRef: 'topic',
    headRepository: 'octo-org/hello.world',
    baseRef: 'main',
    baseSha: COMMIT,
    fork: false,
  };
  const request = { settings: plan.publish, target: { pullRequest, commit: COMMIT, branch: null } };
  writeFileSync(`${directory}.request.json`, JSON.stringify(request));
}

function digest(text) {
  return createHash('sha256').update(text).digest('hex');
}
