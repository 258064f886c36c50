import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runHost } from '../../../src/support/process.js';

const env = { PATH: process.env['PATH'] ?? '' };

describe('runHost', () => {
  it('gives output and exit code, and inherits no environment', async () => {
    const result = await runHost({
      argv: ['sh', '-c', 'echo out; echo err >&2; echo "$HOME$X"; exit 7'],
      env: { ...env, X: 'x' },
    });
    expect({ ...result, stdout: result.stdout.toString() }).toEqual({ code: 7, stdout: 'out\nx\n', stderr: 'err\n' });
  });

  it('hands bytes to stdin, also to a program that reads none of them', async () => {
    const bytes = Buffer.from([0, 255, 10, 128]);
    expect((await runHost({ argv: ['cat'], env, stdin: bytes })).stdout).toEqual(bytes);
    expect((await runHost({ argv: ['true'], env, stdin: Buffer.alloc(1 << 22) })).code).toBe(0);
  });

  it('ends a program that prints too much or runs too long', async () => {
    await expect(runHost({ argv: ['yes'], env, maxBytes: 1000 })).rejects.toMatchObject({ code: 'process.output' });
    await expect(runHost({ argv: ['sleep', '1000'], env, timeoutMs: 50 })).rejects.toMatchObject({
      code: 'process.timeout',
    });
  });

  it('does not wait for a helper that holds the output open', async () => {
    const file = join(tmpdir(), `lingering-${process.pid}`);
    const argv = ['sh', '-c', 'sleep 1000 & echo $! > "$1"; wait', 'sh', file] as const;
    try {
      await expect(runHost({ argv, env, timeoutMs: 500 })).rejects.toMatchObject({ code: 'process.timeout' });
    } finally {
      const helper = Number(await readFile(file, 'utf8').catch(() => ''));
      if (helper > 1) process.kill(helper, 'SIGKILL');
      await rm(file, { force: true });
    }
  });

  it('says that a program is missing, and how one was killed', async () => {
    const argv: [string] = ['no-such-program-here'];
    await expect(runHost({ argv, env })).rejects.toMatchObject({
      code: 'process.spawn',
      message: 'cannot run no-such-program-here: it was not found in PATH',
      hint: expect.stringContaining('cleanroom-action doctor'),
    });
    await expect(runHost({ argv: ['true'], env, cwd: '/no/such/directory' })).rejects.toThrow(/ENOENT$/);
    expect((await runHost({ argv: ['sh', '-c', 'kill -9 $$'], env })).code).toBe(137);
  });
});
