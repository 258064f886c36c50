import { randomBytes } from 'node:crypto';

/** A name that nobody guesses: 32 hexadecimal digits. */
export function token(): string {
  return randomBytes(16).toString('hex');
}

/** What a room has in place of a model's key: it opens nothing but the room's own line to the broker. */
export function roomKey(): string {
  return `cleanroom-${randomBytes(24).toString('hex')}`;
}
