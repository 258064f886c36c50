import type { Attack } from '../suite/types.js';
import { AGENT_FILES } from './agents.js';
import { HOST_FILES } from './files.js';
import { GIT } from './git.js';
import { KERNEL } from './kernel.js';
import { LIMITS } from './limits.js';
import { NETWORK_ATTACKS } from './network.js';
import { OUTPUT_ATTACKS } from './outputs.js';
import { PATCHES } from './patches.js';
import { PROCESSES } from './processes.js';
import { PROXY } from './proxy.js';
import { READERS } from './readers.js';
import { SETUP } from './setup.js';
import { WRITABLE } from './writable.js';

export const ATTACKS: readonly Attack[] = [
  ...PROCESSES,
  ...HOST_FILES,
  ...KERNEL,
  ...NETWORK_ATTACKS,
  ...PROXY,
  ...LIMITS,
  ...SETUP,
  ...OUTPUT_ATTACKS,
  ...PATCHES,
  ...GIT,
  ...READERS,
  ...WRITABLE,
  ...AGENT_FILES,
];
