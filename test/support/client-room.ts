import { type BrokerOptions, createBroker } from '../../src/broker/broker.js';
import type { AccessRecord, BrokerDenial } from '../../src/broker/types.js';
import { type CredentialledPlace, stageEnvironment } from '../../src/loop/stage-environment.js';
import type { RoomSpec } from '../../src/room/types.js';
import { BROKER_PORT } from '../../src/support/broker-port.js';
import { systemClock } from '../../src/support/clock.js';
import { type Outcome, type RoomLab, run, withRoom } from './room-conformance.js';

export interface ClientRun {
  readonly script: string;
  readonly allow: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly readOnly?: RoomSpec['readOnly'];
  readonly files?: Readonly<Record<string, string>>;
  readonly broker?: Partial<Pick<BrokerOptions, 'credentials' | 'authorities' | 'lookup' | 'allowPrivate'>>;
  readonly timeoutMs?: number;
}

export type ClientOutcome = Outcome & {
  readonly access: readonly AccessRecord[];
  readonly denials: readonly BrokerDenial[];
};

/** Runs a script of real clients in a room, with the broker and the environment that a stage has. */
export async function runClient(lab: RoomLab, options: ClientRun): Promise<ClientOutcome> {
  const access: AccessRecord[] = [];
  const { allow, env = {} } = options;
  const broker = createBroker({
    providers: [],
    clock: systemClock,
    onAccess: (record) => access.push(record),
    // The registries of this machine may be private ones.
    allowPrivate: allow,
    ...options.broker,
  });
  const credentialled: readonly CredentialledPlace[] = options.broker?.credentials ?? [];
  const workspace = await lab.workspace(options.files);
  return await withRoom(lab, { workspace, stage: 'prepare', readOnly: options.readOnly ?? [] }, async (room) => {
    const session = broker.grant({ room: room.id, stage: 'prepare', attempt: 0, allow });
    try {
      const outcome = await run(room, options.script, {
        env: { ...env, ...stageEnvironment({ port: BROKER_PORT, allow, credentialled, own: env }) },
        timeoutMs: options.timeoutMs ?? 120_000,
        listener: { port: BROKER_PORT, accept: (server) => session.accept(server) },
      });
      return { ...outcome, access, denials: session.denials() };
    } finally {
      await session.close();
      await broker.close();
    }
  });
}
