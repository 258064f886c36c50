import { execFileSync } from 'node:child_process';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { codeQuality, junitXml } from '../../../../src/publish/ci-files.js';
import { breakSigns } from '../../../../src/publish/ci-markdown.js';
import type { PublishableEvidence } from '../../../../src/publish/read-evidence.js';
import type { FindingsFile } from '../../../../src/schemas/findings.js';
import { aVerdict } from '../support/evidence.js';
import { HOSTILE as STRINGS } from '../support/hostile.js';

type Finding = FindingsFile['findings'][number];

const HOSTILE = [
  ...STRINGS,
  ...[
    '</failure><failure>',
    ']]>',
    '&amp;&lt;',
    '"\'',
    '\x00\x01\x1b[31m',
    '\ud800',
    '\ufffe',
    '\u202egnp.exe',
    'a\nb',
  ],
  ...['@all', '/approve', '!1 #2 ~bug', 'x'.repeat(20_000), '<?xml version="1.0"?>', '<!DOCTYPE a [<!ENTITY b "c">]>'],
];

function finding(change: Partial<Finding> = {}): Finding {
  const base = { source: 'verifier', level: 'failure', rule: 'adds', title: 'adds', message: '1 + 1 is 3' } as const;
  return { ...base, path: 'src/sum.ts', startLine: 3, endLine: 4, ...change };
}

const fileOf = (findings: Finding[]): FindingsFile => ({ schema: 'cleanroom/findings/v1', omitted: 0, findings });

function evidence(findings: Finding[], verdict: Parameters<typeof aVerdict>[0]): PublishableEvidence {
  return { verdict: aVerdict(verdict), findings: fileOf(findings) } as unknown as PublishableEvidence;
}

/** As GitLab documents it: these fields are required, others it ignores. */
const CODE_QUALITY = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', pattern: '^[0-9a-f]{64}$' },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', pattern: '^(?!\\.?/)' },
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
};

describe('the code quality report', () => {
  it('is as GitLab has it, whatever findings say', () => {
    const hostile = HOSTILE.flatMap((text) => [finding({ title: text, message: text }), finding({ rule: text })]);
    const levels = (['failure', 'warning', 'notice'] as const).map((level) => finding({ level }));
    const text = codeQuality(fileOf([...hostile, ...levels]));
    const value = JSON.parse(text) as { fingerprint: string; severity: string; description: string }[];
    expect(new Ajv2020({ strict: false }).validate(CODE_QUALITY, value)).toBe(true);
    expect(value).toHaveLength(HOSTILE.length * 2 + 3);
    expect(new Set(value.map(({ fingerprint }) => fingerprint)).size).toBe(value.length);
    expect(value.slice(-3).map(({ severity }) => severity)).toEqual(['major', 'minor', 'info']);
    expect(value.map(({ description }) => description).join('')).not.toMatch(/[\x00-\x1f\u202e]/);
  });

  it('leaves out what is on no line, and knows a finding again on another one', () => {
    expect(codeQuality(undefined)).toBe('[]\n');
    expect(codeQuality(fileOf([finding({ path: null, startLine: null, endLine: null })]))).toBe('[]\n');
    expect(codeQuality(fileOf([finding({ startLine: null, endLine: null })]))).toBe('[]\n');
    const of = (startLine: number): unknown =>
      (JSON.parse(codeQuality(fileOf([finding({ startLine })]))) as { fingerprint: string }[])[0]?.fingerprint;
    expect(of(3)).toBe(of(30));
  });
});

/** A parser that takes nothing but XML counts what the document says. */
function parsed(xml: string): { cases: number; failures: number; skipped: number; attributes: Record<string, string> } {
  const program = `import sys, json, xml.etree.ElementTree as e
s = e.fromstring(sys.stdin.buffer.read())[0]
print(json.dumps({'cases': len(s.findall('testcase')), 'failures': len(s.findall('testcase/failure')), 'skipped': len(s.findall('testcase/skipped')), 'attributes': s.attrib}))`;
  return JSON.parse(execFileSync('python3', ['-c', program], { input: xml, encoding: 'utf8' })) as ReturnType<
    typeof parsed
  >;
}

describe('the JUnit file', () => {
  it('is XML, whatever findings say, and fails where the run does', () => {
    const findings = HOSTILE.map((text) => finding({ title: text, message: text, path: text, rule: text }));
    const red = parsed(
      junitXml(evidence(findings, { verdict: 'attempts-exhausted', green: false, reason: HOSTILE.join() })),
    );
    expect(red).toMatchObject({ cases: HOSTILE.length + 1, failures: HOSTILE.length + 1, skipped: 0 });
    expect(red.attributes).toMatchObject({ tests: String(HOSTILE.length + 1), failures: String(HOSTILE.length + 1) });
  });

  it('fails nothing of a green run, and skips what there was nothing to prove of', () => {
    const green = parsed(junitXml(evidence([finding()], { verdict: 'verified', green: true })));
    expect(green).toMatchObject({ cases: 2, failures: 0, skipped: 0 });
    const neutral = parsed(junitXml(evidence([], { verdict: 'nothing-to-prove', green: false })));
    expect(neutral).toMatchObject({ cases: 1, failures: 0, skipped: 1 });
    const noticed = parsed(
      junitXml(evidence([finding({ level: 'notice' })], { verdict: 'no-progress', green: false })),
    );
    expect(noticed).toMatchObject({ cases: 2, failures: 1 });
  });
});

describe('the comment for other systems', () => {
  it('breaks what GitLab takes for a reference, and nothing in code', () => {
    expect(breakSigns('see &#33;1 and &#126;bug &#36;3 &#38;4 &#94;5')).toBe(
      'see &#33;&#8203;1 and &#126;&#8203;bug &#36;&#8203;3 &#38;&#8203;4 &#94;&#8203;5',
    );
    const code = '<code>a &#38;&#38; b</code>\n\n```text\n&#33;1\n```\n\n````diff\n```\n&#33;1\n````\n';
    expect(breakSigns(code)).toBe(code);
    expect(breakSigns(`${code}&#33;1`)).toBe(`${code}&#33;&#8203;1`);
  });

  it('has no line that GitLab takes for an action, in code too', () => {
    // It knows of no fence but one of three signs, so that the rest of this one is text to it.
    const fence = '````diff\n```\n/approve\n  /merge\n+/close\n```\n````\n';
    expect(breakSigns(fence).match(/^\s*\/\w+/gm)).toBeNull();
    expect(breakSigns(fence).replaceAll('\u200b', '')).toBe(fence);
  });
});
