import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { protectsPath } from '../../src/loop/check-patch.js';
import { DEFAULT_PROTECTED } from '../../src/plan/protected.js';
import { AgentNames, findAgentFiles } from '../../src/workspace/agent-files.js';
import { inspectCheckout, Store } from '../../src/workspace/git.js';
import { protectedLinks } from '../../src/workspace/links.js';
import { git } from '../support/workspace.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'links-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it('finds where protected links of a commit lead, over other links, and only inside the tree', async () => {
  const repository = join(directory, 'repository');
  for (const name of ['checks', 'src', 'packages/a', 'test2/fixtures', 'tests'])
    mkdirSync(join(repository, name), { recursive: true });
  for (const name of ['checks/a.js', 'src/a.js', 'build.mk2', 'tests/b.js'])
    writeFileSync(join(repository, name), name);
  const links: readonly (readonly [string, string])[] = [
    ['test', 'alias/../checks'],
    ['alias', 'src'],
    ['spec', 'hop'],
    ['hop', './checks'],
    ['packages/a/test', '../../checks'],
    ['Makefile', 'build.mk2'],
    // About their own directory alone, or about nothing in the tree.
    ['tests/src', '../src'],
    ['e2e', '../outside'],
    ['cypress', '/etc'],
    ['__tests__', '__tests__'],
    ['testdata', '.'],
    ['plain', 'src'],
    // Not where it seems to: `..` is the parent of what the link before it leads to.
    ['deep', 'packages/a'],
    ['tap-snapshots', 'deep/../b'],
    // What leaves the tree may be led back into it.
    ['vendor', 'away'],
    ['away', '/opt/vendor'],
  ];
  for (const [path, target] of links) symlinkSync(target, join(repository, path));
  git(repository, 'init', '-q');
  git(repository, 'add', '-A');
  git(repository, 'commit', '-q', '-m', 'links');
  const path = process.env['PATH'] ?? '';
  const checkout = await inspectCheckout(repository, path);
  const store = await Store.create(join(directory, 'store.git'), path, checkout.objectFormat, [checkout.objects]);
  const found = await findAgentFiles(store, checkout.head ?? '', new AgentNames([]));
  expect(found.links.size).toBe(links.length);
  const linked = await protectedLinks(store, found.links, protectsPath(DEFAULT_PROTECTED));
  const ways: Record<string, string[]> = {};
  for (const { link, target } of linked) ways[link] = [...(ways[link] ?? []), target];
  expect(ways).toEqual({
    test: ['alias', 'checks'],
    spec: ['hop', 'checks'],
    'packages/a/test': ['checks'],
    Makefile: ['build.mk2'],
    'tap-snapshots': ['deep', 'packages/b'],
    vendor: ['away'],
  });
});
