import { stat } from 'node:fs/promises';
import { detectHost, type LocalHost } from '../room/local/host.js';
import { toolPrefix } from '../room/local/system.js';
import { type Found, openRooms, type Rooms } from '../room/registry.js';
import type { Plan } from '../schemas/plan.js';
import { recordScratch } from './abandoned.js';

/** What has to be known of the host. */
interface RoomsHost {
  readonly uid: number;
  readonly gid: number;
  readonly platform: string;
  readonly arch: string;
  readonly path: string;
  readonly home: string;
  readonly nodePath: string;
  readonly temporary: readonly string[];
  readonly tools: readonly string[];
  readonly dockerEnvironment: Readonly<Record<string, string>>;
}

/**
 * Looks for local rooms, which needs no plan.
 * @param store what notes the directories that are made, for whoever cleans up after a kill
 */
export async function detectLocal(host: RoomsHost, checkout: string, store?: string): Promise<LocalHost> {
  return detectHost({ ...(await factsOf(host, checkout, store)), checkout });
}

/** The backend that a plan asks for, or the strongest that works here. @throws CleanroomError */
export async function roomsOf(
  plan: Plan,
  host: RoomsHost,
  checkout: string,
  local: Found<LocalHost>,
  more: { readonly store?: string; readonly leaseSeconds?: number } = {},
): Promise<Rooms> {
  const prefix = await toolPrefix(host.nodePath, host.home);
  return openRooms({
    wanted: plan.room.backend,
    image: plan.room.image,
    runtime: plan.room.runtime,
    local,
    docker: { ...(await factsOf(host, checkout, more.store)), env: host.dockerEnvironment },
    leaseSeconds: more.leaseSeconds,
    tools: [...new Set([...host.tools, ...(prefix ? [prefix] : []), ...plan.room.tools])],
  });
}

async function factsOf(host: RoomsHost, checkout: string, store: string | undefined) {
  const { uid, gid } = await stat(checkout);
  return {
    uid: host.uid,
    gid: host.gid,
    platform: host.platform,
    arch: host.arch,
    path: host.path,
    checkoutOwner: { uid, gid },
    scratchParents: host.temporary,
    ...(store === undefined ? {} : { onScratch: (path: string) => recordScratch(store, path) }),
  };
}
