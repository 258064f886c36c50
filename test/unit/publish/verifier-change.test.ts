import { describe, expect, it } from 'vitest';
import { MAX_COMMENT_CHARS, renderComment } from '../../../src/publish/comment.js';
import type { PublishableEvidence } from '../../../src/publish/read-evidence.js';
import { renderSummary } from '../../../src/publish/summary.js';
import type { VerdictFile } from '../../../src/schemas/verdict.js';
import { sha256 } from '../../../src/support/canonical-json.js';
import { anAttempt, aVerdict, someEvidence } from './support/evidence.js';
import { HOSTILE } from './support/hostile.js';
import { liveParts } from './support/rendered.js';

type Attempt = VerdictFile['attempts'][number];
type Edits = NonNullable<Attempt['verifierEdits']>;

const DIFF =
  'diff --git a/test/a.js b/test/a.js\n--- a/test/a.js\n+++ b/test/a.js\n@@ -1 +1 @@\n-old test\n+new test\n';

function edits(overrides: Partial<Edits> = {}): Edits {
  return {
    mode: 'allow',
    files: [{ path: 'test/a.js', status: 'modified', glob: '**/test/**', trusted: false }],
    patch: 'attempts/1/verifier.patch',
    sha256: sha256(DIFF),
    unchangedPasses: false,
    ...overrides,
  };
}

function evidence(attempt: Partial<Attempt>, verdict: Partial<VerdictFile>, diff = DIFF): PublishableEvidence {
  return someEvidence({
    verdict: aVerdict({ attempts: [anAttempt(attempt)], ...verdict }),
    ...(attempt.verifierEdits ? { verifierPatch: { text: diff, bytes: diff.length, sha256: sha256(diff) } } : {}),
  });
}

const rendered = (from: PublishableEvidence): readonly string[] => [
  renderComment(from, { key: 'ci' }),
  renderSummary(from),
];

describe('a change of what decides', () => {
  it('comes before everything else where it was verified', () => {
    const from = evidence({ verifierEdits: edits() }, { verdict: 'verified-with-verifier-change' });
    for (const text of rendered(from)) {
      const order = [
        'Verified with a changed verifier',
        'What decides was changed',
        '+new test',
        'Passing command',
        '- Change: ',
      ];
      const at = order.map((words) => text.indexOf(words));
      expect(at).toEqual([...at].sort((a, b) => a - b));
      expect(at[0]).toBeGreaterThanOrEqual(0);
      expect(text).toContain('does **not** pass with the rest');
      // Nobody has to unfold it.
      expect(text.slice(0, text.indexOf('+new test'))).not.toContain('<details>');
    }
    const same = evidence(
      { verifierEdits: edits({ unchangedPasses: true }) },
      { verdict: 'verified-with-verifier-change' },
    );
    expect(rendered(same)[0]).toContain('passes with the rest of the change as well');
  });

  it('is shown apart where it was left out', () => {
    const from = evidence({ verifierEdits: edits({ mode: 'report', unchangedPasses: null }) }, {});
    for (const text of rendered(from)) {
      expect(text).toContain('**Left out: changes to what decides**');
      expect(text.indexOf('Left out')).toBeGreaterThan(text.indexOf('- Change: '));
      expect(text).toContain('+new test');
    }
  });

  it('says where it is an edit of the trusted version', () => {
    const files: Edits['files'] = [{ path: 'ci/x.sh', status: 'deleted', glob: 'ci/x.sh', trusted: true }];
    const from = evidence({ verifierEdits: edits({ files }) }, { verdict: 'verified-with-verifier-change' });
    expect(rendered(from)[0]).toContain('on top of the trusted commit’s version');
  });

  it('leaves nothing of it alive, and fits, whatever it holds', () => {
    const files = HOSTILE.map((path) => ({ path, status: 'added' as const, glob: path, trusted: false }));
    const many: Edits['files'] = Array.from({ length: 200 }, (_, at) => files[at % files.length] ?? files[0]).flatMap(
      (one) => (one ? [one] : []),
    );
    const diff = `${DIFF}${HOSTILE.map((text) => `+${text}\n`).join('')}`.repeat(20);
    for (const mode of ['allow', 'report'] as const) {
      const from = evidence(
        {
          verifierEdits: edits({ mode, files: many }),
          confirmations: { wanted: 3, runs: 3, passed: 2, flaky: [...HOSTILE] },
          hidden: 'passed',
        },
        { verdict: 'verified-with-verifier-change' },
        diff,
      );
      const comment = rendered(from)[0] ?? '';
      expect(comment.length).toBeLessThanOrEqual(MAX_COMMENT_CHARS);
      expect(liveParts(comment)).toEqual([]);
    }
  });
});

it('says how often the proof was run, and what the hidden verifier says', () => {
  const confirmations = { wanted: 3, runs: 2, passed: 1, flaky: ['a test'] };
  const base = { wanted: 3, runs: 2, passed: 1, flaky: [] };
  const from = evidence({ hidden: 'failed', confirmations }, { baselineConfirmations: base });
  for (const text of rendered(from)) {
    expect(text).toContain('- Hidden verifier: **fails**');
    expect(text).toContain('- The proof passed in 1 of 2 runs');
    expect(text).toContain('- Flaky: a test');
    expect(text).toContain('- The base failed in 1 of 2 runs');
  }
});
