import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findProgram, NEEDED_PROGRAMS } from '../../../src/room/local/host.js';
import type { Finding } from '../../../src/run/doctor.js';
import { leaseText, ownLease } from '../../../src/support/lease.js';
import { ROOT, runDist } from '../../support/dist.js';

let site: string;
beforeEach(async () => {
  site = await mkdtemp(join(tmpdir(), 'doctor-'));
});
afterEach(() => rm(site, { recursive: true, force: true }));

async function doctor(env: Readonly<Record<string, string>>): Promise<{ code: number | null; findings: Finding[] }> {
  const { code, stdout } = await runDist(['doctor', '--json'], { cwd: site, env });
  return { code, findings: JSON.parse(stdout) as Finding[] };
}

describe('doctor', () => {
  it.each(Object.entries(NEEDED_PROGRAMS))('names %s and its package when it is missing', async (missing, debian) => {
    const path = join(site, 'bin');
    await mkdir(path);
    for (const name of [...Object.keys(NEEDED_PROGRAMS), 'git', 'npm']) {
      const found = await findProgram(name, process.env['PATH'] ?? '');
      if (found && name !== missing) await symlink(found, join(path, name));
    }
    const { code, findings } = await doctor({ PATH: path });
    expect(code).toBe(3);
    expect(findings.filter(({ state }) => state === 'missing').map(({ name, mend }) => [name, mend])).toEqual([
      [missing, `sudo apt-get install -y ${debian}`],
    ]);
  });

  it('leaves nothing behind', async (ctx) => {
    const temporary = join(site, 'temporary');
    await mkdir(temporary, { mode: 0o755 });
    execFileSync('chmod', ['755', site]);
    const { code, findings } = await doctor({ TMPDIR: temporary });
    expect(await readdir(temporary)).toEqual([]);
    if (code !== 0)
      ctx.skip(`rooms do not work here: ${JSON.stringify(findings.filter(({ state }) => state === 'missing'))}`);
    expect(findings.find(({ name }) => name === 'a room')?.detail).toMatch(/^built, entered and destroyed in \d+ ms$/);
  });

  it('removes what killed runs left, and names it', async (ctx) => {
    if (process.platform !== 'linux') return ctx.skip('leases name processes of Linux');
    const temporary = join(site, 'temporary');
    const store = join(temporary, 'cleanroom-store-aaaaaa');
    const scratch = join(temporary, 'cleanroom-bbbbbb');
    await mkdir(store, { recursive: true });
    await mkdir(scratch);
    // Of a process that has ended, as the next one with its number would have begun at another time.
    const lease = leaseText({ ...(await ownLease(60)), started: '1' });
    await writeFile(join(store, 'run.json'), JSON.stringify({ lease, scratch: [scratch] }));
    const { findings } = await doctor({ TMPDIR: temporary });
    expect(findings.find(({ name }) => name === 'left by killed runs')?.detail).toContain(scratch);
    expect(await readdir(temporary)).toEqual([]);
  });

  it('says that overlays do not work, and where they would', (ctx) => {
    if (process.getuid?.() !== 0) return ctx.skip('only root can mount a file system without extended attributes');
    if (ROOT.startsWith('/tmp/')) return ctx.skip('the project is below /tmp, which this test covers');
    const script = 'for path in /tmp /var/tmp; do mount -t ramfs -o mode=1777 none "$path"; done; exec "$@"';
    const out = execFileSync(
      'unshare',
      [
        '--mount',
        '--propagation',
        'private',
        '--',
        'sh',
        '-c',
        script,
        'sh',
        process.execPath,
        join(ROOT, 'dist/cli.js'),
        'doctor',
        '--json',
      ],
      { encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: '/tmp' }, cwd: '/' },
    );
    const findings = JSON.parse(out) as Finding[];
    expect(findings.find(({ name }) => name === 'overlayfs')).toEqual({
      name: 'overlayfs',
      state: 'weak',
      detail: 'does not work: trees are copied',
      mend: 'set TMPDIR to a directory on ext4, xfs or btrfs',
    });
    expect(findings.find(({ name }) => name === 'a room')?.state).toBe('ok');
  });

  it.each(['/nonexistent/not there', 'relative', '', '/proc/self'])(
    'passes over an odd TMPDIR (%j)',
    async (TMPDIR) => {
      const { code, findings } = await doctor({ TMPDIR });
      expect(findings.find(({ name }) => name === 'a room')?.state, JSON.stringify(findings)).toBe('ok');
      expect(code).toBe(0);
    },
  );
});
