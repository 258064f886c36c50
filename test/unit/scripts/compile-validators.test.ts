import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AJV_OPTIONS, SCHEMAS } from '../../../src/publish/validated-schemas.js';
import { Validators } from '../../../src/publish/validators.js';
import { isObject } from '../../../src/support/json-object.js';
import { fill, formsOf } from '../../support/schema-sample.js';

let directory: string;
let compiled: ReadonlyMap<string, ValidateFunction>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'compiled-'));
  const file = join(directory, 'compiled.mjs');
  const script = new URL('../../../scripts/compile-validators.mjs', import.meta.url);
  const { compiledModule } = (await import(script.href)) as { compiledModule: (of: object) => Promise<string> };
  await writeFile(file, await compiledModule({ AJV_OPTIONS, SCHEMAS }));
  ({ COMPILED: compiled } = (await import(pathToFileURL(file).href)) as {
    COMPILED: ReadonlyMap<string, ValidateFunction>;
  });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const WRONG: readonly unknown[] = [null, -1, 1.5, '', 'x', true, [], [1], {}, { __proto__: 1, more: 1 }];

/** A document with one of its values, however deep, replaced or taken out. */
function* damaged(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) for (const other of damaged(item)) yield value.with(index, other);
    yield [...value, 1];
  } else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      const { [key]: _, ...rest } = value;
      yield rest;
      for (const other of damaged(member)) yield { ...value, [key]: other };
    }
    yield { ...value, more: 1 };
  }
  yield* WRONG;
}

it.each([...SCHEMAS])('%s is judged as by the schema itself, with the same words', (name, schema) => {
  const validators = new Validators();
  const whole = validators.of(schema);
  const built = compiled.get(name)!;
  const judge = (validate: ValidateFunction, value: unknown) => ({
    valid: validate(value),
    errors: (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`),
  });
  let refused = 0;
  const different: unknown[] = [];
  for (let form = 0; form < formsOf(schema); form += 1) {
    const sample = fill(schema, 'a', form);
    expect(judge(built, sample)).toEqual({ valid: true, errors: [] });
    for (const value of damaged(sample)) {
      const said = judge(built, value);
      if (!said.valid) refused += 1;
      const other = judge(whole, value);
      if (JSON.stringify(said) !== JSON.stringify(other)) different.push({ value, said, other });
    }
  }
  expect(different).toEqual([]);
  expect(refused).toBeGreaterThan(0);
});

it('are what reading evidence uses where a build has them', () => {
  const validators = new Validators(compiled);
  for (const [name, schema] of SCHEMAS) expect(validators.of(schema)).toBe(compiled.get(name));
});
