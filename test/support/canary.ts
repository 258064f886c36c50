import { randomBytes } from 'node:crypto';
import { lstat, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How every canary begins: long enough that its encoded forms are seen by their beginning alone. */
export const PREFIX = 'cnrycanaryvalue';

/** A secret of no known shape, so that only its value gives it away. It has characters that a URL must escape. */
export const canary = (): string => `${PREFIX}${randomBytes(20).toString('hex')}/+-`;

/**
 * Every form in which a value could be carried out, by name. Of base64, the characters that its bytes alone decide,
 * whatever stands before and after it.
 */
export function formsOf(value: string): Readonly<Record<string, string>> {
  const bytes = Buffer.from(value);
  const base64 = (before: number): string => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const left = Math.ceil((before * 8) / 6);
    const right = Math.floor(((before + bytes.length) * 8) / 6);
    return text.slice(left, right);
  };
  const url = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');
  return {
    plain: value,
    base64: base64(0),
    'base64 after one byte': base64(1),
    'base64 after two bytes': base64(2),
    base64url: url(base64(0)),
    'base64url after one byte': url(base64(1)),
    'base64url after two bytes': url(base64(2)),
    hex: bytes.toString('hex'),
    'hex in capitals': bytes.toString('hex').toUpperCase(),
    reversed: [...value].reverse().join(''),
    'URL-encoded': encodeURIComponent(value),
    'JSON-escaped': JSON.stringify(value).slice(1, -1).replaceAll('/', '\\/'),
  };
}

/** Where forms of any of the values stand in a text, as `NAME: FORM`. */
export function findForms(text: string, values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    Object.entries(formsOf(value))
      .filter(([, form]) => text.includes(form))
      .map(([form]) => `${name}: ${form}`),
  );
}

const MAX_FILE = 16 << 20;

/** The same for every file below a directory, and for the names of the files. What goes while it looks is passed over. */
export async function findInFiles(
  directory: string,
  values: Readonly<Record<string, string>>,
  skip: (path: string) => boolean = () => false,
): Promise<string[]> {
  const found: string[] = [];
  const names = await readdir(directory).catch(() => []);
  for (const name of names) {
    const path = join(directory, name);
    if (skip(path)) continue;
    found.push(...findForms(name, values).map((form) => `name of ${path}: ${form}`));
    const entry = await lstat(path).catch(() => undefined);
    if (entry?.isDirectory()) found.push(...(await findInFiles(path, values, skip)));
    else if (entry?.isFile()) {
      found.push(...findForms(await beginning(path), values).map((form) => `${path}: ${form}`));
    }
  }
  return found;
}

async function beginning(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return '';
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(MAX_FILE), 0, MAX_FILE, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } catch {
    return '';
  } finally {
    await file.close();
  }
}

/** The same for the command lines and environments of all processes; `own`: processes whose environment is their caller's gift. */
export async function findInProcesses(
  values: Readonly<Record<string, string>>,
  own: readonly number[],
): Promise<string[]> {
  const found: string[] = [];
  const read = (pid: string | number, name: string): Promise<string> =>
    readFile(`/proc/${pid}/${name}`, 'latin1').catch(() => '');
  // A child that has not become its program yet is still a copy of its parent, environment and all.
  const lines = await Promise.all(own.map((pid) => read(pid, 'cmdline')));
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const copy = lines.includes(await read(pid, 'cmdline'));
    const files = own.includes(Number(pid)) || copy ? ['cmdline'] : ['cmdline', 'environ'];
    for (const name of files) {
      const text = await read(pid, name);
      found.push(...findForms(text, values).map((form) => `/proc/${pid}/${name}: ${form}`));
    }
  }
  return found;
}

/** A pattern for grep -E or Perl that finds any form of any canary and never itself. */
export function canaryPattern(): string {
  const forms = Object.entries(formsOf(PREFIX)).filter(([name]) => !/URL-enc|JSON|url/.test(name));
  return forms.map(([, form]) => `[${form.slice(0, 1)}]${form.slice(1)}`).join('|');
}
