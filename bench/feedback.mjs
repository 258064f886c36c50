import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ROOT } from './support.mjs';

const CORPUS = join(ROOT, 'test/fixtures/failing-logs');
const BOUNDS = [8192, 4096, 2048];
const LONG = 100 * 1024;

/**
 * What the next attempt is told of real failing logs: how often the failing assertion is inside of the bound, and what it
 * costs. Model tokens are estimated as bytes / 4, for log and feedback alike.
 */
export async function benchFeedback(scratch) {
  const { distil } = await import(`${ROOT}/build/verifier/feedback.js`);
  const { createFailureWatch } = await import(`${ROOT}/build/verifier/failure-watch.js`);
  const { createBoundedLog } = await import(`${ROOT}/build/support/bounded-log.js`);
  const { createRedactor } = await import(`${ROOT}/build/support/redact.js`);
  const directory = mkdtempSync(join(scratch, 'feedback-'));
  const logs = JSON.parse(readFileSync(join(CORPUS, 'index.json'), 'utf8'));
  const rows = [];
  let watchMs = 0;
  let distilMs = 0;
  for (const log of logs) {
    const text = gunzipSync(readFileSync(join(CORPUS, log.file)));
    const watch = createFailureWatch();
    const name = log.file.replace(/\.gz$/, '');
    const onText = (data) => {
      const start = performance.now();
      watch.push(data);
      watchMs += performance.now() - start;
    };
    const kept = createBoundedLog({ directory, name, maxBytes: 4 * 2 ** 20, redactor: createRedactor([]), onText });
    for (let at = 0; at < text.length; at += 65_536) kept.write(text.subarray(at, at + 65_536));
    await kept.finish();
    const excerpt = kept.excerpt();
    const parts = watch.parts(excerpt);
    const run = { display: log.runner, exitCode: log.exitCode, signal: null, end: 'exited', ...excerpt, parts };
    const start = performance.now();
    const told = BOUNDS.map((maxBytes) => distil(run, undefined, { maxBytes }));
    distilMs += (performance.now() - start) / BOUNDS.length;
    rows.push({
      ...log,
      half: halfOf(log),
      inside: told.map((out) => log.label.every((part) => out.includes(part))),
      told: Buffer.byteLength(told[0]),
    });
  }
  const total = rows.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(
    `${rows.length} logs of ${new Set(rows.map(({ runner }) => runner)).size} runners, ${(total / 2 ** 20).toFixed(1)} MiB`,
  );
  console.log(
    `\n${'failing assertion inside of'.padEnd(34)}${BOUNDS.map((bound) => `${bound / 1024} KiB`.padStart(18)).join('')}`,
  );
  const groups = [
    ['all', rows],
    ...['made-on', 'held-out', 'fresh'].map((half) => [half, rows.filter((row) => row.half === half)]),
    ...[...new Set(rows.map(({ runner }) => runner))].map((runner) => [
      runner,
      rows.filter((row) => row.runner === runner),
    ]),
  ];
  for (const [name, some] of groups) {
    const share = BOUNDS.map((_, i) => {
      const inside = some.filter((row) => row.inside[i]).length;
      return `${inside}/${some.length} = ${((100 * inside) / some.length).toFixed(1)} %`.padStart(18);
    });
    console.log(`${name.padEnd(34)}${share.join('')}`);
  }
  for (const row of rows.filter(({ inside }) => inside.includes(false)))
    console.log(
      `  not inside: ${row.file} (${row.inside
        .map((inside, i) => (inside ? '' : `${BOUNDS[i] / 1024} KiB`))
        .filter(Boolean)
        .join(', ')})`,
    );
  const all = rows.filter(({ inside }) => inside[0]).length / rows.length;
  console.log(`${all >= 0.98 ? 'holds ' : 'BROKEN'} inside of 8 KiB: ${(100 * all).toFixed(2)} % (at least 98 %)`);

  const long = rows.filter(({ bytes }) => bytes >= LONG);
  const shares = long.map(({ told, bytes }) => told / bytes);
  const tokens = (bytes) => Math.round(bytes / 4);
  const sum = (pick) => long.reduce((value, row) => value + pick(row), 0);
  console.log(
    `\n${long.length} logs of at least 100 KiB: ${tokens(sum(({ bytes }) => bytes))} tokens raw, ${tokens(sum(({ told }) => told))} in feedback (bytes / 4)`,
  );
  const worst = Math.max(...shares);
  console.log(
    `${worst <= 0.15 ? 'holds ' : 'BROKEN'} feedback per failed attempt, of the raw log, worst: ${(100 * worst).toFixed(2)} % (at most 15 %)`,
  );
  console.log(
    `watching ${(total / 2 ** 20 / (watchMs / 1000)).toFixed(0)} MiB/s; distilling ${(distilMs / rows.length).toFixed(1)} ms a log`,
  );
}

/** As in test/support/failing-logs.ts. */
function halfOf({ file, fresh }) {
  if (fresh) return 'fresh';
  return createHash('sha256').update(file).digest()[0] % 2 === 0 ? 'made-on' : 'held-out';
}
