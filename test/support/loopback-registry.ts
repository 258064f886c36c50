import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runHost } from '../../src/support/process.js';

export interface PublishedPackage {
  readonly name: string;
  readonly version: string;
  /** Members of package.json beside name and version. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Path below the package → content; `bin/…` paths anywhere, and scripts, are executable. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface LoopbackRegistry {
  readonly url: string;
  /** `METHOD /path` of every request. */
  readonly requests: readonly string[];
  /** Answers every request with this status from now on; null: works again. */
  failWith(status: number | null): void;
  close(): Promise<void>;
}

/** A package registry on loopback that real npm installs from. */
export async function startRegistry(packages: readonly PublishedPackage[]): Promise<LoopbackRegistry> {
  const tarballs = new Map<string, { readonly body: Buffer; readonly entry: PublishedPackage }>();
  for (const entry of packages) tarballs.set(`${entry.name}@${entry.version}`, { body: await pack(entry), entry });
  const requests: string[] = [];
  let failure: number | null = null;

  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '/').slice(1).split('?')[0] ?? '');
    requests.push(`${request.method} /${path}`);
    const [tarball, file] = [tarballs.get(path.replace(/^-\//, '')), path.startsWith('-/')];
    const versions = [...tarballs.values()].filter(({ entry }) => entry.name === path);
    if (failure !== null) response.writeHead(failure).end('{}');
    else if (file && tarball) response.writeHead(200).end(tarball.body);
    else if (versions.length === 0) response.writeHead(404).end('{"error":"not found"}');
    else {
      const address = `http://${request.headers.host}`;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          name: path,
          'dist-tags': { latest: versions[0]?.entry.version },
          versions: Object.fromEntries(
            versions.map(({ entry, body }) => [
              entry.version,
              {
                ...entry.manifest,
                name: entry.name,
                version: entry.version,
                dist: {
                  tarball: `${address}/-/${encodeURIComponent(`${entry.name}@${entry.version}`)}`,
                  integrity: `sha512-${createHash('sha512').update(body).digest('base64')}`,
                },
              },
            ]),
          ),
        }),
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    failWith: (status) => {
      failure = status;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function pack(entry: PublishedPackage): Promise<Buffer> {
  const directory = await mkdtemp(join(tmpdir(), 'cleanroom-pack-'));
  try {
    const manifest = { ...entry.manifest, name: entry.name, version: entry.version };
    for (const [path, content] of Object.entries({ 'package.json': JSON.stringify(manifest), ...entry.files })) {
      const target = join(directory, 'package', path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content);
      await chmod(target, /(^|\/)bin\//.test(path) || content.startsWith('#!') ? 0o755 : 0o644);
    }
    const tar = await runHost({
      argv: ['tar', '-czf', 'package.tgz', 'package'],
      cwd: directory,
      env: { PATH: process.env['PATH'] ?? '' },
    });
    if (tar.code !== 0) throw new Error(tar.stderr);
    return await readFile(join(directory, 'package.tgz'));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
