import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { renderPage } from '../../src/publish/page/render.js';
import { removeTree } from '../../src/support/remove-tree.js';
import {
  accessibilityFaults,
  missingBrowser,
  type OpenPage,
  openAll,
  openFile,
  startBrowser,
} from '../support/browser.js';
import { ROOT, runDist } from '../support/dist.js';
import { HOSTILE } from '../support/hostile-strings.js';
import { writeFiles, writeFullEvidence } from '../support/page-evidence.js';
import { anAttempt, aVerdict } from '../unit/publish/support/evidence.js';

/* The report page in a real browser. What the host writes into it is tested in test/unit/publish/page.test.ts. */

const template = join(ROOT, 'dist/page.html');
let directory: string;
let browser: Browser;
const opened: OpenPage[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'page-'));
  if (missingBrowser === undefined) browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await removeTree(directory);
});
beforeEach((context) => {
  if (missingBrowser !== undefined) context.skip(missingBrowser);
});

async function pageOf(evidence: string): Promise<string> {
  const target = join(directory, `${randomBytes(6).toString('hex')}.html`);
  await renderPage({ evidence, template, target });
  return target;
}

async function open(file: string, options?: Parameters<typeof openFile>[2]): Promise<OpenPage> {
  const tab = await openFile(browser, file, options);
  opened.push(tab);
  return tab;
}

async function evidenceOf(files: Readonly<Record<string, string>>): Promise<string> {
  const evidence = await mkdtemp(join(directory, 'evidence-'));
  await writeFiles(evidence, { 'verdict.json': JSON.stringify(aVerdict()), ...files });
  return evidence;
}

