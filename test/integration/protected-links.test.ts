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
  expect(Object.fromEntries(linked.map(({ link, target }) => [link, target]))).toEqual({
    test: 'checks',
    spec: 'checks',
    'packages/a/test': 'checks',
    Makefile: 'build.mk2',
  });
});
