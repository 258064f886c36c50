import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', '*.md'], {
  cwd: root,
  encoding: 'utf8',
});
const documents = listed.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));

/** Without blocks and pieces of code: what looks like a link there is none. */
function proseOf(path: string): string {
  const text = readFileSync(join(root, path), 'utf8');
  return text.replace(/^(`{3,}|~{3,})[\s\S]*?^\1/gm, '').replace(/`[^`\n]*`/g, 'code');
}

/** Anchors of headings, as GitHub makes them. */
function anchorsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8').replace(/^(`{3,}|~{3,})[\s\S]*?^\1/gm, '');
  return [...text.matchAll(/^#{1,6} (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

/** Links that lead nowhere. */
function broken(path: string, text: string): string[] {
  const links = [...text.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return !/^(?:https|mailto):/.test(link);
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? path : relative(root, join(root, dirname(path), decodeURIComponent(file)));
    if (target.startsWith('..') || !existsSync(join(root, target))) return true;
    if (anchor === undefined) return false;
    return !statSync(join(root, target)).isFile() || !anchorsOf(target).includes(anchor);
  });
}

describe('documents', () => {
  it('are found', () => {
    expect(documents).toEqual(expect.arrayContaining(['README.md', 'CHANGELOG.md', 'docs/guides/ci.md']));
  });

  it('have a check that sees what is wrong', () => {
    const text = '[a](nothing.md) [b](../..) [c](http://x) [d](#none) [e](docs#x) [f](docs) [g](#quick-start)';
    expect(broken('README.md', text)).toEqual(['nothing.md', '../..', 'http://x', '#none', 'docs#x']);
  });

  it.each(documents)('%s: every link leads somewhere', (path) => {
    expect(broken(path, proseOf(path))).toEqual([]);
  });

  it.each(documents)('%s: what it names of the documents exists', (path) => {
    const named = [...readFileSync(join(root, path), 'utf8').matchAll(/\bdocs\/(?:guides|adr)\/[\w-]+\.md/g)];
    expect(named.map(([name]) => name).filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });
});
