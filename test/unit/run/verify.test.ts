import { describe, expect, it } from 'vitest';
import { DEFAULT_PROTECTED } from '../../../src/plan/protected.js';
import { refusedOf } from '../../../src/run/verify-bounds.js';
import { checkRecord } from '../../../src/run/verify-record.js';
import { sha256 } from '../../../src/support/canonical-json.js';
import { aPlan } from '../publish/support/evidence.js';

const nobody = { anchored: false, network: false };

describe('what a plan that nobody vouches for may ask for', () => {
  const plan = aPlan();

  it.each([
    '*a*a*a*a*a*a*a*b',
    '**/a/**/a/**/a/**/b',
    '+(a|aa)b',
    '@(a|aa)*(a|aa)z',
    '[a]+[a]+[a]+[a]+b',
    '{a,a}{a,a}{a,a}{a,a}{a,a}b',
    'a'.repeat(2000),
  ])('is no glob that may take for ever: %s', (glob) => {
    const refused = (changed: Partial<typeof plan>) => refusedOf({ ...plan, ...changed }, nobody).join();
    expect(refused({ protect: [glob] })).toContain('may take for ever');
    expect(refused({ proof: { ...plan.proof, refused: [`!${glob}`] } })).toContain('may take for ever');
    expect(refusedOf({ ...plan, protect: [glob] }, { ...nobody, anchored: true })).toEqual([]);
  });

  it('is not more globs than anybody writes, but those that runs have', () => {
    expect(refusedOf({ ...plan, protect: Array(5000).fill('a') }, nobody).join()).toContain('5000 globs');
    expect(
      refusedOf(
        { ...plan, protect: [...DEFAULT_PROTECTED], proof: { ...plan.proof, refused: [...DEFAULT_PROTECTED] } },
        nobody,
      ),
    ).toEqual([]);
  });

  it('is no private address, with a network or without', () => {
    const asking = {
      ...plan,
      policy: { ...plan.policy, proof: ['inside.example:80'], private: ['inside.example:80'] },
    };
    expect(refusedOf(asking, { anchored: false, network: true }).join()).toContain(
      'private addresses: inside.example:80',
    );
    expect(refusedOf(asking, { anchored: true, network: true })).toEqual([]);
  });
});

it('stops reading lines once enough of them are wrong', async () => {
  const access = Buffer.alloc(8 * 1024 * 1024, '\n');
  const { findings } = await checkRecord({
    files: new Map([['access.jsonl', sha256(access)]]),
    manifest: undefined,
    problems: [],
    read: () => access,
  });
  expect(findings.find(({ check }) => check === 'formats')?.problems).toHaveLength(20);
});

it('walks into nothing that is deeper than runs write, whatever its form', async () => {
  const { schema: _schema, ...report } = aPlan().report;
  const deep = `${'{"properties":{"a":'.repeat(3000)}{}${'}}'.repeat(3000)}`;
  const text = JSON.stringify({ ...aPlan(), report: { ...report, schema: 'DEEP' } });
  const plan = Buffer.from(text.replace('"DEEP"', deep));
  const { findings } = await checkRecord({
    files: new Map([['plan.json', sha256(plan)]]),
    manifest: undefined,
    problems: [],
    read: (name) => (name === 'plan.json' ? plan : undefined),
  });
  expect(findings.find(({ check }) => check === 'formats')?.problems).toEqual(['plan.json is not of its format']);
});
