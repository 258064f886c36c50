import type { AccessLogRecord } from '../schemas/access.js';

export type DeniedStage = AccessLogRecord['stage'];

/** The line of the config file, or of the action's inputs, that lets a stage reach a host. */
export function allowLine(stage: DeniedStage, hostPort: string): string {
  // A YAML value may not begin with the bracket of an IPv6 address.
  return `allow-${stage}: ${hostPort.startsWith('[') ? JSON.stringify(hostPort) : hostPort}`;
}
