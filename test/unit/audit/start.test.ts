import { describe, expect, it } from 'vitest';
import type { LocalHost } from '../../../src/room/local/host.js';
import type { RoomDescription } from '../../../src/room/types.js';
import { startAudit } from '../../../src/run/audit.js';
import { systemClock } from '../../../src/support/clock.js';

const description: RoomDescription = {
  backend: 'local',
  identity: 'user-namespace',
  version: '',
  limits: {},
  unenforced: [],
  audit: false,
  weaknesses: [],
};
const common = {
  detected: { scratch: '/nonexistent' } as LocalHost,
  arch: 'x64',
  path: '/usr/bin:/bin',
  description,
  clock: systemClock,
  early: undefined,
};

describe('the setting audit, where rooms cannot be followed', () => {
  it('auto: says so and goes on', async () => {
    expect(await startAudit({ ...common, wanted: 'auto' })).toEqual({
      auditor: undefined,
      words: 'not available: only root may ask the kernel',
      notice: 'audit: not available: only root may ask the kernel',
    });
  });

  it('require: refuses', async () => {
    await expect(startAudit({ ...common, wanted: 'require' })).rejects.toMatchObject({ code: 'audit.unavailable' });
  });

  it('off: says no more than that', async () => {
    expect(await startAudit({ ...common, wanted: 'off' })).toEqual({
      auditor: undefined,
      words: 'off',
      notice: undefined,
    });
  });
});