const jsonLines = (records: readonly object[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');
const textOf = (page: Page, selector: string): Promise<string> => page.locator(selector).innerText();

describe('of a run of the demo', () => {
  let evidence: string;
  let file: string;
  beforeAll(async () => {
    if (missingBrowser !== undefined) return;
    evidence = join(directory, 'demo');
    const run = await runDist(['demo', '--evidence', evidence]);
    expect(run.code, run.stdout + run.stderr).toBe(0);
    file = join(evidence, 'report.html');
  });

  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [360, 'light'],
    [360, 'dark'],
  ] as const)('is accessible, quiet and as wide as the screen at %i pixels, %s', async (width, colorScheme) => {
    const { page, incidents, close } = await open(file, { viewport: { width, height: 800 }, colorScheme });
    await openAll(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(incidents).toEqual([]);
    await close();
  });

  it('says what a reviewer asks first', async () => {
    const { page, close } = await open(file);
    expect(await page.title()).toBe('verified · Cleanroom');
    const top = await textOf(page, '.top');
    expect(top).toMatch(/^Verified\n+The verifier passes in a pristine room\.\n/);
    expect(top).toMatch(/2 attempts\n1 proved/);
    expect(top).toMatch(/18 of 18\ntests pass; 12 before/);
    expect(await page.locator('#timeline svg .fail').count()).toBe(2);
    expect(await page.locator('#timeline svg .pass').count()).toBe(1);
    expect(await textOf(page, '#change')).toMatch(/src\/parse\.js\s+\+31 −26/);
    expect(await page.locator('#change .diff .add').count()).toBe(31);
    // Colours of its language.
    expect(await page.locator('#change .diff .h-k', { hasText: /^function$/ }).count()).toBeGreaterThan(0);
    const [before, after] = await page.locator('#verification .pane').allTextContents();
    expect(before).toContain('failed exit code 1');
    expect(before).toContain('not ok 4 - writes what it reads');
    expect(after).toContain('passed exit code 0');
    expect(await textOf(page, '#verification .tests')).toMatch(/failed\s+6\s+0\s+−6/);
    expect(await textOf(page, '#verification .names')).toContain('leaves out a byte order mark passes now');
    await close();
  });

  it('can be read with the keyboard alone', async () => {
    const { page, incidents, close } = await open(file);
    const focused = (): Promise<string> =>
      page.evaluate(() => {
        const at = document.activeElement ?? document.body;
        if (at === document.body) return 'the end';
        if (getComputedStyle(at).outlineStyle === 'none') return `invisible focus on ${at.outerHTML}`;
        return at.textContent?.trim() ?? '';
      });
    const seen: string[] = [];
    for (let step = 0; step < 60 && seen.at(-1) !== 'the end'; step += 1) {
      await page.keyboard.press('Tab');
      seen.push(await focused());
    }
    expect(seen.filter((text) => text.startsWith('invisible'))).toEqual([]);
    for (const wanted of ['Timeline', 'Open all', 'Dark', /^Change1 file/, /^Transcript/, /^Processes/])
      expect(seen).toContainEqual(typeof wanted === 'string' ? wanted : expect.stringMatching(wanted));
    // A link of the list opens its section and goes there.
    await page.locator('nav a', { hasText: 'Processes' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('#processes[open] table');
    expect(await focused()).toMatch(/^Processes/);
    await page.keyboard.press('Enter');
    expect(await page.locator('#processes').getAttribute('open')).toBeNull();
    await page.locator('.tools button').last().focus();
    const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).not.toBe(light);
    expect(await focused()).toBe('Light');
    expect(incidents).toEqual([]);
    await close();
  });

  it('prints without what cannot be used on paper', async () => {
    const { page, close } = await open(file);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    // Paper is white: what is light on a dark screen would not be seen on it.
    const ink = await page.evaluate(() => getComputedStyle(document.querySelector('h1') ?? document.body).color);
    expect(Math.max(...(ink.match(/\d+/g) ?? ['255']).map(Number))).toBeLessThan(100);
    expect(await page.locator('nav').isVisible()).toBe(false);
    expect(await page.locator('h1').isVisible()).toBe(true);
    await close();
  });

  it('says without JavaScript where the same is to be found', async () => {
    const { page, close } = await open(file, { javaScriptEnabled: false });
    expect(await textOf(page, 'main')).toContain('begin with verdict.json');
    await close();
  });

  it('runs nothing but its own program, and makes no text into markup', async () => {
    const { page, incidents, close } = await open(file);
    const outcome = await page.evaluate(() => {
      const script = document.createElement('script');
      const tried: string[] = [];
      try {
        script.text = 'window.pwned = true';
        document.body.append(script);
      } catch (error) {
        tried.push(String(error));
      }
      try {
        document.body.innerHTML = '<img src=x onerror="window.pwned = true">';
      } catch (error) {
        tried.push(String(error));
      }
      return { tried, pwned: 'pwned' in window };
    });
    expect(outcome.pwned).toBe(false);
    expect(outcome.tried).toHaveLength(2);
    // The browser tells of it: that is how the other tests would hear of an attempt.
    expect(incidents.join('\n')).toContain('TrustedScript');
    await close();
  });
});

describe('of hostile evidence', () => {
  // One for each: texts that differ have to go on differing.
  const INERT: Readonly<Record<string, string>> = { '<': '¤', '>': '¥', '&': '§', '"': '¶', "'": '¬' };
  // The size of one string is told elsewhere; here each stands in some hundred places.
  const texts = HOSTILE.map((text) => text.slice(0, 3000));
  const defanged = texts.map((text) => text.replaceAll(/[<>&"']/g, (sign) => INERT[sign] ?? ''));
  /** Fewer than a page of a table. */
  const PART = 90;
  const parts = Array.from({ length: Math.ceil(texts.length / PART) }, (_, part) => part);

  it.each(parts)('shows text as text, wherever it stands (%i)', async (part) => {
    const pick = (all: readonly string[]): readonly string[] => all.slice(part * PART, (part + 1) * PART);
    const show = async (chosen: readonly string[]) => {
      const evidence = await mkdtemp(join(directory, 'hostile-'));
      await writeFullEvidence(evidence, chosen);
      const { page, incidents, close } = await open(await pageOf(evidence));
      await openAll(page);
      const found = await page.evaluate(() => {
        const tags: Record<string, number> = {};
        const odd: string[] = [];
        for (const element of document.querySelectorAll('*')) {
          // Colours depend on the text.
          if (element.matches('.diff .code span')) continue;
          tags[element.tagName] = (tags[element.tagName] ?? 0) + 1;
          for (const { name, value } of element.attributes) {
            const link = name === 'href' && /^#[a-z-]+$/.test(value);
            if (/^on|^(src|action|formaction|srcdoc|style|target)$/.test(name) || (name === 'href' && !link))
              odd.push(`${element.tagName} ${name}=${value}`);
          }
        }
        return { tags, odd, pwned: 'pwned' in window, text: document.querySelector('main')?.textContent ?? '' };
      });
      expect(incidents).toEqual([]);
      await close();
      return found;
    };
    const hostile = await show(pick(texts));
    const harmless = await show(pick(defanged));
    expect(hostile.odd).toEqual([]);
    expect(hostile.pwned).toBe(false);
    expect(hostile.tags).toEqual(harmless.tags);
    for (const text of pick(texts).filter((one) => /^[\x20-\x7e]*<[\x20-\x7e]*$/.test(one) && one.length < 500))
      expect(hostile.text.includes(text), text).toBe(true);
    // What cannot be seen is spelled out, so that nothing on the page runs backwards.
    expect(hostile.text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff\u001b\u0000]/);
  });

  it.each([
    [
      'not what it should be',
      {
        'verdict.json': '[1,2]',
        'plan.json': '"x"',
        'usage.json': '{"attempts":7}',
        'journal.jsonl': '7\nnull\n{"event":3}\nbroken',
      },
    ],
    [
      'empty',
      { 'verdict.json': '', 'journal.jsonl': '', 'transcript.jsonl': '', 'exec.jsonl': '\n\n', 'change.patch': '' },
    ],
    [
      'binary',
      { 'verdict.json': '\u0000\u0001', 'change.patch': '\u0000\ufffd@@ -1 +1 @@', 'logs/a.log': '\u0000\u001b[31m' },
    ],
  ])('stands where a file is %s', async (_, files) => {
    const { page, incidents, close } = await open(await pageOf(await evidenceOf(files)));
    await openAll(page);
    expect(await page.locator('h1').count()).toBe(1);
    expect(incidents).toEqual([]);
    await close();
  });

  it.each([
    ['https://github.com/o/r/actions/runs/123', true],
    ['https://github.com/o/r/actions/runs/123/attempts/2', true],
    ['https://github.com/o/other/actions/runs/123', false],
    ['http://github.com/o/r/actions/runs/123', false],
    ['https://user@github.com/o/r/actions/runs/123', false],
    ['javascript:alert(1)//github.com/o/r/actions/runs/1', false],
    ['https://github.com/o/r/actions/runs/123?x=<script>', false],
  ])('links to the run at %s: %s', async (runUrl, linked) => {
    const plan = JSON.stringify({ context: { repository: 'o/r', runUrl } });
    const { page, close } = await open(await pageOf(await evidenceOf({ 'plan.json': plan })));
    const links = await page.evaluate(() =>
      [...document.querySelectorAll('a')].map((a) => [a.href, a.rel, a.textContent]),
    );
    expect(links.filter(([href]) => !href?.startsWith('file:'))).toEqual(
      linked ? [[runUrl, 'noopener noreferrer', runUrl]] : [],
    );
    await close();
  });
});

describe('of a long run', () => {
  let file: string;
  let tab: OpenPage;
  const ofRoom = { time: '2026-01-02T03:04:06.000Z', room: 'attempt-1', attempt: 1 };
  beforeAll(async () => {
    if (missingBrowser !== undefined) return;
    const text = 'The quick brown fox jumps over the lazy dog. '.repeat(20);
    const attempt = anAttempt();
    const evidence = await evidenceOf({
      'verdict.json': JSON.stringify(
        aVerdict({
          attempts: [{ ...attempt, proofs: attempt.proofs.map((proof) => ({ ...proof, log: 'logs/long.log' })) }],
        }),
      ),
      'transcript.jsonl': jsonLines(
        Array.from({ length: 20_000 }, (_, index) => ({
          ...ofRoom,
          type: 'message',
          agent: 'a',
          text: `${index} ${text}`,
        })),
      ),
      'exec.jsonl': jsonLines(
        Array.from({ length: 50_000 }, (_, index) => ({
          ...ofRoom,
          stage: 'agent',
          kind: 'exec',
          roomPid: index,
          exe: '/bin/x',
          argv: ['/bin/x', `argument-${index}`],
          argvCut: 0,
        })),
      ),
      'access.jsonl': jsonLines(
        Array.from({ length: 250 }, (_, index) => ({
          ...ofRoom,
          stage: 'agent',
          kind: 'http',
          method: 'GET',
          host: `host-${index % 3}`,
          port: 443,
          path: '/',
          verdict: index % 50 === 0 ? 'denied' : 'allowed',
          rule: 'r',
          status: 200,
          bytesIn: 1,
          bytesOut: 1,
          durationMs: 1,
        })),
      ),
      'logs/long.log': `FIRST LINE\n${'between\n'.repeat(100_000)}LAST LINE\n`,
      'change.patch': `diff --git a/a.js b/a.js\n--- a/a.js\n+++ b/a.js\n@@ -0,0 +1,3000 @@\n${Array.from({ length: 3000 }, (_, index) => `+const a${index} = ${index};`).join('\n')}\n`,
    });
    file = await pageOf(evidence);
    tab = await open(file);
  });
  afterAll(() => tab?.close());

  it('unpacks a section when it is opened, and puts a part of it on the page', async () => {
    const { page } = tab;
    expect(await page.locator('.transcript li').count()).toBe(0);
    const elements = (): Promise<number> => page.evaluate(() => document.querySelectorAll('*').length);
    expect(await elements()).toBeLessThan(2000);
    await page.locator('#transcript > summary').click();
    await page.waitForSelector('.transcript li');
    expect(await page.locator('.transcript li').count()).toBe(200);
    await page.locator('#transcript .pager button', { hasText: 'Next' }).click();
    expect(await textOf(page, '.transcript li:first-child .what')).toMatch(/^200 The quick/);
    await page.getByLabel('Search transcript').fill('19999 the');
    await page.waitForFunction(() => document.querySelectorAll('.transcript li').length === 1);
    await page.locator('#processes > summary').click();
    await page.waitForSelector('#processes tbody tr');
    expect(await page.locator('#processes tbody tr').count()).toBe(100);
    expect(await textOf(page, '#processes .pager')).toContain('1–100 of 50,000');
    await page.getByLabel('Search processes').fill('argument-49999');
    await page.waitForFunction(() => document.querySelectorAll('#processes tbody tr').length === 1);
    expect(await elements()).toBeLessThan(4000);
    expect(tab.incidents).toEqual([]);
  });

  it('filters by what rows have', async () => {
    const { page } = tab;
    await page.locator('#network > summary').click();
    await page.waitForSelector('#network tbody tr');
    await page.getByLabel('Verdict').selectOption('denied');
    expect(await page.locator('#network tbody tr').count()).toBe(5);
    await page.locator('#network').getByLabel('Host').selectOption('host-0');
    expect(await page.locator('#network tbody tr').count()).toBe(2);
    expect(await textOf(page, '#network .pager')).toBe('2 (of 250 in all)');
    await page.getByLabel('Verdict').selectOption('');
    expect(await page.locator('#network tbody tr').count()).toBe(84);
  });

  it('shows both ends of a log, and says what is not there', async () => {
    const log = await tab.page.locator('#verification .log').last().innerText();
    expect(log).toMatch(/^FIRST LINE\n/);
    expect(log).toMatch(/LAST LINE\s*$/);
    expect(log).toMatch(/… 5\d\d KiB of logs\/long\.log are not in this page …/);
  });

  it('folds a long file, and shows its lines by and by', async () => {
    const { page } = tab;
    expect(await page.locator('#change .diff').count()).toBe(0);
    await page.locator('#change .file > summary').click();
    await page.waitForSelector('#change .diff .add');
    expect(await page.locator('#change .diff .add').count()).toBe(799);
    await page.locator('#change button', { hasText: 'Show 800 more lines' }).click();
    expect(await page.locator('#change .diff .add').count()).toBe(1599);
  });
});
