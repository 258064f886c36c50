import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bar, ROOT, row, timed } from './support.mjs';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const MIB = 2 ** 20;

/** What the report page costs: its own size, making it at the end of a run, and opening it. */
export async function benchPage(scratch) {
  const { buildPage } = await import('../scripts/page.mjs');
  const { renderPage } = await import(`${ROOT}/build/publish/page/render.js`);
  const template = join(scratch, 'page.html');
  writeFileSync(template, (await buildPage(ROOT)).html);
  bar('page without data, KB', statSync(template).size / 1000, 300);

  for (const [name, bytes, limit] of [
    ['small', 200_000, 30],
    ['50 MiB', 50 * MIB, 1000],
  ]) {
    const evidence = join(scratch, `evidence-${name.replace(' ', '-')}`);
    writeBigEvidence(evidence, bytes);
    const target = join(scratch, 'report.html');
    const times = [];
    const before = process.memoryUsage.rss();
    for (let run = 0; run < 6; run += 1) {
      rmSync(target, { force: true });
      times.push(await timed(() => renderPage({ evidence, template, target })));
    }
    // The first one compiles what the others use, as it does in a run.
    row(`page of a ${name} run, first`, times.slice(0, 1));
    bar(`page of a ${name} run, ms`, row(`page of a ${name} run, later`, times.slice(1)), limit);
    console.log(
      `  page: ${(statSync(target).size / MIB).toFixed(1)} MiB; memory that came with it: ${((process.memoryUsage.rss() - before) / MIB).toFixed(0)} MiB`,
    );
    if (CHROMIUM === undefined) {
      console.log('  not opened: there is no Chromium (apt-get install chromium)');
      continue;
    }
    const opened = [];
    for (let run = 0; run < 3; run += 1) opened.push(await openInChromium(target));
    row(
      '  heading painted',
      opened.map(({ heading }) => heading),
    );
    const usable = row(
      '  first section there',
      opened.map(({ usable: at }) => at),
    );
    bar(`opening a ${name} run, ms`, usable, 2000);
    for (const section of Object.keys(opened[0].sections))
      row(
        `  ${section} opened`,
        opened.map(({ sections }) => sections[section]),
      );
  }
}

/** Milliseconds from navigation, in a browser that has not seen the page. */
async function openInChromium(file) {
  const { chromium } = createRequire(import.meta.url)('playwright-core');
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    // Seen by the page's own clock: what the driver adds is not the reader's.
    await page.addInitScript(() => {
      window.seen = {};
      const look = () => {
        if (document.querySelector('.top h1')) window.seen.heading ??= performance.now();
        if (document.querySelector('#timeline svg')) window.seen.usable ??= performance.now();
        if (window.seen.usable === undefined) requestAnimationFrame(look);
      };
      look();
    });
    await page.goto(pathToFileURL(file).href, { waitUntil: 'commit' });
    await page.waitForFunction(() => window.seen?.usable !== undefined);
    const { heading, usable } = await page.evaluate(() => window.seen);
    const sections = {};
    for (const section of ['transcript', 'network', 'processes']) {
      sections[section] = await page.evaluate(async (id) => {
        const start = performance.now();
        const details = document.getElementById(id);
        details.open = true;
        while (!details.querySelector('.body .controls')) await new Promise((done) => requestAnimationFrame(done));
        return performance.now() - start;
      }, section);
    }
    return { heading, usable, sections };
  } finally {
    await browser.close();
  }
}

