import * as core from '@actions/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { annotateLog, annotationsForLog } from '../../../src/publish/log-annotations.js';
import type { FindingsFile } from '../../../src/schemas/findings.js';
import { SETTINGS, someEvidence } from './support/evidence.js';

type Finding = FindingsFile['findings'][number];

const finding = (overrides: Partial<Finding> = {}): Finding => ({
  source: 'verifier',
  level: 'failure',
  rule: 'adds',
  title: 'adds',
  message: 'expected 3, got 1',
  path: 'src/sum.js',
  startLine: 2,
  endLine: 2,
  ...overrides,
});
const evidence = (...findings: Finding[]) =>
  someEvidence({ findings: { schema: 'cleanroom/findings/v1', omitted: 0, findings } });
const SKIPPED = { state: 'skipped', reason: 'the token may not' } as const;

let out: string[];
beforeEach(() => {
  out = [];
  // What the runner reads: the real printer of workflow commands writes there.
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out.push(String(text));
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

describe('annotations of the log', () => {
  it('are ten of each level at most, and none where a check run shows them or nobody wants them', () => {
    const many = [
      ...Array.from({ length: 30 }, () => finding()),
      finding({ level: 'warning' }),
      finding({ path: null }),
    ];
    expect(annotationsForLog(evidence(...many), SKIPPED, SETTINGS).map((one) => one.annotation_level)).toEqual([
      ...Array.from({ length: 10 }, () => 'failure'),
      'warning',
    ]);
    const written = { state: 'written', id: 1, url: 'https://x/', action: 'created' } as const;
    expect(annotationsForLog(evidence(...many), written, SETTINGS)).toEqual([]);
    expect(annotationsForLog(evidence(...many), SKIPPED, { ...SETTINGS, check: 'never' })).toEqual([]);
  });

  it('are one workflow command each, whatever they say', () => {
    const hostile = 'x\n::set-output name=a::b\r\n##[error]y %0A::warning::z \u202e\u001b[31m';
    const list = [
      finding({ message: hostile, title: `a,line=1::${hostile}`, path: 'src/a,b:c%.js' }),
      finding({ level: 'warning', message: '::error::not this' }),
      finding({ level: 'notice' }),
    ];
    annotateLog(annotationsForLog(evidence(...list), SKIPPED, SETTINGS), core);
    const lines = out
      .join('')
      .split(/\r?\n/)
      .filter((line) => line !== '');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^::error title=[^:]*,file=src\/a%2Cb%3Ac%25\.js,line=2,endLine=2::x /);
    expect(lines[1]).toMatch(/^::warning title=adds,file=src\/sum\.js,line=2,endLine=2::: :error::not this$/);
    expect(lines[2]).toMatch(/^::notice /);
    expect(out.join('')).not.toMatch(/##\[|\u202e|\u001b/);
  });
});
