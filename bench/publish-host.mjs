// One publication in a process of its own, as a job has it: modules are loaded, then publish() is timed. Prints JSON.
import { ROOT } from './support.mjs';

const [apiUrl, evidenceDir, outputFile, summaryFile] = process.argv.slice(2);
const { GitHub } = await import(`${ROOT}/build/publish/github.js`);
const { publish } = await import(`${ROOT}/build/publish/publish.js`);
const { readFileSync } = await import('node:fs');
const { settings, target } = JSON.parse(readFileSync(`${evidenceDir}.request.json`, 'utf8'));

const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const github = new GitHub({
  token: 'bench',
  apiUrl,
  repository: 'octo-org/hello.world',
  clock,
  sleep,
  random: Math.random,
});
const cpu = process.cpuUsage();
const begun = performance.now();
const result = await publish({ evidenceDir, github, target, settings, outputFile, summaryFile, links: {} });
const wall = performance.now() - begun;
const { user, system } = process.cpuUsage(cpu);
console.log(
  JSON.stringify({
    wall,
    cpu: (user + system) / 1000,
    comment: result.comment,
    check: result.check,
    warnings: result.warnings,
  }),
);