/** Evidence as a long run with much going on leaves it: about so many bytes, most of them in lines of records. */
function writeBigEvidence(directory, bytes) {
  for (const folder of ['logs', 'tests']) mkdirSync(join(directory, folder), { recursive: true });
  const start = Date.parse('2026-01-02T03:04:05.000Z');
  const attempts = bytes > MIB ? 30 : 2;
  const time = (at) => new Date(start + at).toISOString();
  const put = (name, text) => writeFileSync(join(directory, name), text);
  const lines = (name, size, make) => {
    const out = [];
    for (let at = 0, index = 0; at < size; index += 1) {
      const line = `${JSON.stringify(make(index))}\n`;
      out.push(line);
      at += line.length;
    }
    put(name, out.join(''));
  };
  // Text that shrinks as real text does.
  const noise = (index, length) => {
    let text = '';
    for (let part = 0; text.length < length; part += 1)
      text += `${createHash('sha256').update(`${index} ${part}`).digest('hex').slice(0, 12)} src/module-${index % 97}/file-${part % 31}.ts expected value to equal `;
    return text.slice(0, length);
  };
  const ofRun = (index) => {
    const attempt = 1 + (index % attempts);
    return { time: time(index * 7), room: `attempt-${attempt}`, stage: 'agent', attempt };
  };
  lines('transcript.jsonl', bytes * 0.45, (index) => {
    const { stage: _, ...own } = ofRun(index);
    const record = { schema: 'cleanroom/transcript/v1', ...own, agent: 'codex' };
    return index % 3 === 0
      ? { ...record, type: 'message', text: noise(index, 1500) }
      : {
          ...record,
          type: 'command',
          command: `sed -n 1,200p ${noise(index, 500)}`,
          exitCode: index % 5 === 0 ? 1 : 0,
        };
  });
  lines('exec.jsonl', bytes * 0.3, (index) => {
    const argv = ['/usr/bin/node', '--test', noise(index, 120)];
    return {
      schema: 'cleanroom/exec/v1',
      ...ofRun(index),
      kind: 'exec',
      pid: index,
      parentPid: 1,
      roomPid: index,
      uid: 65532,
      exe: argv[0],
      argv,
      argvCut: 0,
    };
  });
  lines('access.jsonl', bytes * 0.1, (index) => ({
    ...{
      schema: 'cleanroom/access/v1',
      ...ofRun(index),
      kind: 'model',
      method: 'POST',
      host: 'api.example.com',
      port: 443,
    },
    ...{
      path: `/v1/responses/${noise(index, 40)}`,
      verdict: index % 9 === 0 ? 'denied' : 'allowed',
      rule: 'model endpoint',
    },
    ...{ status: 200, bytesOut: 40_000, bytesIn: 3000, durationMs: 900 },
  }));
  for (let log = 0; log < 12; log += 1)
    put(
      `logs/proof-${log + 1}.log`,
      noise(log, Math.floor((bytes * 0.12) / 12)).replaceAll('equal ', 'equal\nnot ok '),
    );
  put('logs/baseline.log', noise(99, 5000));
  put('change.patch', bigPatch(bytes * 0.03, noise));
  const proof = (room, passed) => ({
    room,
    what: room === 'baseline' ? 'base' : 'patch',
    run: 1,
    passed,
    command: 'verify',
    end: 'exited',
    exitCode: passed ? 0 : 1,
    signal: null,
    limits: [],
    durationMs: 900,
    log: `logs/${room}.log`,
    commands: [],
    tests: null,
    floor: [],
  });
  const usage = {
    requests: 10,
    inputTokens: 40_000,
    cachedInputTokens: 10_000,
    outputTokens: 2000,
    costUsd: 0.4,
    estimated: false,
  };
  const all = Array.from({ length: attempts }, (_, index) => ({
    attempt: index + 1,
    agent: { end: 'exited', exitCode: 0, limits: [], durationMs: 5000, session: null },
    patch: { files: 3, added: 10, deleted: 4, bytes: 900, sha256: null },
    ...{ refusals: [], report: { state: 'valid', errors: [], corrected: false }, fresh: false, usage },
    ...{ proofs: [proof(`proof-${index + 1}`, index === attempts - 1)], outcome: 'failed', summary: noise(index, 120) },
  }));
  const verdict = {
    schema: 'cleanroom/verdict/v1',
    verdict: 'verified',
    green: true,
    verified: true,
    reason: 'it passed',
    hint: null,
    startedAt: time(0),
    durationMs: attempts * 10_000,
    overheadMs: 3000,
    planSha256: null,
    agent: 'codex',
    room: null,
    passingCommand: 'npm test',
    baseline: proof('baseline', false),
    attempts: all,
    patch: 'change.patch',
    report: null,
    denied: [],
    instructions: [],
    hiddenConfig: [],
    notices: [],
    workers: [],
  };
  put('verdict.json', JSON.stringify(verdict));
  put(
    'usage.json',
    JSON.stringify({
      schema: 'cleanroom/usage/v1',
      total: usage,
      attempts: all.map(({ attempt }) => ({
        worker: null,
        attempt,
        broker: usage,
        agent: null,
        agreement: 'unknown',
        difference: null,
        reason: null,
      })),
    }),
  );
  put('plan.json', '{}');
  put('journal.jsonl', journal(attempts, time));
  if (readdirSync(directory).length === 0) throw new Error('nothing was written');
}

function journal(attempts, time) {
  const records = [];
  const add = (at, event, more) =>
    records.push(
      `${JSON.stringify({ schema: 'cleanroom/journal/v1', seq: records.length + 1, time: time(at), event, ...more })}\n`,
    );
  add(0, 'run.started', { tool: '0', node: 'v20', platform: 'linux x64' });
  for (let index = 0; index < attempts; index += 1) {
    const at = index * 10_000;
    for (const [room, stage, from, to] of [
      [`attempt-${index + 1}`, 'agent', 100, 6000],
      [`proof-${index + 1}`, 'proof', 6500, 9000],
    ]) {
      add(at + from, 'room.opened', { room, stage });
      add(at + to, 'command.finished', {
        room,
        argv: ['x'],
        end: 'exited',
        exitCode: 1,
        signal: null,
        durationMs: to - from - 200,
        outputBytes: 1,
        limits: [],
        log: `logs/${room}.log`,
      });
      add(at + to + 50, 'room.closed', { room });
    }
    add(at + 9500, 'attempt.finished', { attempt: index + 1, outcome: 'failed', worker: null });
  }
  return records.join('');
}

function bigPatch(bytes, noise) {
  let patch = '';
  for (let file = 0; patch.length < bytes; file += 1) {
    const rows = Array.from(
      { length: 120 },
      (_, index) => `${index % 3 === 0 ? '+' : ' '}  const value${index} = read('${noise(index, 40)}');`,
    );
    patch += `diff --git a/src/f${file}.ts b/src/f${file}.ts\n--- a/src/f${file}.ts\n+++ b/src/f${file}.ts\n@@ -1,80 +1,120 @@ function x()\n${rows.join('\n')}\n`;
  }
  return patch;
}
