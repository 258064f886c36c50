import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeTree } from '../../src/support/remove-tree.js';
import { missingBrowser, openFile, startBrowser } from '../support/browser.js';
import { runDist } from '../support/dist.js';

it('show makes the page anew and never uses one that came with the evidence', async ({ skip, onTestFinished }) => {
  if (missingBrowser !== undefined) skip(missingBrowser);
  const directory = await mkdtemp(join(tmpdir(), 'page-show-'));
  onTestFinished(() => removeTree(directory));
  const browser = await startBrowser();
  onTestFinished(() => browser.close());
  const evidence = join(directory, 'foreign');
  expect((await runDist(['demo', '--evidence', evidence])).code).toBe(0);
  await writeFile(join(evidence, 'report.html'), '<script>window.pwned = true</script>');
  const file = join(directory, 'shown.html');
  const shown = await runDist(['show', evidence, '--page', file]);
  expect(shown).toMatchObject({ code: 0, stdout: `${file}\n`, stderr: '' });
  const { page, incidents } = await openFile(browser, file);
  expect(await page.locator('h1').innerText()).toBe('Verified');
  expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
  expect(incidents).toEqual([]);
});
