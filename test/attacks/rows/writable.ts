import { run, withRoom } from '../../support/room-conformance.js';
import type { Attack, Ground } from '../suite/types.js';

const FILES = { 'src/a': 'a\n', 'docs/c': 'c\n', e: 'e\n' };
const SEEN = 'cat docs/c e 2>&1; find . -path ./src -prune -o -print | sort; stat -c %a docs docs/c e';

interface Way {
  readonly id: string;
  readonly tries: string;
  /** Runs in the workspace; what lies outside `src` may not be another one after it. */
  readonly script: string;
}

const WAYS: readonly Way[] = [
  { id: 'root-plain', tries: 'write to a file outside its roots', script: 'echo x >> docs/c; echo x > new' },
  {
    id: 'root-dots',
    tries: 'leave its root by ..',
    script: 'cd src && cd -P .. && echo x >> docs/c; echo x >> /workspace/src/../docs/c',
  },
  {
    id: 'root-link',
    tries: 'write through a link that lies in its root',
    script: 'ln -s ../docs/c src/l; echo x >> src/l; ln -s .. src/up; echo x > src/up/e',
  },
  {
    id: 'root-hard-link',
    tries: 'write to a file outside by a second name in its root',
    script: 'ln docs/c src/hard && echo x >> src/hard',
  },
  {
    id: 'root-rename',
    tries: 'move its root away and another directory into its place',
    script: 'mv src old; mv docs src; echo x >> src/c',
  },
  {
    id: 'root-move-out',
    tries: 'move a file of its root over one outside',
    script: 'mv -f src/a docs/c; mv -f src/a e',
  },
  { id: 'root-remove', tries: 'remove what lies outside', script: 'rm -rf docs e' },
  { id: 'root-mode', tries: 'change rights outside', script: 'chmod 777 docs docs/c e' },
  {
    id: 'root-reopen',
    tries: 'open a file for reading and open it again for writing by /proc',
    script: 'exec 5< docs/c; echo x > /proc/self/fd/5; cd docs && echo x > /proc/self/cwd/c',
  },
  {
    id: 'root-other-process',
    tries: 'reach the workspace by the root of another process',
    script: 'for p in /proc/[0-9]*; do echo x >> $p/root/workspace/docs/c; echo x >> $p/cwd/e; done',
  },
  {
    id: 'root-umount',
    tries: 'lift the mounts that make the rest read-only',
    script:
      'for m in /workspace/src /workspace; do umount -l $m; mount -o remount,rw $m; mount -o remount,bind,rw $m; done; unshare -rm sh -c "mount -o remount,bind,rw /workspace; echo x >> docs/c"; echo x >> docs/c',
  },
  {
    id: 'root-bind',
    tries: 'mount its own directory over another one',
    script: 'unshare -rm sh -c "mount --bind src docs; echo x > docs/c"; mount --bind src docs; echo x > docs/c',
  },
];

async function wrote(ground: Ground, script: string, writable: readonly string[] | undefined): Promise<boolean> {
  const { lab } = ground;
  const workspace = await lab.workspace(FILES);
  const look = (): Promise<string> =>
    withRoom(lab, { workspace }, (room) => run(room, SEEN)).then(({ stdout }) => stdout);
  const before = await look();
  await withRoom(lab, { workspace, ...(writable ? { writable } : {}) }, (room) => run(room, script));
  return (await look()) !== before;
}

export const WRITABLE: readonly Attack[] = WAYS.map(({ id, tries, script }) => ({
  id,
  area: 'writable roots',
  tries,
  guard: 'the workspace is mounted read-only, and its roots over it',
  aboutRooms: true,
  careless: (ground) => wrote(ground, script, undefined),
  ours: (ground) => wrote(ground, script, ['src']),
}));
