import { describe, expect, it } from 'vitest';
import { reportBlocks } from '../../../src/publish/report-view.js';
import { reportSection } from '../../../src/publish/sections.js';
import { someEvidence } from './support/evidence.js';
import { renderHtml } from './support/rendered.js';

describe('reportBlocks', () => {
  it('takes labels from titles, through local references, allOf and the branch that fits', () => {
    const schema = {
      $defs: {
        finding: {
          type: 'object',
          properties: { file: { title: 'Where' }, line: { type: 'integer' }, fixed_now: { type: 'boolean' } },
        },
        risk: {
          title: 'Risk of it',
          description: 'How bad.',
          type: 'object',
          properties: { level: { title: 'Level' } },
        },
      },
      allOf: [{ properties: { findings: { title: 'Findings', items: { $ref: '#/$defs/finding' } } } }],
      properties: { risk: { oneOf: [{ type: 'null' }, { $ref: '#/$defs/risk' }] } },
    };
    const report = {
      risk: { level: 'low', tags: ['a', 'b'] },
      findings: [
        { line: 3, file: 'x.js', fixed_now: true, extra: { a: [1] } },
        { line: 4, file: 'y.js', fixed_now: false },
      ],
      nothing: null,
      emptyList: [],
    };
    expect(reportBlocks(report, schema).join('\n\n')).toBe(
      [
        '**Findings**\n',
        '| Where | Line | Fixed now | Extra |',
        '| --- | --- | --- | --- |',
        '| x.js | &#51; | yes | <code>&#123;"a"&#58;&#91;1&#93;&#125;</code> |'.replaceAll('"', '&#34;'),
        '| y.js | &#52; | no |  |',
        '',
        '**Risk of it** · How bad.\n',
        '- **Level**: low',
        '- **Tags**:',
        '  - a',
        '  - b',
        '',
        '**Empty list**: none',
      ].join('\n'),
    );
  });

  it('ends in circles, depth and width', () => {
    const schema = { $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } }, $ref: '#/$defs/a' };
    let deep: unknown = 'end';
    for (let index = 0; index < 5000; index += 1) deep = index % 2 ? [deep] : { deep };
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, index]));
    const rows = Array.from({ length: 5000 }, () => wide);
    const blocks = reportBlocks({ deep, wide, rows, items: Object.keys(wide) }, schema);
    expect(blocks.join('\n').length).toBeLessThan(20_000);
    expect(blocks.join('\n')).toMatch(/…and 4970 more rows, \d+ more columns in the report\./);
    expect(blocks.join('\n')).toContain('- …and 4970 more');
    expect(reportBlocks('text', true)).toEqual(['**Report**: text']);
    expect(
      reportBlocks(JSON.parse('{"__proto__": {"x": 1}, "constructor": "y"}'), {
        properties: { __proto__: null },
      }).join(),
    ).toContain('**Constructor**: y');
  });
});

describe('a report that does not fit', () => {
  const changes = Array.from({ length: 25 }, (_, index) => ({ path: `src/f${index}.js`, why: 'because '.repeat(30) }));
  const render = (value: object, max: number): string =>
    reportSection(someEvidence({ report: { value, text: JSON.stringify(value) } }), max);

  it('shows the first rows of a long table, and says what is left out', () => {
    const text = render({ summary: 'It was a difference.', changes, blocked: null, more: 'x' }, 4000);
    expect(text.length).toBeLessThanOrEqual(4000);
    const rows = renderHtml(text).match(/<td>src\/f\d+\.js<\/td>/g) ?? [];
    expect(rows.length).toBeGreaterThan(10);
    expect(text).toMatch(new RegExp(`\n\n…and ${25 - rows.length} more lines and 1 more part in report\\.json\\.$`));
  });

  it('shows no table without a row', () => {
    const text = render({ summary: 'It was a difference.', changes }, 700);
    expect(text).toBe('### Report\n\n**Summary**: It was a difference.\n\n…and 1 more part in report.json.');
  });
});
