import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { parse } from 'yaml';
import { CleanroomError, messageOf } from '../support/errors.js';

/** Bytes of the largest credential file. */
const MAX_CREDENTIAL = 1 << 20;
/** Keys of a kubeconfig, and of files like it, whose values are no secrets and are needed in every message. */
const PUBLIC_KEYS =
  /^(apiVersion|kind|server|name|cluster|user|namespace|current-context|certificate-authority(-data)?|client-certificate(-data)?|tls-server-name|preferences|command|interactiveMode)$/;
const MIN_VALUE = 6;

/** @throws CleanroomError `command.credential` */
export async function readCredential(path: string, command: string): Promise<Buffer> {
  const refuse = (why: string): CleanroomError =>
    new CleanroomError('command.credential', `the credential file ${path} of ${command} cannot be used: ${why}`, {
      hint: 'write it in an earlier step of the job, and name it by its absolute path',
      kind: 'usage',
    });
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw refuse(messageOf(error));
  });
  try {
    const status = await file.stat();
    if (!status.isFile()) throw refuse('it is no regular file');
    if (status.size > MAX_CREDENTIAL) throw refuse(`it has more than ${MAX_CREDENTIAL} bytes`);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(MAX_CREDENTIAL + 1), 0, MAX_CREDENTIAL + 1, 0);
    if (bytesRead > MAX_CREDENTIAL) throw refuse(`it has more than ${MAX_CREDENTIAL} bytes`);
    return Buffer.from(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/**
 * Every value of a credential file that must not be shown: the scalars of YAML and JSON but for what such files call
 * server, cluster, user and the like; of other files, every word. Also what they are base64 of.
 */
export function secretValues(content: Buffer): readonly string[] {
  const text = content.toString('utf8');
  const found = new Set<string>();
  const add = (value: string): void => {
    if (value.trim().length < MIN_VALUE) return;
    found.add(value.trim());
    if (value.length < 16 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(value)) return;
    const decoded = Buffer.from(value, 'base64').toString('utf8');
    // Only text: the bytes of anything else would be replaced, and could not be found.
    if (!/[\ufffd\0]/.test(decoded)) found.add(decoded);
  };
  const structure = structureOf(text);
  if (structure === undefined) for (const word of text.split(/[\s"'`=:,;]+/)) add(word);
  else walk(structure, add, 0);
  return [...found];
}

function structureOf(text: string): object | undefined {
  try {
    // Every scalar as it is written: a number would lose digits, and so a token that looks like one.
    const value: unknown = parse(text, { maxAliasCount: 100, logLevel: 'error', schema: 'failsafe' });
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function walk(value: unknown, add: (text: string) => void, depth: number): void {
  if (depth > 50) return;
  if (typeof value === 'string') add(value);
  else if (Array.isArray(value)) for (const item of value) walk(item, add, depth + 1);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      if (!(PUBLIC_KEYS.test(key) && typeof member === 'string')) walk(member, add, depth + 1);
    }
  }
}
