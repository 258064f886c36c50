import { spawn } from 'node:child_process';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface GitRequest {
  readonly path: string;
  readonly authorization: string | undefined;
}

export interface GitServerOptions {
  /** Directory that holds `owner/name.git`. */
  readonly root: string;
  /** With a certificate: https. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** The only `Authorization` that is let in; undefined: anybody. */
  readonly authorization?: string;
}

/** Git's own smart HTTP server on the loopback interface. */
export class GitServer {
  readonly requests: GitRequest[] = [];

  private constructor(
    readonly url: string,
    private readonly stop: () => Promise<void>,
  ) {}

  static async start(options: GitServerOptions): Promise<GitServer> {
    const requests: GitRequest[] = [];
    const listener: RequestListener = (request, response) => {
      const { authorization } = request.headers;
      requests.push({ path: request.url ?? '', authorization });
      if (options.authorization !== undefined && authorization !== options.authorization) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="GitHub"' }).end();
      } else backend(options.root, request, response);
    };
    const server = options.tls ? createHttpsServer(options.tls, listener) : createHttpServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const stop = async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    };
    const made = new GitServer(url, stop);
    // The listener was there first: both sides see one list.
    Object.assign(made, { requests });
    return made;
  }

  close(): Promise<void> {
    return this.stop();
  }
}

/** One request as CGI (RFC 3875). */
function backend(root: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const child = spawn('git', ['-c', 'safe.directory=*', 'http-backend'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: '/nonexistent',
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      CONTENT_LENGTH: request.headers['content-length'] ?? '',
      HTTP_CONTENT_ENCODING: String(request.headers['content-encoding'] ?? ''),
      REMOTE_ADDR: '127.0.0.1',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => {});
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => void chunks.push(chunk));
  child.once('close', () => {
    const answer = Buffer.concat(chunks);
    const end = answer.indexOf('\r\n\r\n');
    const headers = answer
      .subarray(0, Math.max(0, end))
      .toString('latin1')
      .split('\r\n')
      .map((line) => line.split(/: */, 2) as [string, string]);
    const status = Number(headers.find(([name]) => name.toLowerCase() === 'status')?.[1]?.slice(0, 3) ?? 200);
    response.writeHead(
      end < 0 ? 500 : status,
      Object.fromEntries(headers.filter(([name]) => !/^(status)?$/i.test(name))),
    );
    response.end(answer.subarray(end + 4));
  });
}
