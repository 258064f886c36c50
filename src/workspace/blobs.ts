import { CleanroomError } from '../support/errors.js';
import type { Store } from './git.js';

/** Contents of blobs by their names. @param maxBytes of all together @throws CleanroomError `process.output` */
export async function readBlobs(
  store: Store,
  ids: readonly string[],
  maxBytes: number = 1 << 30,
): Promise<Map<string, Buffer>> {
  const blobs = new Map<string, Buffer>();
  if (ids.length === 0) return blobs;
  const wanted = [...new Set(ids)];
  const { stdout } = await store.run(['cat-file', '--batch'], { input: `${wanted.join('\n')}\n`, maxBytes });
  let offset = 0;
  for (const id of wanted) {
    const end = stdout.indexOf(10, offset);
    const header = stdout.toString('latin1', offset, end).split(' ');
    const size = Number(header[2]);
    if (header[1] !== 'blob' || !Number.isSafeInteger(size)) {
      throw new CleanroomError('git.missing-object', `object ${id} is not in the repository`, {
        hint: 'a partial clone lacks file contents: fetch without --filter',
      });
    }
    blobs.set(id, stdout.subarray(end + 1, end + 1 + size));
    offset = end + 1 + size + 1;
  }
  return blobs;
}
