import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { localIdentities } from '../support/local-room.js';
import { ATTACKS } from './rows/index.js';
import { makeGround } from './suite/ground.js';
import { attackSuite } from './suite/suite.js';
import { AREAS } from './suite/types.js';

it('every area has an attack, and every attack a name of its own', () => {
  expect([...new Set(ATTACKS.map(({ area }) => area))].sort()).toEqual([...AREAS].sort());
  expect(new Set(ATTACKS.map(({ id }) => id)).size).toBe(ATTACKS.length);
  expect(ATTACKS.length).toBeGreaterThanOrEqual(60);
});

const compiler = ((): string | undefined => {
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'attacks need a C compiler: apt-get install gcc libc6-dev';
  }
})();

for (const { kind, unable } of await localIdentities()) {
  const missing = unable ?? compiler;
  if (missing !== undefined) it(`attacks from local rooms of ${kind}`, (ctx) => ctx.skip(missing));
  else attackSuite({ backend: 'local', identity: kind }, () => makeGround({ backend: 'local', identity: kind }));
}
