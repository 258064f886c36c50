import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Verification } from '../../src/run/verify.js';
import { canonicalJson, sha256 } from '../../src/support/canonical-json.js';
import { runHost } from '../../src/support/process.js';
import { arena, attempt } from '../cheats/arena.js';
import { runDist } from '../support/dist.js';
import { type DockerDaemon, startDocker, unableToRunDocker } from '../support/docker-daemon.js';
import { sumTask } from '../support/sum-task.js';

const unable = await unableToRunDocker();
const place = arena();
let daemon: DockerDaemon | undefined;
beforeAll(async () => {
  if (unable === undefined) daemon = await startDocker();
});
afterAll(async () => {
  await daemon?.dispose();
  place.dispose();
});

it('a run in containers is proved again in containers, of an image that somebody vouches for', async (ctx) => {
  if (!daemon) return ctx.skip(unable);
  const { env, image } = daemon;
  const task = sumTask(place.directory);
  const docker = { room: 'docker', image };
  const honest = await attempt(place.directory, task, task.fix, docker, { env });
  expect(honest.verdict.verdict, honest.verdict.reason).toBe('verified');

  const verify = async (evidence: string, ...flags: string[]) => {
    const args = ['verify', evidence, '--json', '--repo', task.directory, ...flags];
    const { code, stdout, stderr } = await runDist(args, { env });
    if (!stdout.startsWith('{')) throw new Error(`nothing was verified (exit ${code}): ${stderr}`);
    const { findings } = JSON.parse(stdout) as Verification;
    return { code, text: stdout + stderr, of: (check: string) => findings.find((finding) => finding.check === check) };
  };
  const alone = await verify(honest.directory);
  expect(alone.code).toBe(3);
  expect(alone.of('proof')?.problems?.join()).toContain(`the image ${image}: name the plan with --plan-sha256`);
  const digest = sha256(canonicalJson(JSON.parse(honest.evidence('plan.json'))));
  const again = await verify(honest.directory, '--plan-sha256', digest);
  expect(again.code, again.text).toBe(0);
  expect(again.of('proof'), again.text).toMatchObject({ state: 'ok', detail: expect.stringContaining('docker') });
  const left = await runHost({ argv: [daemon.program, 'ps', '--all', '--quiet'], env });
  expect(left.stdout.toString()).toBe('');
});
