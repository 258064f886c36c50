import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PageIndex } from '../../../src/publish/page/format.js';
import { renderPage } from '../../../src/publish/page/render.js';
import { removeTree } from '../../../src/support/remove-tree.js';
import { writeEvidence } from './support/evidence.js';

const PAGE = join(import.meta.dirname, '../../../dist/page.html');
let directory: string;
let evidence: string;
let target: string;
let template: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'page-'));
  evidence = join(directory, 'evidence');
  target = join(directory, 'report.html');
  template = join(directory, 'page.html');
  await writeFile(template, '<before><!--cleanroom:data--><after>');
  await mkdir(evidence);
});
afterEach(() => removeTree(directory));

/** What a browser would find in a page: the index, and the content of each file as far as it is there. */
function opened(html: string): { index: PageIndex; files: Record<string, string> } {
  const blocks = new Map<string, string>();
  for (const [, number = '', packed = ''] of html.matchAll(
    /<script type="[\w/-]+" data-file="(\w+)">([A-Za-z0-9+/=]*)<\/script>/g,
  ))
    blocks.set(number, (blocks.get(number) ?? '') + inflateRawSync(Buffer.from(packed, 'base64')).toString('latin1'));
  const index = JSON.parse(blocks.get('index') ?? '') as PageIndex;
  return { index, files: Object.fromEntries(index.files.map(({ path }, at) => [path, blocks.get(String(at)) ?? ''])) };
}

async function render(): Promise<ReturnType<typeof opened>> {
  await rm(target, { force: true });
  await renderPage({ evidence, template, target });
  return opened(await readFile(target, 'utf8'));
}

describe('a page', () => {
  it('holds the evidence between the two halves of the template, in letters that mean nothing to a browser', async () => {
    await writeEvidence(evidence, { files: { 'report.json': '{"a":"</script><!-- \u2028"}', 'logs.txt': 'no' } });
    const { files, index } = await render();
    expect(files['report.json']).toBe(Buffer.from('{"a":"</script><!-- \u2028"}').toString('latin1'));
    expect(JSON.parse(files['verdict.json'] ?? '')).toMatchObject({ verdict: 'verified' });
    expect(files['logs.txt']).toBe('');
    expect(index.files.map(({ path }) => path)).toEqual([
      ...['verdict.json', 'plan.json', 'usage.json', 'report.json', 'change.patch', 'logs.txt'],
    ]);
    const html = await readFile(target, 'utf8');
    expect(html).toMatch(
      /^<before>(<script type="application\/octet-stream" data-file="\w+">[A-Za-z0-9+/=]*<\/script>\n)+<after>$/,
    );
    expect(statSync(target).mode & 0o777).toBe(0o600);
    await render();
    expect(await readFile(target, 'utf8')).toBe(html);
  });

  it('says of each file whether the manifest knows its content', async () => {
    await mkdir(join(evidence, 'logs'), { recursive: true });
    await writeEvidence(evidence, { manifest: true });
    await writeFile(join(evidence, 'usage.json'), '{}');
    await writeFile(join(evidence, 'logs/new.log'), 'not known');
    const { index } = await render();
    const states = Object.fromEntries(index.files.map(({ path, manifest }) => [path, manifest]));
    expect(states).toMatchObject({ 'verdict.json': 'agrees', 'usage.json': 'differs', 'logs/new.log': 'unlisted' });
    expect(index.files.find(({ path }) => path === 'verdict.json')?.sha256).toBe(
      createHash('sha256')
        .update(readFileSync(join(evidence, 'verdict.json')))
        .digest('hex'),
    );
    await rm(join(evidence, 'manifest.json'));
    expect((await render()).index.files.map(({ manifest }) => manifest)).not.toContain('agrees');
  });

  it('holds both ends of a long log, and the digest of all of it', async () => {
    await writeEvidence(evidence);
    await mkdir(join(evidence, 'logs'));
    const log = `first\n${'x'.repeat(3_000_000)}\nlast`;
    await writeFile(join(evidence, 'logs/long.log'), log);
    const { index, files } = await render();
    const kept = 128 * 1024;
    expect(files['logs/long.log']).toBe(log.slice(0, kept) + log.slice(-kept));
    expect(index.files.find(({ path }) => path === 'logs/long.log')).toMatchObject({
      ...{ bytes: log.length, head: kept, tail: kept },
      sha256: createHash('sha256').update(log).digest('hex'),
    });
  });

  it('follows no link, waits for no pipe, and takes up no name that no run writes', async () => {
    await writeEvidence(evidence);
    await writeFile(join(directory, 'secret'), 'host secret');
    await symlink(join(directory, 'secret'), join(evidence, 'access.jsonl'));
    await symlink(directory, join(evidence, 'logs'));
    execFileSync('mkfifo', [join(evidence, 'exec.jsonl')]);
    await writeFile(join(evidence, '"><script>alert(1)<'), '');
    await writeFile(join(evidence, '.hidden'), '');
    await writeFile(join(evidence, 'report.html'), '<script>alert(1)</script>');
    await mkdir(join(evidence, 'resume'));
    await writeFile(join(evidence, 'resume', 'state.json'), '');
    const { index, files } = await render();
    expect(Object.keys(files).sort()).toEqual([
      'change.patch',
      'plan.json',
      'report.json',
      'usage.json',
      'verdict.json',
    ]);
    expect(index.warnings).toEqual(['4 entries of the evidence were not read: no run writes such names or kinds.']);
    expect(JSON.stringify(files)).not.toContain('host secret');
  });

  it.each([
    ['there is no verdict', async () => rm(join(evidence, 'verdict.json')), /^there is no verdict\.json in /],
    ['there is no template', async () => rm(template), /^the report page cannot be made: .*page\.html cannot be read/],
    ['the template is another file', async () => writeFile(template, '<p>'), /page\.html is no template of a page$/],
    ['the target exists', async () => writeFile(target, ''), /EEXIST/],
  ])('is not made when %s', async (_, spoil, message) => {
    await writeEvidence(evidence);
    await spoil();
    await expect(renderPage({ evidence, template, target })).rejects.toThrow(message);
  });
});

describe.skipIf(!existsSync(PAGE))('the template', () => {
  const html = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
  const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

  it('is at most 300 KB', () => {
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(300_000);
  });

  it('allows its own program and style by their digests, and nothing else', () => {
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html)?.[1] ?? '';
    const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${digest(script)}`,
      `style-src ${digest(style)}`,
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toMatch(/<link|<img|<iframe|\ssrc=|url\(|@import/);
  });
});
