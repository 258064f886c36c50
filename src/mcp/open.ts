import { readCredential, secretValues } from '../commands/credentials.js';
import type { Clock } from '../support/clock.js';
import { CleanroomError } from '../support/errors.js';
import { answerRedactor } from './answer.js';
import { McpConnection } from './connection.js';
import { HttpTransport, type HttpTransportOptions } from './http-transport.js';
import { type ProgramSurroundings, startProgram } from './room-program.js';
import { type HostServer, McpBroker } from './service.js';
import type { McpTransport } from './transport.js';
import type { McpRecord, McpSecret, McpServer, McpValue } from './types.js';

export interface McpOptions extends Pick<HttpTransportOptions, 'lookup' | 'authorities'> {
  /** Those of the host's side. */
  readonly servers: readonly McpServer[];
  readonly secrets: readonly McpSecret[];
  /** `host:port` entries that may resolve to private addresses. */
  readonly allowPrivate: readonly string[];
  readonly programs: ProgramSurroundings;
  readonly clock: Clock;
  readonly onCall: (record: McpRecord) => void;
  readonly onNote: (note: string) => void;
  /** What a server's program prints beside its messages. */
  readonly onLog: (server: string, chunk: Buffer) => void;
  /** Where a person finds that; undefined: it printed nothing. */
  readonly logOf?: (server: string) => string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Makes the servers of the host's side ready. None is started or asked before there is a room that may need it.
 * @throws CleanroomError `command.credential` for a file, `mcp.secret` for a secret that is not to be had
 */
export async function openMcp(options: McpOptions): Promise<McpBroker> {
  const { clock, onCall, onNote, signal } = options;
  const all = options.secrets.map(({ value }) => value);
  const servers: HostServer[] = [];
  for (const server of options.servers) {
    const files = await readFiles(server);
    const redactor = answerRedactor([...all, ...[...files.values()].flatMap(secretsIn)]);
    const open = opener(options, server, files);
    const connection = new McpConnection(open, signal, (why) => {
      const log = options.logOf?.(server.name);
      const where = log === undefined ? '' : `; what it printed is in ${log}`;
      onNote(`the MCP server ${server.name} cannot be used: ${redactor.text(why)}${where}`);
    });
    servers.push({ server, connection, redactor });
  }
  return new McpBroker({ servers, clock, onCall, onNote, signal });
}

/** Every secret that files of these servers hold. @throws CleanroomError `command.credential` */
export async function secretsOfFiles(servers: readonly McpServer[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const server of servers)
    for (const content of (await readFiles(server)).values()) found.push(...secretsIn(content));
  return found;
}

/** A header may carry the whole of a file, a program any value in it. */
function secretsIn(content: Buffer): readonly string[] {
  return [...secretValues(content), content.toString('utf8').trim()];
}

/** Key of the setting → content. A variable and a header cannot have one name: a server has only one of both. */
async function readFiles({ name, env, headers }: McpServer): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const [key, value] of [...Object.entries(env), ...Object.entries(headers)])
    if ('file' in value) files.set(key, await readCredential(value.file, name));
  return files;
}

function opener(
  options: McpOptions,
  server: McpServer,
  files: ReadonlyMap<string, Buffer>,
): () => Promise<McpTransport> {
  const { lookup, authorities, allowPrivate, programs, secrets, onLog, onNote } = options;
  const { name, url } = server;
  if (url === null) {
    const texts = Object.entries(server.env).filter(([key]) => !files.has(key));
    const env = Object.fromEntries(texts.map(([key, value]) => [key, textOf(server, value, undefined, secrets)]));
    let begun = 0;
    return () => {
      begun += 1;
      return startProgram(programs, {
        id: `mcp-${name}${begun === 1 ? '' : `-${begun}`}`,
        server,
        env,
        files,
        onLog: (chunk) => onLog(name, chunk),
        onDenied: (host) =>
          onNote(
            `the MCP server ${name} could not reach ${host}: its allow has to name it, and allow-private if it is private`,
          ),
      });
    };
  }
  const headers = Object.fromEntries(
    Object.entries(server.headers).map(([key, value]) => [key, textOf(server, value, files.get(key), secrets)]),
  );
  return async () =>
    new HttpTransport({
      url,
      headers,
      allowPrivate: new Set(allowPrivate),
      ...(lookup === undefined ? {} : { lookup }),
      ...(authorities === undefined ? {} : { authorities }),
    });
}

function textOf({ name }: McpServer, value: McpValue, file: Buffer | undefined, secrets: readonly McpSecret[]): string {
  if ('value' in value) return value.value;
  const text =
    'file' in value ? file?.toString('utf8').trim() : secrets.find((one) => one.name === value.secret)?.value;
  if (text === undefined || !/^[\t\x20-\x7e]*$/.test(text))
    throw new CleanroomError(
      'mcp.secret',
      `a credential of the MCP server ${name} ${text === undefined ? 'was not given' : 'holds line ends or characters outside ASCII'}`,
      { hint: 'write it on one line, in mcp-secrets or in its file', kind: 'usage' },
    );
  return `${value.prefix}${text}`;
}
