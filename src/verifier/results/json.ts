import { isObject } from '../../support/json-object.js';
import { Tally } from './tally.js';

const MAX_TESTS = 500_000;

/** The results of Vitest's or Jest's JSON reporter; undefined when the text is something else. Never throws. */
export function readJsonResults(text: string, workspace: string): Tally | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value) || typeof value['numTotalTests'] !== 'number' || !Array.isArray(value['testResults']))
    return undefined;
  // Jest says which tests ran before a crash of its runner; Vitest does not.
  const jest = 'numRuntimeErrorTestSuites' in value;
  const tally = new Tally(jest ? 'jest' : 'vitest', 'tests');
  let left = MAX_TESTS;
  let end = 0;
  for (const file of value['testResults'] as readonly unknown[]) {
    if (!isObject(file)) continue;
    const name = typeof file['name'] === 'string' ? relative(file['name'], workspace) : '';
    if (typeof file['endTime'] === 'number') end = Math.max(end, file['endTime']);
    const tests: readonly unknown[] = Array.isArray(file['assertionResults']) ? file['assertionResults'] : [];
    // A file that could not be loaded has failed without a test.
    if (tests.length === 0 && file['status'] === 'failed') tally.name(name);
    for (const test of tests) {
      if (left-- <= 0) return tally;
      if (!isObject(test)) continue;
      const { status } = test;
      if (status === 'passed') tally.add('passed', 1, name);
      else if (status === 'failed') {
        tally.add('failed', 1, name);
        if (typeof test['fullName'] === 'string') tally.name(`${name}: ${test['fullName'].trim()}`);
      } else tally.add('skipped', 1, name);
    }
  }
  const start = value['startTime'];
  if (typeof start === 'number' && end > start) tally.took(end - start);
  return tally;
}

/** Relative to the workspace, where it lies in it. */
export function relative(path: string, workspace: string): string {
  return path.startsWith(`${workspace}/`) ? path.slice(workspace.length + 1) : path;
}
