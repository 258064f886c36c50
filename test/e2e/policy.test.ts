import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDist } from '../support/dist.js';
import { git } from '../support/workspace.js';

const directory = mkdtempSync(join(tmpdir(), 'policy-cli-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
beforeAll(() => {
  git(directory, 'init', '-q');
  const network = '{default: deny, execution: {allow: ["docs.example.com:443"]}}';
  writeFileSync(join(directory, 'cleanroom.yaml'), `version: 1\nsandbox:\n  network: ${network}\n`);
  git(directory, 'add', '-A');
  git(directory, 'commit', '-qm', 'Policy');
});

describe('the policy command', () => {
  it('prints what each stage may reach, and needs no task and no key', async () => {
    const { code, stdout, stderr } = await runDist(['policy', 'validate'], { cwd: directory });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('agent may reach\n  docs.example.com:443\n      cleanroom.yaml:3:');
    expect(stdout).toMatch(/\nsha256 [0-9a-f]{64}\n$/);
  });

  it('prints one JSON document', async () => {
    const { code, stdout } = await runDist(['policy', 'validate', '--json'], { cwd: directory });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      policy: { file: 'cleanroom.yaml', generation: 'D', agent: ['docs.example.com:443'], proof: [] },
      source: { config: null },
    });
  });

  it('answers for one host', async () => {
    const { code, stdout } = await runDist(['policy', 'show', 'docs.example.com:443'], { cwd: directory });
    expect(code).toBe(0);
    expect(stdout).toContain('agent    yes, by cleanroom.yaml:3:');
  });

  it('exits with 2 and every problem of a file that is not committed yet', async () => {
    const draft = join(directory, 'draft.yaml');
    writeFileSync(draft, 'version: 1\nsandbox:\n  netwrok: {}\n  docker: {required: true}\n');
    const { code, stdout, stderr } = await runDist(['policy', 'validate', draft], { cwd: directory });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.split('\n')).toEqual([
      `error: ${draft}:3:3: key of sandbox is "netwrok", expected a key of Cleanroom 0.11 or older (did you mean network?)`,
      `error: ${draft}:4:12: sandbox.docker.required is "true", expected false, because a room holds no Docker daemon (run what needs Docker in another job)`,
      '',
    ]);
  });
});
