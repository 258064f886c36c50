import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckoutFacts, inspectCheckout, Store } from '../workspace/git.js';
import { recordOwner } from './abandoned.js';
import type { CommitSource } from './commits.js';

/** What a composition root found out about the host; nothing below it reads the environment. */
export interface HostEnvironment {
  /** The user's checkout, or a directory in it. */
  readonly repository: string;
  readonly path: string;
  readonly home: string;
  readonly uid: number;
  readonly gid: number;
  readonly arch: string;
  readonly platform: string;
  readonly nodePath: string;
  readonly nodeVersion: string;
  /** Directory for what must not outlive the run, best first. */
  readonly temporary: readonly string[];
  /** Where installed agents stay between runs. */
  readonly toolCache: string;
  /** Tool directories of the host beside the system's, such as a runner's tool cache. */
  readonly tools: readonly string[];
  /** Environment of npm: the person's own configuration. */
  readonly npmEnvironment: Readonly<Record<string, string>>;
  /** The person's own configuration of package tools, for words of allow-lists. */
  readonly toolEnvironment: Readonly<Record<string, string>>;
  /** What the docker command line reads: PATH, HOME and its own variables. */
  readonly dockerEnvironment: Readonly<Record<string, string>>;
  /** Proxy and certificate variables, for fetching commits. */
  readonly network: Readonly<Record<string, string>>;
  readonly remote: CommitSource['remote'];
}

/** The checkout of a run, and a store of its own for objects. @throws CleanroomError `git.*`, `checkout.*` */
export async function openStore(
  host: HostEnvironment,
): Promise<{ directory: string; source: CommitSource; checkout: CheckoutFacts }> {
  const checkout = await inspectCheckout(host.repository, host.path);
  const directory = await mkdtemp(join(host.temporary[0] ?? '/tmp', 'cleanroom-store-'));
  await recordOwner(directory, []);
  const store = await Store.create(join(directory, 'store.git'), host.path, checkout.objectFormat, [checkout.objects]);
  return {
    directory,
    checkout,
    source: { checkout, store, path: host.path, network: host.network, remote: host.remote },
  };
}
