import { expect, it } from 'vitest';
import { readTree } from '../../../src/config/yaml-tree.js';

it('keeps the place of every key, item and value', () => {
  expect(readTree('a:\n  - x\n  - {b: 1}\nc: ~\n')).toEqual({
    ok: true,
    root: {
      kind: 'map',
      at: '1:1',
      entries: [
        {
          key: 'a',
          at: '1:1',
          value: {
            kind: 'list',
            at: '2:3',
            items: [
              { kind: 'scalar', at: '2:5', value: 'x' },
              {
                kind: 'map',
                at: '3:5',
                entries: [{ key: 'b', at: '3:6', value: { kind: 'scalar', at: '3:9', value: 1 } }],
              },
            ],
          },
        },
        { key: 'c', at: '4:1', value: { kind: 'scalar', at: '4:4', value: null } },
      ],
    },
  });
});

it('does not follow aliases, so that what is read is what stands there', () => {
  const tree = readTree('a: &x 1\nb: *x\n');
  expect(tree.ok && tree.root.entries.map(({ value }) => value.kind)).toEqual(['scalar', 'alias']);
});

it('is an empty mapping for an empty file, and faults for what is none', () => {
  expect(readTree('')).toEqual({ ok: true, root: { kind: 'map', at: '1:1', entries: [] } });
  expect(readTree('# nothing\n').ok).toBe(true);
  expect(readTree('- a\n')).toMatchObject({ ok: false, faults: [{ at: '1:1' }] });
  expect(readTree('a: 1\na: 2\n')).toMatchObject({ ok: false, faults: [{ at: '2:1' }] });
  expect(readTree(`${'['.repeat(20_000)}`)).toMatchObject({ ok: false });
});
