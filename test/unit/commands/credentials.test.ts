import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCredential, secretValues } from '../../../src/commands/credentials.js';
import { createRedactor } from '../../../src/support/redact.js';

const KEY = Buffer.from(
  `-----BEGIN PRIVATE KEY-----\n${'QUJD'.repeat(16)}\n${'REVG'.repeat(10)}\n-----END PRIVATE KEY-----\n`,
).toString('base64');
const KUBECONFIG = `apiVersion: v1
kind: Config
current-context: production
clusters:
- name: production
  cluster: {server: "https://cluster.example:6443", certificate-authority-data: ${'Q0E='.repeat(8)}}
users:
- name: robot-account
  user:
    token: tok-abcdef-123456
    client-key-data: ${KEY}
    password: "hunter22"
    auth-provider: {name: oidc, config: {id-token: idtok-99887766, refresh-token: 12345678901}}
`;
const redacted = (content: string, text: string): string =>
  createRedactor(secretValues(Buffer.from(content)))
    .bytes(Buffer.from(text), { shapes: false })
    .bytes.toString();

describe('the values of a credential file', () => {
  it('are taken out wherever they are printed, and names and addresses stay', () => {
    const shown = redacted(KUBECONFIG, KUBECONFIG);
    for (const secret of ['tok-abcdef-123456', KEY, 'hunter22', 'idtok-99887766', '12345678901'])
      expect(shown).not.toContain(secret);
    for (const word of ['https://cluster.example:6443', 'robot-account', 'production', 'current-context', 'Q0E=Q0E='])
      expect(shown).toContain(word);
    expect(redacted(KUBECONFIG, `{"token":"tok-abcdef-123456"}`)).toBe('{"token":"[redacted]"}');
    expect(redacted(KUBECONFIG, Buffer.from('x tok-abcdef-123456').toString('base64'))).toContain('[redacted]');
  });

  it('are taken as they are written, whatever number they look like', () => {
    const tokens = ['12345678901234567890123', '8e1234567890', '0012345678', '0x1234567890'];
    for (const token of tokens)
      for (const content of [
        `users:\n- user: {token: ${token}}\n`,
        `token: ${token}\n`,
        `machine x password ${token}\n`,
      ])
        expect(redacted(content, `got ${token}.`), content).toBe('got [redacted].');
    expect(redacted('{"token": 12345678901234567890123}', tokens[0] ?? '')).toBe('[redacted]');
  });

  it('are also what they are base64 of', () => {
    expect(redacted(KUBECONFIG, Buffer.from(KEY, 'base64').toString())).not.toContain('QUJDQUJD');
  });

  it('are all words of a file in another form', () => {
    const shown = redacted(
      '[default]\naws_key = AKIA0000EXAMPLE\npass: "p:4ssw0rd!" \n',
      'AKIA0000EXAMPLE 4ssw0rd! plain',
    );
    expect(shown).toBe('[redacted] [redacted] plain');
  });
});

describe('a credential file', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'cleanroom-credential-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('is read through links, as whoever configured it meant', async () => {
    await writeFile(join(directory, 'real'), 'content');
    await symlink('real', join(directory, 'link'));
    expect(String(await readCredential(join(directory, 'link'), 'x'))).toBe('content');
  });

  it.each([
    ['missing', () => {}, 'ENOENT'],
    ['directory', (path: string) => void execFileSync('mkdir', [path]), 'no regular file'],
    ['fifo', (path: string) => void execFileSync('mkfifo', [path]), 'no regular file'],
    ['large', (path: string) => void execFileSync('truncate', ['-s', '2M', path]), 'more than'],
  ])('is refused when it is %s', async (name, make, why) => {
    const path = join(directory, name);
    make(path);
    await expect(readCredential(path, 'kubectl')).rejects.toMatchObject({
      code: 'command.credential',
      message: expect.stringContaining(why),
      hint: expect.any(String),
    });
  });
});
