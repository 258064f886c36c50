import type { RoomDescription } from '../room/types.js';
import type { VerdictFile } from '../schemas/verdict.js';
import type { VerifyFinding } from './verify-finding.js';

type Recorded = Pick<NonNullable<VerdictFile['room']>, 'backend' | 'version' | 'image'>;

const ID = /^sha256:[0-9a-f]{12,64}$/;
/** A reader may give it to a shell. */
const DIGEST = /^[a-z0-9][a-z0-9._/:-]*@sha256:[0-9a-f]{64}$/;
/** Evidence of version 0.1 may name an image here alone, by the beginning of its id. */
const IN_VERSION = /, image (sha256:[0-9a-f]{12})$/;

/**
 * Whether a change was proved again in what it was proved in: rooms of that kind, of that image. A proof of another image
 * says nothing of the one that was recorded.
 * @param recorded of the verdict; null: the run opened no room
 */
export function sameRooms(
  recorded: Recorded | null,
  here: Pick<RoomDescription, 'backend' | 'image'>,
): readonly VerifyFinding[] {
  if (recorded === null) return [];
  const check = 'room';
  if (recorded.backend !== here.backend)
    return [
      {
        ...{ check, state: 'not-checked' },
        detail: `the run had ${recorded.backend} rooms, and was proved again in ${here.backend} ones`,
        hint: `verify where there are ${recorded.backend} rooms: cleanroom-action doctor says what is missing`,
      },
    ];
  const was = known(recorded.image) ?? partOf(recorded.version);
  if (here.image === undefined || was === undefined)
    return [{ check, state: 'ok', detail: `${here.backend} rooms, as they were` }];
  const shared = was.digests.find((digest) => here.image?.digests.map(digestOf).includes(digestOf(digest)));
  if (here.image.id.startsWith(was.id) || shared !== undefined)
    return [
      { check, state: 'ok', detail: `${here.backend} rooms of the image ${shared ?? here.image.id}, as they were` },
    ];
  return [
    {
      ...{ check, state: 'not-checked' },
      detail: `the image is another: the run had ${nameOf(was)}, and ${here.image.name} is ${nameOf(here.image)} here`,
      hint:
        was.digests[0] === undefined
          ? `load the image that the run had (docker save, docker load), and give it the name ${here.image.name}`
          : `if you trust it, docker pull ${was.digests[0]}, and give it the name ${here.image.name} (docker tag)`,
    },
  ];
}

interface Known {
  readonly id: string;
  readonly digests: readonly string[];
}

/** What a daemon can have said. Forged, the beginning of every id would be any image's. */
function known(image: Recorded['image']): Known | undefined {
  if (!image) return undefined;
  return { id: ID.test(image.id) ? image.id : 'none', digests: image.digests.filter((digest) => DIGEST.test(digest)) };
}

function partOf(version: string): Known | undefined {
  const id = IN_VERSION.exec(version)?.[1];
  return id === undefined ? undefined : { id, digests: [] };
}

/** Of `NAME@sha256:…`: the same content may have come under another name. */
function digestOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('@') + 1);
}

function nameOf({ id, digests }: Known): string {
  return digests[0] === undefined ? id : `${id} (${digests[0]})`;
}
