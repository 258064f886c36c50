import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runDist } from '../support/dist.js';
import { repository } from '../support/workspace.js';

const parent = mkdtempSync(join(tmpdir(), 'evidence-removed-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

it('a run whose evidence is removed while the agent works ends, says so, and leaves no room', async () => {
  // It would work for minutes: the line that cannot be written ends it.
  const agent = 'echo ready; for i in $(seq 300); do sleep 1; echo "$i"; done\n';
  const repo = await repository({ 'check.sh': 'exit 1\n', 'agent.sh': agent }, parent);
  const [evidence, temporary] = [join(parent, 'evidence'), mkdtempSync(join(parent, 'tmp-'))];
  const line = 'run --prompt x --agent command --max-attempts 1'.split(' ');
  const own = ['--repo', repo, '--evidence', evidence, '--verify', 'sh check.sh', '--agent-command', 'sh agent.sh'];
  let removed = false;
  const run = await runDist([...line, ...own], {
    env: { TMPDIR: temporary },
    onOutput: (text) => {
      if (removed || !/^│ ready$/m.test(text)) return;
      removed = true;
      rmSync(evidence, { recursive: true, maxRetries: 10 });
    },
  });
  expect(run.stderr).toMatch(/^error: cannot write the evidence \(.*\): it was removed while the run was at work\n/m);
  expect(run.stderr).not.toContain('    at ');
  expect(run.code).toBe(3);
  expect(readdirSync(temporary)).toEqual([]);
});
