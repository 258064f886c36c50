import { CleanroomError } from '../../support/errors.js';
import { type JsonObject, parseObject } from '../../support/json-object.js';
import type { HostCommand, HostResult } from '../../support/process.js';
import { parseEndpoint } from '../endpoint.js';
import type { Meaning, WordEntry } from '../words.js';

/** The host's own tools, as whoever runs us would call them. */
export interface ToolHost {
  readonly run: (command: HostCommand) => Promise<HostResult>;
  /** The person's own environment, without anything that leads into the checkout. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the tools run: a directory with nothing of the repository in it or above it. */
  readonly cwd: string;
  /** Where scratch directories are made. */
  readonly temporary: string;
  /** Milliseconds for one call of a tool. Default 15 seconds. */
  readonly timeoutMs?: number;
}

/** A place where packages come from, as a tool's configuration names it. */
export interface Source {
  readonly url: string;
  readonly via: string;
}

/** What a tool said: its sources, and what it gets elsewhere, in words for a person. */
export interface Answer {
  readonly sources: readonly Source[];
  readonly notes: readonly string[];
}

/** Why a tool could not be asked, to be read after "these tools can explain:". */
export class Unasked extends Error {}

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 1024 * 1024;
const MAX_ENTRIES = 100;

/**
 * The standard output of a tool.
 * @throws Unasked when it is missing, fails, hangs or prints too much
 */
export async function ask(
  host: ToolHost,
  argv: readonly [string, ...string[]],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { code, stdout, stderr } = await start(host, argv, env);
  if (code === 0) return stdout.toString('utf8');
  const said = stderr.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
  throw new Unasked(`${shown(argv)} failed with exit code ${code}${said === '' ? '' : `: ${plain(said)}`}`);
}

/** Like `ask`, with any exit code. */
export async function start(
  host: ToolHost,
  argv: readonly [string, ...string[]],
  env: Readonly<Record<string, string>> = {},
): Promise<HostResult> {
  const timeoutMs = host.timeoutMs ?? TIMEOUT_MS;
  const command = { argv, cwd: host.cwd, env: { ...host.env, ...env }, maxBytes: MAX_BYTES, timeoutMs };
  try {
    return await host.run(command);
  } catch (error) {
    if (!(error instanceof CleanroomError)) throw error;
    if (error.code === 'process.timeout')
      throw new Unasked(`${shown(argv)} did not answer within ${timeoutMs / 1000} seconds`);
    if (error.code === 'process.output') throw new Unasked(`${shown(argv)} printed more than ${MAX_BYTES} bytes`);
    throw new Unasked(`${argv[0]} is not installed, or not on PATH outside the checkout`);
  }
}

/** The entries that sources stand for. What no room can reach is a note, and alone it is a failure. */
export function meaningOf(answer: Answer): Meaning {
  const found = new Map<string, WordEntry>();
  const left: string[] = [];
  for (const { url, via } of answer.sources) {
    const read = entryOf(url);
    if (read.ok) found.set(`${read.entry} ${via}`, { entry: read.entry, via });
    else left.push(`${via}: ${read.why}`);
  }
  const entries = [...found.values()];
  const notes = [...new Set([...left, ...answer.notes])];
  if (entries.length === 0)
    return { ok: false, reason: notes.length > 0 ? notes.join('; ') : 'its configuration names no host' };
  if (entries.length > MAX_ENTRIES) return { ok: false, reason: `it names more than ${MAX_ENTRIES} sources` };
  return { ok: true, entries, notes };
}

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** `host:port` of a URL. Of a URL that has none, only the scheme is shown: the rest may hold a secret. */
function entryOf(
  text: string,
): { readonly ok: true; readonly entry: string } | { readonly ok: false; readonly why: string } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const standard = url === undefined ? undefined : PORTS[url.protocol];
  if (url === undefined || standard === undefined)
    return { ok: false, why: `${url?.protocol ?? 'what it names'} leads to no host that a room could ask` };
  const endpoint = `${url.hostname}:${url.port === '' ? standard : url.port}`;
  const parsed = parseEndpoint(endpoint);
  if (parsed.ok) return { ok: true, entry: parsed.endpoint };
  return { ok: false, why: `${endpoint} cannot be allowed, expected ${parsed.expected}` };
}

function shown(argv: readonly string[]): string {
  return argv
    .slice(0, 3)
    .filter((word) => word.length < 40 && !word.includes('\n'))
    .join(' ');
}

/** A tool's last words without control characters and without what stands before an @ in an address. */
function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ').replace(/\/\/[^\s/@]*@/g, '//…@');
}

/** A JSON object of a tool's output. */
export function jsonObject(text: string, tool: string): JsonObject {
  const value = parseObject(text);
  if (value) return value;
  throw new Unasked(`${tool} printed something else than its configuration as JSON`);
}
