import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeTree } from '../../src/support/remove-tree.js';
import type { Certificates } from './certificates.js';

export interface PrivateRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
}

export interface PrivateRegistry {
  readonly port: number;
  readonly requests: readonly PrivateRequest[];
  /** Adds an answer for a path. */
  set(path: string, body: Buffer | string, headers?: Readonly<Record<string, string>>, status?: number): void;
  close(): Promise<void>;
}

/**
 * A registry over TLS that lets one `Authorization` in: an npm package `secret-package` below `/npm/`, a wheel of the same
 * name below `/pip/simple/`, and a Go module `secret.test/mod` below `/go/`.
 */
export async function privateRegistry(
  host: string,
  tls: Certificates,
  authorization: string,
): Promise<PrivateRegistry> {
  const files = new Map<string, { body: Buffer | string; headers: Readonly<Record<string, string>>; status: number }>();
  const requests: PrivateRequest[] = [];
  const server = createServer({ key: tls.key, cert: tls.cert }, (request, response) => {
    const { method = '', url = '' } = request;
    requests.push({ method, url, authorization: request.headers.authorization });
    const file = files.get(url.split('?')[0] ?? '');
    if (request.headers.authorization !== authorization)
      response.writeHead(401, { 'www-authenticate': 'Basic realm="private"' }).end('{}');
    else if (file === undefined) response.writeHead(404).end('{}');
    else response.writeHead(file.status, file.headers).end(file.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const set: PrivateRegistry['set'] = (path, body, headers = {}, status = 200) =>
    void files.set(path, { body, headers, status });
  const directory = await mkdtemp(join(tmpdir(), 'registry-'));
  try {
    await packages(directory, `https://${host}:${port}`, set);
  } finally {
    await removeTree(directory);
  }
  return {
    port,
    requests,
    set,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function packages(directory: string, origin: string, set: PrivateRegistry['set']): Promise<void> {
  const name = 'secret-package';
  await mkdir(join(directory, 'package'));
  await writeFile(join(directory, 'package/package.json'), JSON.stringify({ name, version: '1.0.0' }));
  await writeFile(join(directory, 'package/index.js'), 'module.exports = "from npm";\n');
  execFileSync('tar', ['-czf', 'package.tgz', 'package'], { cwd: directory });
  const tarball = readFileSync(join(directory, 'package.tgz'));
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const dist = { tarball: `${origin}/npm/-/${name}-1.0.0.tgz`, integrity };
  const versions = { '1.0.0': { name, version: '1.0.0', dist } };
  const json = { 'content-type': 'application/json' };
  set(`/npm/${name}`, JSON.stringify({ name, 'dist-tags': { latest: '1.0.0' }, versions }), json);
  set(`/npm/-/${name}-1.0.0.tgz`, tarball);

  const python = `
import zipfile
with zipfile.ZipFile('secret_package-1.0.0-py3-none-any.whl', 'w') as wheel:
    info = 'secret_package-1.0.0.dist-info/'
    wheel.writestr('secret_package.py', 'value = "from pip"\\n')
    wheel.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: secret-package\\nVersion: 1.0.0\\n')
    wheel.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr(info + 'RECORD', '')
with zipfile.ZipFile('mod.zip', 'w') as module:
    module.writestr('secret.test/mod@v1.0.0/go.mod', 'module secret.test/mod\\n')
    module.writestr('secret.test/mod@v1.0.0/mod.go', 'package mod\\n')
`;
  execFileSync('/usr/bin/python3', ['-c', python], { cwd: directory });
  const wheel = 'secret_package-1.0.0-py3-none-any.whl';
  const html = { 'content-type': 'text/html' };
  set(
    `/pip/simple/${name}/`,
    `<!DOCTYPE html><html><body><a href="../../files/${wheel}">${wheel}</a></body></html>`,
    html,
  );
  set(`/pip/files/${wheel}`, readFileSync(join(directory, wheel)));
  const version = { Version: 'v1.0.0', Time: '2026-01-01T00:00:00Z' };
  set('/go/secret.test/mod/@v/v1.0.0.info', JSON.stringify(version), json);
  set('/go/secret.test/mod/@v/list', 'v1.0.0\n');
  set('/go/secret.test/mod/@v/v1.0.0.mod', 'module secret.test/mod\n');
  set('/go/secret.test/mod/@v/v1.0.0.zip', readFileSync(join(directory, 'mod.zip')));
}
