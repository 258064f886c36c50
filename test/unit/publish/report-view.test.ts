import { describe, expect, it } from 'vitest';
import { failingSection } from '../../../src/publish/failing.js';
import { reportBlocks } from '../../../src/publish/report-view.js';
import { reportSection } from '../../../src/publish/sections.js';
import { anAttempt, aProof, aVerdict, someEvidence } from './support/evidence.js';
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
    expect(text).toMatch(new RegExp(`\n\n…and ${25 - rows.length} more lines in report\\.json\\.$`));
    // What is short and comes later says more than another row.
    expect(text).toContain('**More**: x\n');
    // What was cut in a fold ends all the same.
    expect(text.split('<details>')).toHaveLength(2);
    expect(text.split('</details>')).toHaveLength(2);
  });

  it('shows no table without a row', () => {
    const text = render({ summary: 'It was a difference.', changes }, 700);
    expect(text).toBe(
      '#### The agent’s report\n\n**Summary**: It was a difference.\n\n…and 1 more part in report.json.',
    );
  });
});

describe('what fails still', () => {
  const finding = (index: number) => ({
    source: 'verifier' as const,
    level: 'failure' as const,
    rule: `adds ${index}`,
    title: `Expected ${index}`,
    message: '',
    path: 'test/a.js',
    startLine: index,
    endLine: index,
  });
  const findings = { schema: 'cleanroom/findings/v1', omitted: 0, findings: [finding(1), finding(2)] } as const;
  const failed = anAttempt({ outcome: 'failed', proofs: [aProof({ passed: false })] });
  const red = aVerdict({ verdict: 'attempts-exhausted', green: false, verified: false, attempts: [failed] });
  const render = (verdict = red, found: object = findings): string =>
    failingSection(someEvidence({ verdict, findings: found as never }), 3000);

  it('is a line for each failure with its place, and says how many more there are', () => {
    expect(render()).toBe(
      '**What fails still**\n\n- adds 1: Expected 1 (<code>test/a.js&#58;1</code>)\n- adds 2: Expected 2 (<code>test/a.js&#58;2</code>)',
    );
    const many = { ...findings, findings: Array.from({ length: 30 }, (_, index) => finding(index)) };
    expect(render(red, many)).toContain('\n- …and 20 more in findings.json of the evidence');
  });

  it('is the place alone where the reason says the one failure, and nothing where it says that as well', () => {
    const one = { ...findings, findings: [finding(1)] };
    const reason = 'After 1 attempt the verifier still fails: adds 1: Expected 1';
    expect(render({ ...red, reason }, one)).toBe('**Where it fails**: <code>test/a.js&#58;1</code>');
    expect(render({ ...red, reason: `${reason} (test/a.js:1)` }, one)).toBe('');
    // Of several it is one of the list.
    expect(render({ ...red, reason })).toContain('\n- adds 1: Expected 1 (');
  });

  it('counts all that is not shown, also where long lines leave out more, and names one without words', () => {
    const long = (length: number) => ({
      ...findings,
      findings: Array.from({ length: 30 }, (_, index) => ({ ...finding(index), title: '<'.repeat(length) })),
    });
    for (const length of [100, 250]) {
      const lines = render(red, long(length)).split('\n').slice(2);
      expect(lines.at(-1)).toBe(`- …and ${30 - (lines.length - 1)} more in findings.json of the evidence`);
    }
    const nameless = { ...findings, findings: [{ ...finding(1), rule: null, title: '' }] };
    expect(render(red, nameless)).toMatch(/\n- A failure without words \(/);
  });

  it('leaves room for the others behind one that grows where it is escaped', () => {
    const strange = '@'.repeat(300);
    const first = { ...finding(0), rule: strange, title: strange, path: `${'@/'.repeat(100)}a.js` };
    const others = Array.from({ length: 9 }, (_, index) => finding(index + 1));
    const text = render(red, { ...findings, findings: [first, ...others] });
    for (let index = 1; index < 10; index += 1) expect(text).toContain(`- adds ${index}: Expected ${index} (`);
    expect(text).not.toContain('…and');
    // Ten of them, too.
    const all = render(red, { ...findings, findings: Array.from({ length: 10 }, () => first) });
    expect(all.split('\n- ')).toHaveLength(11);
    expect(all.length).toBeLessThanOrEqual(3000);
  });

  it('is not said of a green run, nor of a base that no attempt was judged on', () => {
    expect(render(aVerdict({ attempts: [failed] }))).toBe('');
    expect(render({ ...red, attempts: [anAttempt({ outcome: 'refused', proofs: [] })] })).toBe('');
  });
});
