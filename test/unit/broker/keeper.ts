import { afterEach } from 'vitest';
import { Line } from './line.js';

interface Closable {
  close(): unknown;
}

/** What it is given is closed when the test is over. For the top level of a test file. */
export function keeper(): <T extends Closable>(part: T) => T {
  const open: Closable[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((part) => part.close()));
  });
  return (part) => {
    open.push(part);
    return part;
  };
}

/** Opens lines whose brokers are closed when the test is over. */
export function lineOpener(keep: ReturnType<typeof keeper>): typeof Line.open {
  return async (grant, options) => {
    const made = await Line.open(grant, options);
    keep(made.broker);
    return made;
  };
}
