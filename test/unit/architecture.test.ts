import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MAX_LINES, violations } from '../support/architecture.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const manifest: { dependencies: Record<string, string> } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const dependencies = Object.keys(manifest.dependencies);

function sourceFiles(): Map<string, string> {
  const paths = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  return new Map(paths.sort().map((path) => [path, readFileSync(`${root}src/${path}`, 'utf8')]));
}

function broken(files: Record<string, string>): string[] {
  return violations(new Map(Object.entries(files)), dependencies);
}

describe('src', () => {
  it('keeps the import rules', () => {
    const files = sourceFiles();
    expect(files.size).toBeGreaterThan(0);
    expect(violations(files, dependencies)).toEqual([]);
  });

  it('has a generated module for every schema, and no other', () => {
    const schemas = readdirSync(`${root}schemas`).map((name) => name.replace('.schema.json', '.ts'));
    expect(readdirSync(`${root}src/schemas`).sort()).toEqual(schemas.sort());
  });
});

describe('the rules', () => {
  const types = { 'room/types.ts': 'export interface Room {}', 'support/errors.ts': 'export const a = 1;' };

  it('pass what is allowed', () => {
    expect(
      broken({
        ...types,
        'loop/run.ts': "import type { Room } from '../room/types.js';\nimport { a } from '../support/errors.js';",
        'room/local/backend.ts':
          "import { type Room } from '../types.js';\nimport { spawn } from 'node:child_process';",
        'main.ts': "import * as core from '@actions/core';\nimport './room/local/backend.js';\nprocess.env.A;",
        'inputs/read.ts': "import { getInput } from '@actions/core';\nprocess.env.A;",
      }),
    ).toEqual([]);
  });

  const cases: readonly [string, string, string, string][] = [
    ['a value of another folder', 'loop/a.ts', "import { x } from '../room/types.js';", 'imports values of room'],
    ['a lazy value', 'loop/a.ts', "await import('../room/types.js');", 'imports values of room'],
    ['a re-export', 'loop/a.ts', "export * from '../room/types.js';", 'imports values of room'],
    ['a mixed import', 'loop/a.ts', "import { type A, b } from '../room/types.js';", 'imports values of room'],
    ['types of a later stage', 'policy/a.ts', "import type { x } from '../room/types.js';", 'imports types of room'],
    ['an inline type', 'policy/a.ts', "type X = import('../room/types.js').Room;", 'imports types of room'],
    [
      'support that looks outside',
      'support/a.ts',
      "import type { x } from '../room/types.js';",
      'imports types of room',
    ],
    ['@actions', 'agent/a.ts', "import * as core from '@actions/core';", 'imports @actions/core'],
    ['a package that is no dependency', 'agent/a.ts', "import x from 'left-pad';", 'which is no dependency'],
    ['a development package', 'main.ts', "import x from 'vitest';", 'which is no dependency'],
    ['a module that is not there', 'agent/a.ts', "import x from './b.js';", 'which is no module of src'],
    ['a computed import', 'agent/a.ts', 'await import(name);', 'which is no module of src'],
    ['process.env', 'agent/a.ts', 'process.env.PATH;', 'reads process.env'],
    ["process['env']", 'agent/a.ts', "process['env'].PATH;", 'reads process.env'],
    ['env by destructuring', 'agent/a.ts', 'const { env } = process;', 'reads process.env'],
    ['env by import', 'agent/a.ts', "import { env } from 'node:process';", 'reads process.env'],
    ['console', 'cli.ts', 'console.log(1);', 'uses console'],
    ['any', 'agent/a.ts', 'const a: any = 1;', 'uses any'],
    ['a long file', 'agent/a.ts', '\n'.repeat(MAX_LINES), `more than ${MAX_LINES}`],
    ['a folder without a rule', 'misc/a.ts', '', 'the folder is not in the rule table'],
    ['a stray file', 'helper.ts', '', 'the folder is not in the rule table'],
  ];
  it.each(cases)('catch %s', (_, path, text, complaint) => {
    const found = broken({ ...types, [path]: text });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`${path}: `);
    expect(found[0]).toContain(complaint);
  });

  it('catch a room backend seen from outside', () => {
    const backend = { 'room/local/backend.ts': 'export interface X {}' };
    for (const path of ['agent/a.ts', 'room/directories.ts', 'room/docker/backend.ts']) {
      const up = path.startsWith('room/docker') ? '../local' : path.startsWith('room/') ? './local' : '../room/local';
      expect(broken({ ...backend, [path]: `import type { X } from '${up}/backend.js';` })).toEqual([
        `${path}: imports the room backend room/local/backend.ts`,
      ]);
    }
  });

  it('catch a composition root that is imported', () => {
    expect(broken({ 'main.ts': '', 'agent/a.ts': "import '../main.js';" })).toEqual([
      'agent/a.ts: imports the composition root main.ts',
    ]);
  });

  it('catch a cycle', () => {
    expect(broken({ 'agent/a.ts': "import './b.js';", 'agent/b.ts': "import './a.js';" })).toEqual([
      'import cycle: agent/a.ts → agent/b.ts → agent/a.ts',
    ]);
  });
});
