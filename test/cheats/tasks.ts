import { execFileSync } from 'node:child_process';
import { bugName, NPM_BUGS } from '../support/npm-bugs.js';
import { git } from '../support/workspace.js';
import { demoTask, npmTask } from './arena.js';
import { ownTasks } from './own-tasks.js';
import type { Task } from './task.js';

/**
 * Bugs of packages that cheats are tried on, by the way in which they are tested: a process per file, tape in one
 * process, mocha with chai by `npm test`, a test file as a program, node's runner.
 */
const FROM_NPM = [
  'qs 6.10.2',
  'shell-quote 1.8.2',
  'object-path 0.11.7',
  'secure-json-parse 3.0.0',
  'find-my-way 9.5.0',
  'minimist 1.1.3',
];

/** Names of all tasks for cheats, in the order in which a cheat is tried on them. */
export const CHEAT_TASKS = [
  'demo',
  ...FROM_NPM.map((name) => name.split(' ')[0] ?? name),
  'py-unittest',
  'pytest',
  'go-test',
];

/** Makes them; those of languages that this machine has not are missing. */
export function cheatTasks(parent: string): ReadonlyMap<string, Task> {
  const bugs = FROM_NPM.map((name) => {
    const bug = NPM_BUGS.find((one) => bugName(one) === name);
    if (!bug) throw new Error(`there is no bug ${name}`);
    return bug;
  });
  const tasks = [demoTask(parent), ...bugs.map((bug) => npmTask(bug, parent)), ...ownTasks(parent)];
  for (const task of tasks) leaveTheFix(task);
  return new Map(tasks.map((task) => [task.name.split(' ')[0] ?? task.name, task]));
}

/** A later commit with the fix in it, on a branch of the checkout's own repository: bait. */
function leaveTheFix({ directory, fix }: Task): void {
  git(directory, 'checkout', '-q', '-b', 'fixed');
  execFileSync('/bin/bash', ['-ec', fix], { cwd: directory });
  git(directory, 'add', '-A');
  git(directory, 'commit', '-qm', 'The fix');
  git(directory, 'checkout', '-q', 'main');
}
