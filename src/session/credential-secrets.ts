import { isObject } from '../support/json-object.js';

/** Values of copied files that must not be written down, and what of the files was not looked through. */
export interface CredentialSecrets {
  readonly values: readonly string[];
  /** For the person. Never holds content. */
  readonly notes: readonly string[];
}

/** Credentials are small. What is larger is a log, a cache or a program. */
const MAX_FILE_BYTES = 256 * 1024;
/** Each is looked for in some twenty spellings. */
const MAX_VALUES = 100;
const MAX_DEPTH = 20;
/** A shorter one may be an ordinary word. */
const MIN_LENGTH = 8;
const MAX_LENGTH = 8192;

/** What a member, a key or a variable is called whose value is a secret. */
const SECRET_NAME =
  /token|secret|passw|passphrase|api[-_.]?key|private[-_.]?key|key-data|credential|cookie|bearer|^_?auth$|^(?:access|refresh|key)$/i;
/** Of the same names, what is none. */
const ABOUT_A_SECRET =
  /(?:type|ur[il]|endpoint|file|path|expir\w*|expires\w*|helper|scopes?|limits?|tokens|count|budget|fingerprint)$/i;

const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{1,65536}-----END/g;
const IN_A_URL = /:\/\/[^\s/:@"']{0,200}:([^\s/@"']{8,500})@/g;
/** `name = value`, `name: value`, and both quoted, as TOML, YAML, INI, shells and npm write them. */
const NAMED = /([A-Za-z0-9_.-]{1,80})["']?[ \t]{0,20}[:=][ \t]{0,20}["']?([^\s"',;{}[\]]{8,8192})/g;
/** As .netrc writes it. */
const NETRC = /\bpassword[ \t]{1,20}([^\s"']{8,8192})/g;

/**
 * The secret values in files that a person has copied into a room, as far as their names or their form tell: members of
 * JSON, settings of other formats, passwords in addresses, private keys, and a file that is a single word.
 * @param files path below HOME → content
 */
export function secretsOf(files: Readonly<Record<string, Buffer>>): CredentialSecrets {
  const found = new Set<string>();
  const notes: string[] = [];
  for (const [path, content] of Object.entries(files)) {
    if (content.length > MAX_FILE_BYTES)
      notes.push(`~/${path} is too large to be searched for secrets, which what the agent writes may then hold`);
    else if (!content.includes(0)) for (const value of valuesIn(content.toString('utf8'))) found.add(value);
  }
  const values = [...found].filter(({ length }) => length >= MIN_LENGTH && length <= MAX_LENGTH);
  if (values.length > MAX_VALUES)
    notes.push(`the copied files hold ${values.length} secrets; what the agent writes is searched for ${MAX_VALUES}`);
  return { values: values.slice(0, MAX_VALUES), notes };
}

function valuesIn(text: string): string[] {
  const values: string[] = [];
  const json = parsed(text);
  if (json !== undefined) fromJson(json, '', values, 0);
  else {
    for (const [, name = '', value = ''] of text.matchAll(NAMED)) if (isSecret(name)) values.push(value);
    for (const [, value = ''] of text.matchAll(NETRC)) values.push(value);
    for (const [key] of text.matchAll(PRIVATE_KEY)) values.push(key);
    const whole = text.trim();
    if (/^\S+$/.test(whole) && !/[:={]/.test(whole.slice(0, -2))) values.push(whole);
  }
  for (const [, value = ''] of text.matchAll(IN_A_URL)) values.push(value);
  return values;
}

function fromJson(value: unknown, name: string, into: string[], depth: number): void {
  if (typeof value === 'string') {
    const key = value.match(PRIVATE_KEY);
    if (key) into.push(...key);
    else if (isSecret(name) && !/\s/.test(value)) into.push(value);
  } else if (depth >= MAX_DEPTH) return;
  else if (Array.isArray(value)) for (const item of value) fromJson(item, name, into, depth + 1);
  else if (isObject(value))
    for (const [member, content] of Object.entries(value)) fromJson(content, member, into, depth + 1);
}

function isSecret(name: string): boolean {
  return SECRET_NAME.test(name) && !ABOUT_A_SECRET.test(name);
}

function parsed(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
