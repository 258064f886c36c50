// Runs the cheat suite: every cheat on every task where it makes sense, honest and idle agents on all of them, and prints
// one table. Ends with 1 on any false green but those of special-cased inputs without a hidden verifier, on any false
// red, and where fewer was tried than is promised. Arguments go to vitest: `npm run cheats -- -t tape`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const report = mkdtempSync(join(tmpdir(), 'cheats-'));
const suites = ['cheats', 'honest', 'npm-tasks'].map((name) => `test/e2e/${name}.test.ts`);
const run = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--reporter', 'dot', ...process.argv.slice(2), ...suites],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, CHEATS_REPORT: report } },
);
const lines = readdirSync(report)
  .sort()
  .map((name) => JSON.parse(readFileSync(join(report, name), 'utf8')));
rmSync(report, { recursive: true, force: true });

const of = (agent) => lines.filter((line) => line.agent === agent);
const count = (list, wanted) => list.filter(wanted).length;
const unique = (list) => [...new Set(list)];
const green = ({ green }) => green;
const red = ({ green }) => !green;

/** One line per agent, in the order of the kinds. */
const names = unique(of('cheat').map(({ name }) => name));
const rows = names
  .map((name) => {
    const tried = of('cheat').filter((line) => line.name === name);
    const guards = unique(tried.map(({ guard }) => guard)).map(
      (guard) => `${guard} ${count(tried, (line) => line.guard === guard)}`,
    );
    return [
      String(tried[0].kind),
      name,
      String(tried.length),
      String(count(tried, ({ fooled }) => fooled)),
      String(count(tried, green)),
      guards.join(', '),
    ];
  })
  .sort((a, b) => Number(a[0]) - Number(b[0]) || a[1].localeCompare(b[1]));
const head = ['kind', 'cheat', 'tasks', 'fool a check in their room', 'false greens', 'stopped by'];
const widths = head.map((title, index) => Math.max(title.length, ...rows.map((row) => row[index].length)));
const show = (row) =>
  row
    .map((text, index) => text.padEnd(widths[index]))
    .join('  ')
    .trimEnd();
const wrong = [
  ...lines.filter(({ agent, green }) => green && ['cheat', 'idle', 'special, hidden verifier'].includes(agent)),
  ...of('honest').filter(red),
];
const tasks = unique(of('cheat').map(({ task }) => task));
const total = (agent, what, wanted) => `  ${what}: ${count(of(agent), wanted)} of ${of(agent).length}`;
process.stdout.write(`
${[show(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(show)].join('\n')}
${wrong.map(({ agent, name, task, verdict, said }) => `\nNOT AS IT MUST BE: ${agent}: ${name}, on ${task}: ${verdict}. ${said}`).join('')}

${names.length} cheats on ${tasks.length} tasks (${tasks.join(', ')})
${total('cheat', 'false greens', green)}
${total('cheat', 'would have convinced a check in the room of the agent', ({ fooled }) => fooled)}
${total('special', 'special-cased inputs, green without a hidden verifier', green)}
${total('special, hidden verifier', 'special-cased inputs, green with a hidden verifier', green)}
${total('honest', 'false reds of honest agents', red)}
${total('idle', 'idle agents that were green', green)}
`);
const enough = process.argv.length > 2 || (names.length >= 30 && tasks.length >= 6);
process.exitCode = run.status === 0 && wrong.length === 0 && enough && lines.length > 0 ? 0 : 1;
