import type { IncomingMessage } from 'node:http';
import { normalize } from 'node:path/posix';
import { type CommandRequest, REQUEST_LIMITS } from './types.js';

/** Why a request is none. */
export class BadRequest extends Error {}

/** Reads a body whole. @throws BadRequest past the limit or when the room hangs up */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const iterator = request.iterator({ destroyOnReturn: false });
  try {
    for await (const chunk of iterator as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > REQUEST_LIMITS.bytes) throw new BadRequest(`more than ${REQUEST_LIMITS.bytes >> 20} MiB were sent`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof BadRequest ? error : new BadRequest('the request was cut short');
  }
  return Buffer.concat(chunks);
}

/**
 * The form that a shell without any tool can write: `KIND LENGTH\n` and that many bytes, one after another; a file has
 * two lengths, of its path and of its content. `end 0` is last.
 * @throws BadRequest
 */
export function decodeRequest(body: Buffer): CommandRequest {
  let at = 0;
  let cwd: string | undefined;
  let stdin: string | undefined;
  const args: string[] = [];
  let argsBytes = 0;
  const files = new Map<string, Buffer>();
  const take = (length: number): Buffer => {
    if (at + length > body.length) throw new BadRequest('a part is shorter than it says');
    at += length;
    return body.subarray(at - length, at);
  };
  for (;;) {
    const end = body.indexOf(10, at);
    const head = end < 0 || end - at > 64 ? '' : body.toString('latin1', at, end);
    const match = /^(cwd|arg|file|stdin|end) (\d{1,9})(?: (\d{1,9}))?$/.exec(head);
    if (match === null) throw new BadRequest('it is not in the form of the shim');
    at = end + 1;
    const [, kind, length, second] = match;
    if ((kind === 'file') !== (second !== undefined)) throw new BadRequest('it is not in the form of the shim');
    const bytes = take(Number(length));
    if (kind === 'end') break;
    if (kind === 'cwd') cwd = text(bytes);
    else if (kind === 'stdin')
      stdin = text(bounded(bytes, REQUEST_LIMITS.stdinBytes, 'standard input'), 'standard input');
    else if (kind === 'arg') {
      args.push(text(bounded(bytes, REQUEST_LIMITS.argBytes, 'an argument')));
      argsBytes += bytes.length;
      if (args.length > REQUEST_LIMITS.args) throw new BadRequest(`more than ${REQUEST_LIMITS.args} arguments`);
      if (argsBytes > REQUEST_LIMITS.argsBytes)
        throw new BadRequest(`the arguments have more than ${REQUEST_LIMITS.argsBytes} bytes together`);
    } else {
      const path = visiblePath(text(bytes));
      const content = bounded(take(Number(second)), REQUEST_LIMITS.fileBytes, 'a file');
      if (path !== undefined) files.set(path, content);
      if (files.size > REQUEST_LIMITS.files) throw new BadRequest(`more than ${REQUEST_LIMITS.files} files`);
    }
  }
  if (at !== body.length || cwd === undefined) throw new BadRequest('it is not in the form of the shim');
  for (const path of files.keys())
    for (const other of files.keys())
      if (other.startsWith(`${path}/`)) throw new BadRequest(`${path} is a file and a directory`);
  return { cwd: normalize(cwd), args, stdin, files };
}

/**
 * Files come along because an argument names them: as it is, after `=` or a short option, or between commas. Any other
 * could be one that the command reads by itself, such as the configuration of its directory.
 * @throws BadRequest
 */
export function checkNamed({ cwd, args, files }: CommandRequest): void {
  const named = new Set(
    args
      .flatMap((word) => {
        const value = /^[^=]*=(.*)$/s.exec(word)?.[1] ?? /^-[^-](.+)$/s.exec(word)?.[1];
        return [word, ...(value ? [value] : []), ...(value || word).split(',')];
      })
      .map((path) => normalize(path.startsWith('/') ? path : `${cwd}/${path}`)),
  );
  for (const path of files.keys()) if (!named.has(path)) throw new BadRequest(`no argument names ${path}`);
}

/** Where a file may be put in another room: where the asking one has it, if that is a place for work. */
function visiblePath(raw: string): string | undefined {
  const path = normalize(raw);
  const parts = path.split('/').slice(1);
  const top = parts[0];
  if (!raw.startsWith('/') || path.length > 1024 || parts.length < 2) return undefined;
  if ((top !== 'workspace' && top !== 'tmp') || parts.some((part) => part === '' || part === '..' || part.length > 255))
    return undefined;
  return path;
}

function bounded(bytes: Buffer, max: number, what: string): Buffer {
  if (bytes.length > max) throw new BadRequest(`${what} has more than ${max} bytes`);
  return bytes;
}

/** Arguments and paths that are no UTF-8 could not be checked as they would be run. */
function text(bytes: Buffer, what = 'an argument or path'): string {
  const read = bytes.toString('utf8');
  if (read.includes('\0') || !Buffer.from(read, 'utf8').equals(bytes)) throw new BadRequest(`${what} is no UTF-8 text`);
  return read;
}
