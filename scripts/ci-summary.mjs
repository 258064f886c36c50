// Prints what failed, with why, then `N passed, N failed, N skipped`, and exits 0 only when nothing failed.
//
//   node scripts/ci-summary.mjs REPORT TEST_EXIT_CODE FAILED_CHECKS
//
// REPORT is what vitest's JSON reporter wrote. A test file that failed without a failed test (it could not be loaded,
// or its clean-up failed) counts as one failure, and so does every way to fail that left no trace in the report.
import { readFileSync } from 'node:fs';

const [report, testExitCode, failedChecks] = process.argv.slice(2);
const count = { passed: 0, failed: 0, skipped: 0 };
/** Of the message of a test that failed: enough for the difference and the last lines of what was run. */
const MESSAGE_CHARS = 12_000;
/** Of all of them: where everything fails for one reason, the count has to stay within what a log takes. */
let charsLeft = 500_000;

try {
  for (const file of JSON.parse(readFileSync(report, 'utf8')).testResults) {
    const statuses = file.assertionResults.map((test) => test.status);
    const failures = statuses.filter((status) => status === 'failed').length;
    const passes = statuses.filter((status) => status === 'passed').length;
    count.passed += passes;
    count.failed += failures;
    count.skipped += statuses.length - passes - failures;
    for (const test of file.assertionResults.filter(({ status }) => status === 'failed')) {
      const why = (test.failureMessages ?? []).join('\n').slice(0, Math.min(MESSAGE_CHARS, charsLeft));
      charsLeft -= why.length;
      console.log(`== FAILED: ${file.name}: ${test.fullName}\n${why}\n`);
    }
    if (file.status === 'failed' && failures === 0) {
      count.failed += 1;
      console.log(`failed as a whole: ${file.name}\n${file.message}`);
    }
  }
  if (count.passed + count.failed === 0) {
    count.failed += 1;
    console.log('no test ran');
  }
} catch (error) {
  count.failed += 1;
  console.log(`no test report: ${error.message}`);
}
if (Number(testExitCode) !== 0 && count.failed === 0) {
  count.failed += 1;
  console.log(`the tests ended with exit code ${testExitCode}, though none failed`);
}
count.failed += Number(failedChecks);

console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
process.exitCode = count.failed === 0 ? 0 : 1;
