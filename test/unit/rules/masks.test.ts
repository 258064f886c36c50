import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compileRules } from '../../../src/rules/compile.js';
import { parseRuleLine } from '../../../src/rules/line.js';
import { findMasks, maskProgram } from '../../../src/rules/masks.js';
import { standings } from '../../../src/rules/standing.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cleanroom-masks-'));
  for (const name of ['a', 'b', 'lib', 'hidden']) await mkdir(join(directory, name));
  for (const name of ['a/git', 'lib/many', 'lib/awk', 'hidden/secret', 'b/same'])
    await writeFile(join(directory, name), '');
  for (const [target, link] of [
    ['../a/git', 'b/git'],
    ['../a/git', 'a/git-upload'],
    ['../lib/many', 'a/one'],
    ['../lib/many', 'a/two'],
    ['../lib/awk', 'a/gawk'],
    ['../hidden/secret', 'a/secret'],
    ['nowhere', 'a/broken'],
  ] as const)
    await symlink(target, join(directory, link));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const rulesOf = (...lines: string[]) =>
  compileRules({
    lines: lines.map((line) => {
      const parsed = parseRuleLine(line, 'rules');
      if (!parsed.ok) throw new Error(parsed.expected);
      return parsed.rule;
    }),
    files: [],
  }).rules;
const find = (...lines: string[]) =>
  findMasks(rulesOf(...lines), [join(directory, 'a'), join(directory, 'b')], (path) => !path.includes('/hidden/'), [
    join(directory, 'tree'),
  ]);

describe('programs that are covered', () => {
  it('are the files themselves, each once, wherever links to them lie', async () => {
    const { masks, unable } = await find('forbid git because no', 'forbid same because no');
    expect(masks.map(({ path }) => path.replace(directory, '')).sort()).toEqual(['/a/git', '/b/same']);
    expect(masks[0]?.places.map((place) => place.replace(directory, '')).sort()).toEqual(['/a/git', '/b/git']);
    expect(unable.size).toBe(0);
  });

  it('are also files in places where packages keep programs that are in no PATH', async () => {
    await mkdir(join(directory, 'tree/git-core'), { recursive: true });
    await mkdir(join(directory, 'tree/sdk/bin'), { recursive: true });
    for (const name of ['git-core/git', 'sdk/bin/git']) await writeFile(join(directory, 'tree', name), '');
    await link(join(directory, 'tree/sdk/bin/git'), join(directory, 'tree/sdk/other'));
    const { masks } = await find('forbid git because no');
    expect(masks.map(({ path, linked }) => [path.replace(directory, ''), linked])).toEqual([
      ['/a/git', false],
      ['/tree/git-core/git', false],
      ['/tree/sdk/bin/git', true],
    ]);
  });

  it('are not files that are another program as well, unless that is forbidden too', async () => {
    const alone = await find('forbid one because no');
    expect(alone.masks).toEqual([]);
    expect(alone.unable.get('one')).toMatch(/lib\/many is two as well$/);
    const both = await find('forbid one because no', 'forbid two because no');
    expect(both.masks.map(({ path }) => path.replace(directory, ''))).toEqual(['/lib/many']);
  });

  it('are not what rooms need, do not show, or do not have, and not for a part of what they do', async () => {
    const { masks, unable } = await find(
      'forbid sh because no',
      'forbid secret because no',
      'forbid broken because no',
      'forbid git push because no',
      'forbid git with --x because no',
      'allow git',
    );
    expect(masks).toEqual([]);
    expect([...unable.keys()]).toEqual(['sh']);
  });

  it('say why, word for word', async () => {
    const why = `it's "not" $HOME \`x\` \\ %s`;
    const [mask] = (await find(`forbid git because ${why}`)).masks;
    const file = join(directory, 'mask');
    await writeFile(file, maskProgram(mask ?? { name: '', rule: rulesOf('forbid x because y').rules[0] as never }));
    const run = () => execFileSync('/bin/sh', [file, 'push'], { stdio: 'pipe' });
    expect(run).toThrow(
      expect.objectContaining({ status: 126, stderr: Buffer.from(`cleanroom: git: refused: ${why}\n`) }),
    );
  });
});

describe('what is said of a rule', () => {
  it('is no more than what holds it', async () => {
    const rules = rulesOf(
      'forbid git because no',
      'forbid one because no',
      'forbid git push because no',
      'forbid absent because no',
      'forbid kubectl delete because no',
      'allow kubectl get',
      'allow ls',
    );
    const masks = await findMasks(rules, [join(directory, 'a')], () => true, []);
    const levels = (audit: boolean) =>
      Object.fromEntries(
        standings(rules, { masks, audit, codex: true, brokered: ['kubectl'] }).map(({ rule, level, note }) => [
          rule.replace(/ because.*/, ''),
          `${level}: ${note}`,
        ]),
      );
    const told = levels(false);
    expect(told['forbid git']).toMatch(
      /^enforced: covered at .*\/a\/git; a copy that the agent brings along is not stopped$/,
    );
    expect(told['forbid absent']).toMatch(/^enforced: no usual directory/);
    expect(told['forbid one']).toMatch(
      /^advice: one cannot be covered: .* two as well; codex keeps it .* nothing here holds it/,
    );
    expect(told['forbid git push']).toMatch(/^advice: codex keeps it for commands that it can read/);
    expect(told['forbid kubectl delete']).toMatch(/^enforced: the host refuses it/);
    expect(told['allow kubectl get']).toMatch(/^grant: the host runs it/);
    expect(told['allow ls']).toMatch(/^grant: without effect/);
    const watched = levels(true);
    expect(watched['forbid git push']).toMatch(/^watched: starting it ends the room/);
    expect(watched['forbid git']).toMatch(/^enforced: .* one under another name is not seen$/);
  });
});
