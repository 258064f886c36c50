// Runs the attack suite and prints one table: what each attack did with its guard off, and with it on.
// Ends with 1 unless every attack that can be tried here works without its guard and is stopped by it.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const report = mkdtempSync(join(tmpdir(), 'attacks-'));
// Suites of other users leave their lines there too.
chmodSync(report, 0o1777);
const suites = readdirSync(join(root, 'test/attacks')).filter((name) => /^attacks.*\.test\.ts$/.test(name));
const run = spawnSync(
  process.execPath,
  [
    ...['node_modules/vitest/vitest.mjs', 'run', '--reporter', 'dot', ...process.argv.slice(2)],
    ...suites.map((name) => `test/attacks/${name}`),
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ATTACKS_REPORT: report } },
);
const lines = readdirSync(report)
  .sort()
  .flatMap((name) => JSON.parse(readFileSync(join(report, name), 'utf8')));
rmSync(report, { recursive: true, force: true });

const settings = [...new Set(lines.map(({ setting }) => setting))];
const ids = [...new Set(lines.map(({ id }) => id))];
const wrong = lines.filter(({ off, on, unable }) => unable === null && (off !== 'works' || on !== 'stopped'));
const cell = (line) => (line === undefined ? '' : line.unable === null ? `${line.off} | ${line.on}` : 'not tried');
const rows = ids.map((id) => {
  const of = lines.filter((line) => line.id === id);
  return [of[0].area, id, ...settings.map((setting) => cell(of.find((line) => line.setting === setting))), of[0].tries];
});
const head = ['area', 'attack', ...settings, 'what it tries'];
const widths = head.map((title, index) => Math.max(title.length, ...rows.map((row) => row[index].length)));
const show = (row) =>
  row
    .map((text, index) => text.padEnd(widths[index]))
    .join('  ')
    .trimEnd();
const table = [show(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(show)];

const reasons = new Map();
for (const { id, setting, unable } of lines) {
  if (unable === null) continue;
  const key = `${id}: ${unable}`;
  reasons.set(key, [...(reasons.get(key) ?? []), setting]);
}
const tried = lines.length - lines.filter(({ unable }) => unable !== null).length;
process.stdout.write(`
Each cell: guard off | guard on.

${table.join('\n')}

Cannot be tried here:
${[...reasons].map(([reason, where]) => `  ${reason} (${where.join(', ')})`).join('\n') || '  nothing'}
${wrong.map(({ id, setting, off, on, guard }) => `\nNOT AS IT MUST BE: ${id} (${setting}): guard off: ${off}, guard on: ${on}. Guard: ${guard}`).join('')}
${ids.length} attacks, ${tried} tries in ${settings.length} settings: ${tried - wrong.length} work without their guard and are stopped by it, ${wrong.length} do not; ${lines.length - tried} cannot be tried here.
`);
process.exitCode = run.status === 0 && wrong.length === 0 && tried > 0 ? 0 : 1;
