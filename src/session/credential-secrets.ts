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
/** So many names in one file are no settings. */
const MOST_IN_A_FILE = 1000;
const MAX_DEPTH = 20;
/** A shorter one may be an ordinary word. */
const MIN_LENGTH = 8;
const MAX_LENGTH = 8192;

/** What a member, a key or a variable is called whose value is a secret. */
const SECRET_NAME =
  /token|secret|passw|passphrase|api[-_.]?key|private[-_.]?key|key-data|credential|cookie|bearer|^_?auth$|authorization$|^(?:access|refresh|key)$/i;
/** Of the same names, what is none. */
const ABOUT_A_SECRET =
  /(?:type|ur[il]|endpoint|file|path|expir\w*|expires\w*|helper|scopes?|limits?|tokens|count|budget|fingerprint|tokenizer|env|env[-_]?var|key[-_]?id|name|command|process|source|store|issuer|domain|provider)$/i;

/** What stands in the place of a secret: a word, or the name of a variable. Half of a repository would hold it. */
const PLACEHOLDER =
  /^(?:undefined|password|passphrase|changeme|required|optional|disabled|keychain|postgres|x{8,}|\*{8,}|<.{0,200}>)$/i;
const VARIABLE = /^(?:\$|%|\$?\{)?(?:env[:.])?[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,20}[%}]?$/;
/** Of a file that is one word: a number, a version, an address for mail, words. */
const NO_SECRET_WORD =
  /^(?:v?\d{1,20}(?:\.\d{1,20}){0,5}|[\w.+-]{1,80}@[A-Za-z0-9-]{1,80}(?:\.[A-Za-z0-9-]{1,80}){0,8}\.[A-Za-z]{2,20}|[A-Za-z]{1,20}(?:[-_][A-Za-z]{1,20}){0,5})$/;
/** Programs and prose speak of secrets, and seldom hold one: there, only what no word and no expression looks like is one. */
const PROGRAM_OR_PROSE = /\.(?:[cm]?[jt]sx?|py|rb|go|rs|sh|md|mdx|mdc|txt|html?|css|map)$/i;
const EXPRESSION = /^\D*$|[()$<>*`]/;

const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{1,65536}-----END/g;
const IN_A_URL = /:\/\/[^\s/:@"']{0,200}:([^\s/@"']{8,500})@/g;
/** `name = value`, `name: value`, and both quoted, as TOML, YAML, INI, shells and npm write them. A value may hold a further one. */
const NAMED =
  /(?<![A-Za-z0-9_.-])([A-Za-z0-9_.-]{1,80})["']?[ \t]{0,20}[:=][ \t]{0,20}["']?(?:(?:Bearer|Basic|token)[ \t]{1,20})?/gi;
const VALUE = /^[^\s"',;{}[\]]{8,}/;
/** As .netrc writes it, in a file that is one. */
const IS_NETRC = /^[ \t]{0,20}(?:machine[ \t]{1,20}\S{1,300}|default)\s{1,50}(?:login|account|password)[ \t]/m;
const NETRC = /\bpassword[ \t]{1,20}([^\s"']{8,8192})/g;
/** Of a header, before the secret itself. */
const SCHEME = /^(?:Bearer|Basic|token) +(?=\S+$)/i;

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
    else if (!content.includes(0)) {
      const ordinary = PROGRAM_OR_PROSE.test(path) ? EXPRESSION : undefined;
      for (const value of valuesIn(content.toString('utf8')))
        if (![PLACEHOLDER, VARIABLE, ordinary].some((form) => form?.test(value))) found.add(value);
    }
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
    values.push(...namedIn(text));
    if (IS_NETRC.test(text)) for (const [, value = ''] of text.matchAll(NETRC)) values.push(value);
    for (const [key] of text.matchAll(PRIVATE_KEY)) values.push(key);
    const whole = text.trim();
    if (/^\S+$/.test(whole) && !/[:={]/.test(whole.slice(0, -2)) && !NO_SECRET_WORD.test(whole)) values.push(whole);
  }
  for (const [, value = ''] of text.matchAll(IN_A_URL)) values.push(value);
  return values;
}

function namedIn(text: string): string[] {
  const values: string[] = [];
  for (const { 0: whole, 1: name = '', index } of text.matchAll(NAMED)) {
    if (values.length === MOST_IN_A_FILE) break;
    if (!isSecret(name)) continue;
    const at = index + whole.length;
    const [value] = VALUE.exec(text.slice(at, at + MAX_LENGTH)) ?? [];
    if (value !== undefined) values.push(value);
  }
  return values;
}

function fromJson(value: unknown, name: string, into: string[], depth: number): void {
  if (typeof value === 'string') {
    const key = value.match(PRIVATE_KEY);
    if (key) into.push(...key);
    else if (isSecret(name)) {
      const secret = value.replace(SCHEME, '');
      if (!/\s/.test(secret)) into.push(secret);
    }
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
