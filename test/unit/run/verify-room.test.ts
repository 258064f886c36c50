import { describe, expect, it } from 'vitest';
import { sameRooms } from '../../../src/run/verify-room.js';

const ID = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;
const CONTENT = `sha256:${'c'.repeat(64)}`;
const local = { backend: 'local', version: 'bubblewrap 0.8' };
const docker = { backend: 'docker', version: `docker 27, runtime runc, image ${ID.slice(0, 19)}` };
const image = (id: string, ...digests: string[]) => ({ id, digests });
const here = (id: string, ...digests: string[]) => ({ backend: 'docker', image: { name: 'node:20', id, digests } });

describe('rooms of a proof that is made again', () => {
  it.each([
    ['without a container', local, { backend: 'local' }],
    ['of the same image', { ...docker, image: image(ID) }, here(ID)],
    ['of the same image, by the beginning of its id', docker, here(ID)],
    [
      'of the same content under another name',
      { ...docker, image: image(ID, `a@${CONTENT}`) },
      here(OTHER, `b@${CONTENT}`),
    ],
    ['of an image that was not recorded', { ...docker, version: 'docker 20' }, here(ID)],
  ])('%s are as they were', (_, recorded, now) => {
    expect(sameRooms(recorded, now)).toMatchObject([{ check: 'room', state: 'ok' }]);
  });

  it.each([
    ['of another image', { ...docker, image: image(ID) }, here(OTHER)],
    ['of another image, by the beginning of its id', docker, here(OTHER)],
    [
      'of other content under the same name',
      { ...docker, image: image(ID, `a@${CONTENT}`) },
      here(OTHER, `a@${OTHER}`),
    ],
  ])('%s are told of, and leave it open', (_, recorded, now) => {
    const [found] = sameRooms(recorded, now);
    expect(found).toMatchObject({ state: 'not-checked', hint: expect.stringContaining('node:20') });
    expect(found?.detail).toContain(ID.slice(0, 19));
    expect(found?.detail).toContain(`node:20 is ${OTHER}`);
  });

  it('of another kind are told of', () => {
    expect(sameRooms(docker, { backend: 'local' })).toMatchObject([
      { state: 'not-checked', detail: 'the run had docker rooms, and was proved again in local ones' },
    ]);
  });

  it('say where the image that the run had can be had', () => {
    const [found] = sameRooms({ ...docker, image: image(ID, `node@${CONTENT}`) }, here(OTHER));
    expect(found?.hint).toContain(`docker pull node@${CONTENT}`);
  });

  it.each([
    ['that is the beginning of any', ''],
    ['that is nearly so', 'sha256:'],
    ['of nothing', 'x'],
  ])('by a forged id %s are told of, with nothing for a shell', (_, id) => {
    const [found] = sameRooms({ ...docker, image: image(id, `x@${CONTENT}; reboot`, '') }, here(OTHER, ''));
    expect(found?.state).toBe('not-checked');
    expect(JSON.stringify(found)).not.toContain('reboot');
  });

  it('are none where the run opened none', () => {
    expect(sameRooms(null, here(ID))).toEqual([]);
  });
});
