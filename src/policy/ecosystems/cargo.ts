import { lstat, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from '../../support/json-object.js';
import { removeTree } from '../../support/remove-tree.js';
import { type Answer, jsonObject, type Source, start, type ToolHost, Unasked } from './ask.js';
import { startRecorder, type Upstream } from './recorder.js';

const MAX_REGISTRIES = 10;
const MAX_CONFIG_BYTES = 64 * 1024;
/** No crate has this name: cargo reads a registry's configuration, and then finds nothing. */
const CRATE = 'cleanroom-asks-where-crates-come-from';

/**
 * The registries of cargo. It has no command that says what it was built with, so it is told to look a crate up in
 * each, through a proxy that writes down whom it asks; the registry's own configuration then says where its crates are.
 * It works over a copy of the person's configuration in a directory of its own.
 */
export async function askCargo(host: ToolHost): Promise<Answer> {
  const config = await configuration(host);
  const registries = isObject(config['registries']) ? Object.entries(config['registries']) : [];
  const named = registries.flatMap(([name, value]) => (isObject(value) && 'index' in value ? [name] : []));
  if (named.length > MAX_REGISTRIES) throw new Unasked(`cargo has more than ${MAX_REGISTRIES} registries`);
  const http = isObject(config['http']) ? config['http'] : {};
  const proxy = typeof http['proxy'] === 'string' ? http['proxy'] : undefined;
  const answers = await Promise.all([undefined, ...named].map((name) => lookUp(host, name, proxy)));
  return { sources: answers.flatMap(({ sources }) => sources), notes: answers.flatMap(({ notes }) => notes) };
}

/** cargo's configuration with its environment; empty where this cargo does not say. */
async function configuration(host: ToolHost): Promise<Readonly<Record<string, unknown>>> {
  // Reading the configuration is an unstable command, and a missing cargo is found out by the look-up.
  const argv = ['cargo', '-Z', 'unstable-options', 'config', 'get', '--format', 'json'] as const;
  const { code, stdout } = await start(host, [...argv], { RUSTC_BOOTSTRAP: '1' });
  return code === 0 ? jsonObject(stdout.toString('utf8'), 'cargo') : {};
}

async function lookUp(host: ToolHost, registry: string | undefined, proxy: string | undefined): Promise<Answer> {
  const label = registry === undefined ? 'cargo default registry' : `cargo registries.${registry}`;
  const directory = await mkdtemp(join(host.temporary, 'cleanroom-cargo-'));
  const recorder = await startRecorder((name) => upstreamOf(host.env, proxy, name));
  try {
    const home = await ownHome(host, directory);
    const manifest = await project(directory, registry);
    const { NO_PROXY: _, no_proxy: __, ...env } = host.env;
    await start({ ...host, env }, ['cargo', 'generate-lockfile', '--manifest-path', manifest], {
      CARGO_HOME: home,
      CARGO_HTTP_PROXY: recorder.url,
      CARGO_HTTP_TIMEOUT: '5',
      CARGO_NET_RETRY: '0',
      CARGO_NET_OFFLINE: 'false',
      CARGO_NET_GIT_FETCH_WITH_CLI: 'false',
      CARGO_TERM_COLOR: 'never',
    });
    const sources: Source[] = recorder.asked().map((url) => ({ url, via: label }));
    const downloads = await downloadAddresses(home);
    if (sources.length === 0)
      return { sources, notes: [`${label} asks no host: it is a directory, or its configuration is broken`] };
    const unknown = downloads.length === 0 ? [`${label} did not answer, so its host for crates is not known`] : [];
    return { sources: [...sources, ...downloads.map((url) => ({ url, via: `${label}, crates` }))], notes: unknown };
  } finally {
    await recorder.close();
    await removeTree(directory);
  }
}

/** A home with the person's configuration and credentials, and nothing that was downloaded before. */
async function ownHome(host: ToolHost, directory: string): Promise<string> {
  const from = host.env['CARGO_HOME'] ?? join(host.env['HOME'] ?? '/nonexistent', '.cargo');
  const home = join(directory, 'home');
  await mkdir(home);
  for (const name of ['config.toml', 'config', 'credentials.toml', 'credentials']) {
    const there = await lstat(join(from, name)).catch(() => undefined);
    if (there !== undefined) await symlink(join(from, name), join(home, name));
  }
  return home;
}

async function project(directory: string, registry: string | undefined): Promise<string> {
  const root = join(directory, 'project');
  await mkdir(join(root, 'src'), { recursive: true });
  await writeFile(join(root, 'src', 'lib.rs'), '');
  const from = registry === undefined ? '' : `, registry = ${JSON.stringify(registry)}`;
  const lines = [
    '[package]\nname = "probe"\nversion = "0.0.0"\nedition = "2021"\n',
    // Its own workspace: a manifest further up is nobody's business here.
    '[workspace]\n',
    `[dependencies]\n${CRATE} = { version = "*"${from} }\n`,
  ];
  const manifest = join(root, 'Cargo.toml');
  await writeFile(manifest, lines.join('\n'));
  return manifest;
}

/** Where crates are downloaded, as the indexes say that cargo has just read. */
async function downloadAddresses(home: string): Promise<string[]> {
  const indexes = join(home, 'registry', 'index');
  const names = await readdir(indexes).catch(() => []);
  const found: string[] = [];
  for (const name of names) {
    const path = join(indexes, name, 'config.json');
    const stats = await lstat(path).catch(() => undefined);
    if (!stats?.isFile() || stats.size > MAX_CONFIG_BYTES) continue;
    const { dl } = jsonObject(await readFile(path, 'utf8'), 'a cargo registry');
    if (typeof dl === 'string') found.push(dl);
  }
  return found;
}

/** The proxy of the person for a host, as curl would choose it. */
function upstreamOf(env: ToolHost['env'], configured: string | undefined, host: string): Upstream | undefined {
  const spared = (env['no_proxy'] ?? env['NO_PROXY'] ?? '').split(',').map((item) => item.trim().replace(/^\./, ''));
  if (spared.some((name) => name === '*' || (name !== '' && (host === name || host.endsWith(`.${name}`))))) return;
  const text =
    env['CARGO_HTTP_PROXY'] ??
    configured ??
    env['HTTPS_PROXY'] ??
    env['https_proxy'] ??
    env['http_proxy'] ??
    env['ALL_PROXY'] ??
    env['all_proxy'];
  if (text === undefined || text === '') return undefined;
  const address = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'http:') return undefined;
  const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return {
    host: url.hostname,
    port: Number(url.port || 80),
    authorization: user === ':' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`,
  };
}
