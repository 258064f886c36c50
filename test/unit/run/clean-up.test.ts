import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cleanUp } from '../../../src/run/clean-up.js';
import { leaseText, ownLease } from '../../../src/support/lease.js';

let directory: string;
let temporary: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clean-up-'));
  temporary = join(directory, 'tmp');
  await mkdir(join(directory, 'bin'));
  await mkdir(temporary);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function clean(
  state: { readonly scratch?: string; readonly owner?: string },
  dockerMs?: number,
): ReturnType<typeof cleanUp> {
  const path = join(directory, 'bin');
  // Nobody in particular: groups of this machine are not the business of this test.
  const host = { temporary: [temporary], uid: 54_321, path, dockerEnvironment: { PATH: path } };
  return cleanUp(host, { scratch: '', owner: '', ...state }, '/nowhere/main.js', dockerMs);
}

async function docker(script: string): Promise<void> {
  const program = join(directory, 'bin/docker');
  await writeFile(program, `#!/bin/sh\n${script}`);
  await chmod(program, 0o755);
}

describe('the end of a job', () => {
  it('waits for a slow daemon once, not for each of its answers', async () => {
    const log = join(directory, 'log');
    const over = leaseText({ ...(await ownLease(0)), started: '1' });
    await docker(`echo "$1" >> '${log}'
case "$1" in
ps) for id in a b c d e f; do echo "$id$id ${over}"; done ;;
rm) /bin/sleep 0.6 ;;
esac
`);
    const { warnings } = await clean({}, 1500);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/took too long|did not end within/);
    const asked = (await readFile(log, 'utf8')).trim().split('\n');
    expect(asked.filter((word) => word === 'rm').length).toBeLessThanOrEqual(3);
    expect(asked).not.toContain('volume');
  });

  it('ends where the daemon never answers', async () => {
    await docker('exec /bin/sleep 3600\n');
    const { removed, warnings } = await clean({}, 200);
    expect(removed).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('did not end within')]);
  });

  it.each([
    'no JSON',
    '{"length":3}',
    '[1,null,{},"/","/etc","..",""]',
    JSON.stringify(['/tmp/../etc/cleanroom-aaaaaa', '/etc/cleanroom-aaaaaa', 'cleanroom-aaaaaa']),
  ])('removes nothing for %s', async (scratch) => {
    await mkdir(join(temporary, 'precious'));
    const { removed } = await clean({ scratch });
    expect(removed).toEqual([]);
    expect(await readdir(temporary)).toEqual(['precious']);
  });

  it('removes what was named, beside what is none of ours', async () => {
    const ours = join(temporary, 'cleanroom-aaaaaa');
    await mkdir(join(ours, 'deep'), { recursive: true });
    const { removed, warnings } = await clean({ scratch: JSON.stringify([join(temporary, 'precious'), ours]) });
    expect(removed).toEqual([ours]);
    expect(warnings).toEqual([expect.stringContaining('is no directory of a run')]);
  });

  it('ends no process but one that runs this action', async () => {
    const owner = leaseText(await ownLease(3600));
    expect(await clean({ owner })).toEqual({ removed: [], warnings: [] });
    expect(await clean({ owner: `${process.pid}` })).toEqual({ removed: [], warnings: [] });
  });
});
