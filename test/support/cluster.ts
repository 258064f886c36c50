import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeTree } from '../../src/support/remove-tree.js';

/** A name that only the broker under test resolves, to loopback. */
export const CLUSTER_HOST = 'cluster.test';

export interface ClusterRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** A scripted Kubernetes API server: just enough for kubectl, over TLS of its own authority, and only with its token. */
export interface Cluster {
  readonly endpoint: string;
  readonly token: string;
  readonly requests: readonly ClusterRequest[];
  /** A file that holds address, authority and token. */
  readonly kubeconfig: string;
  /** Forgets what was asked so far. */
  forget(): void;
  dispose(): Promise<void>;
}

const RESOURCES = {
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: 'v1',
  resources: [
    {
      name: 'configmaps',
      singularName: 'configmap',
      namespaced: true,
      kind: 'ConfigMap',
      verbs: ['create', 'delete', 'get', 'list', 'patch', 'update'],
      shortNames: ['cm'],
    },
  ],
};

/** One length-delimited field of a protobuf message. */
const field = (number: number, ...parts: (string | Buffer)[]): Buffer => {
  const value = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  const length: number[] = [];
  for (let rest = value.length; ; rest >>= 7) {
    length.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) break;
  }
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), value]);
};

/** Older versions of kubectl ask here whether dry runs are supported before they dare one: openapi.v2.Document. */
const KIND = field(
  13,
  field(1, 'x-kubernetes-group-version-kind'),
  field(2, field(2, 'group: ""\nversion: v1\nkind: ConfigMap\n')),
);
const DRY_RUN = field(8, field(1, field(2, field(3, field(4, 'dryRun')))));
const PATCH = field(8, DRY_RUN, KIND);
const OPENAPI = Buffer.concat([
  field(1, '2.0'),
  field(8, field(2, field(1, '/api/v1/namespaces/{namespace}/configmaps/{name}'), field(2, PATCH))),
]);

export async function startCluster(token: string): Promise<Cluster> {
  const directory = await mkdtemp(join(tmpdir(), 'cluster-'));
  const at = (name: string) => join(directory, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe', cwd: directory });
  openssl(
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=test authority',
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
  );
  openssl(
    'req',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-subj',
    `/CN=${CLUSTER_HOST}`,
    '-keyout',
    'tls.key',
    '-out',
    'tls.csr',
  );
  await writeFile(at('ext'), `subjectAltName=DNS:${CLUSTER_HOST}\n`);
  openssl(
    'x509',
    '-req',
    '-in',
    'tls.csr',
    '-CA',
    'ca.crt',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    'ext',
    '-out',
    'tls.crt',
  );
  const requests: ClusterRequest[] = [];
  const objects = new Map<string, string>();
  const server = createServer(
    { key: await readFile(at('tls.key')), cert: await readFile(at('tls.crt')) },
    (request, reply) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '' } = request;
        const body = Buffer.concat(chunks).toString('utf8');
        requests.push({ method, url, authorization: request.headers.authorization, body });
        const answer = (status: number, value: unknown): void => {
          reply.writeHead(status, { 'content-type': 'application/json' });
          reply.end(JSON.stringify(value));
        };
        const failure = (code: number, reason: string) =>
          answer(code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, code, message: reason });
        if (request.headers.authorization !== `Bearer ${token}`) return failure(401, 'Unauthorized');
        const path = url.replace(/\?.*/, '');
        if (path === '/version') return answer(200, { major: '1', minor: '32', gitVersion: 'v1.32.0' });
        if (path === '/api') return answer(200, { kind: 'APIVersions', versions: ['v1'] });
        if (path === '/apis') return answer(200, { kind: 'APIGroupList', apiVersion: 'v1', groups: [] });
        if (path === '/api/v1') return answer(200, RESOURCES);
        if (path === '/openapi/v2') {
          reply.writeHead(200, { 'content-type': 'application/octet-stream' });
          return reply.end(OPENAPI);
        }
        const dry = url.includes('dryRun=All');
        if (path.startsWith('/api/v1/namespaces/default/configmaps')) {
          const name =
            path.split('/')[6] ??
            (JSON.parse(body || '{"metadata":{}}') as { metadata: { name: string } }).metadata.name;
          const stored = objects.get(name);
          if (method === 'GET')
            return stored === undefined ? failure(404, 'NotFound') : answer(200, JSON.parse(stored));
          if (method === 'POST') {
            if (!dry) objects.set(name, body);
            return answer(201, JSON.parse(body));
          }
          if (method === 'DELETE') {
            objects.delete(name);
            return answer(200, { kind: 'Status', apiVersion: 'v1', status: 'Success' });
          }
        }
        return failure(404, 'NotFound');
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `${CLUSTER_HOST}:${(server.address() as AddressInfo).port}`;
  const kubeconfig = at('kubeconfig');
  const authority = (await readFile(at('ca.crt'))).toString('base64');
  await writeFile(
    kubeconfig,
    [
      'apiVersion: v1',
      'kind: Config',
      'current-context: test',
      'clusters:',
      `- name: test`,
      `  cluster: {server: "https://${endpoint}", certificate-authority-data: ${authority}}`,
      'contexts:',
      '- name: test',
      '  context: {cluster: test, user: robot}',
      'users:',
      '- name: robot',
      `  user: {token: ${token}}`,
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  return {
    endpoint,
    token,
    requests,
    kubeconfig,
    forget() {
      requests.length = 0;
    },
    async dispose() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await removeTree(directory);
    },
  };
}
