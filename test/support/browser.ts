import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const AXE: string = (createRequire(import.meta.url)('axe-core') as { source: string }).source;

/** Why no browser can be driven here; undefined: one can. */
export const missingBrowser: string | undefined =
  CHROMIUM === undefined ? 'there is no Chromium: apt-get install chromium' : undefined;

export function startBrowser(): Promise<Browser> {
  // Its own sandbox needs rights that containers do not have; what it shows here are files of our own.
  return chromium.launch({ ...(CHROMIUM ? { executablePath: CHROMIUM } : {}), args: ['--no-sandbox'] });
}

/** A file in a tab, with all that a good page never does. */
export interface OpenPage {
  readonly page: Page;
  /** Messages of the console, errors of scripts, dialogs, and requests for anything but the file: none are expected. */
  readonly incidents: readonly string[];
  close(): Promise<void>;
}

export async function openFile(browser: Browser, file: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const incidents: string[] = [];
  const url = pathToFileURL(file).href;
  page.on('console', (message) => incidents.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => incidents.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    incidents.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().replace(/#.*/, '') !== url) incidents.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  if (options.javaScriptEnabled !== false) await page.waitForSelector('[data-ready]');
  return { page, incidents, close: () => context.close() };
}

/** What axe has to say about accessibility: a line for each kind of fault, with where it is. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    interface Result {
      readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
    }
    const { axe } = window as unknown as { axe: { run(): Promise<Result> } };
    const { violations } = await axe.run();
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map((node) => node.html.slice(0, 200))
          .join(' | ')}`,
    );
  });
}

/** Opens every section, and what folds inside of them as deep as it goes; waits until all is unpacked. */
export async function openAll(page: Page): Promise<void> {
  for (let depth = 0; depth < 4; depth += 1) {
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    await page.waitForFunction(() => ![...document.querySelectorAll('p')].some((p) => p.textContent === 'Unpacking…'));
    // `toggle` events come in a task of their own.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 20)));
  }
}
