import { describe, expect, it } from 'vitest';
import { Validators } from '../../../src/publish/validators.js';
import { commandSchema } from '../../../src/schemas/command.js';
import { journalSchema } from '../../../src/schemas/journal.js';
import { mcpSchema } from '../../../src/schemas/mcp.js';
import { fill, formsOf } from '../../support/schema-sample.js';

type Fields = Readonly<Record<string, unknown>>;

describe.each([
  ['journal', journalSchema],
  ['commands', commandSchema],
  ['mcp', mcpSchema],
])('records of %s are judged as by the whole schema', (_, schema) => {
  const validators = new Validators();
  const whole = validators.of(schema);
  const one = validators.record(schema);
  const records = Array.from({ length: formsOf(schema) }, (_, form) => fill(schema, 'a', form) as Fields);

  it.each(records)('of each kind, whole and damaged: $event', (record) => {
    const others = records.map(({ event }) => event);
    const damaged = [
      ...Object.keys(record).map((key) => ({ ...record, [key]: { wrong: true } })),
      ...Object.keys(record).map((key) => Object.fromEntries(Object.entries(record).filter(([name]) => name !== key))),
      ...others.map((event) => ({ ...record, event })),
      { ...record, more: 1 },
    ];
    expect(one(record)).toBe(true);
    for (const value of damaged) expect([value, one(value)]).toEqual([value, whole(value)]);
    expect(damaged.some((value) => !one(value))).toBe(true);
  });

  it.each([null, 1, 'a', [], {}, { event: '__proto__' }, { event: 'toString' }])('no record: %j', (value) => {
    expect(one(value)).toBe(false);
  });
});
