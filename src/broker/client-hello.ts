/** What the first bytes of a tunnel turned out to be. */
export type ClientHello =
  | { readonly state: 'more' }
  | { readonly state: 'hello'; readonly serverName: string | undefined }
  | { readonly state: 'refused'; readonly reason: string };

/** Bytes that a ClientHello may take, record headers included. Post-quantum key shares need about 2 KiB. */
export const MAX_CLIENT_HELLO = 16 * 1024;

const HANDSHAKE_RECORD = 22;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;
const HOST_NAME = 0;

/**
 * Reads the server name of a TLS ClientHello (RFC 8446 4.1.2, RFC 6066 3) that may span several records, without
 * taking part in the handshake. Anything that is not exactly well-formed is refused.
 */
export function readClientHello(bytes: Buffer): ClientHello {
  const fragments: Buffer[] = [];
  let have = 0;
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] !== HANDSHAKE_RECORD) return refused('not TLS');
    if (bytes.length < at + 5) break;
    if (bytes[at + 1] !== 3) return refused('not TLS');
    const length = bytes.readUInt16BE(at + 3);
    if (length === 0 || length > MAX_CLIENT_HELLO) return refused('a malformed TLS record');
    const fragment = bytes.subarray(at + 5, at + 5 + length);
    fragments.push(fragment);
    have += fragment.length;
    at += 5 + length;
    if (have >= 4) {
      const message = fragments.length === 1 ? fragment : Buffer.concat(fragments);
      if (message[0] !== CLIENT_HELLO) return refused('not a TLS ClientHello');
      const size = message.readUIntBE(1, 3);
      if (size > MAX_CLIENT_HELLO) return refused('a TLS ClientHello that is too long');
      if (have >= 4 + size) return parseHello(message.subarray(4, 4 + size));
    }
  }
  return bytes.length >= MAX_CLIENT_HELLO ? refused('a TLS ClientHello that is too long') : { state: 'more' };
}

function parseHello(body: Buffer): ClientHello {
  const reader = new Reader(body);
  reader.skip(2 + 32);
  reader.vector(1);
  reader.vector(2);
  reader.vector(1);
  const extensions = new Reader(reader.vector(2));
  let serverName: string | undefined;
  while (extensions.left > 0 && !extensions.broken) {
    const type = extensions.number(2);
    const data = extensions.vector(2);
    if (type !== SERVER_NAME) continue;
    const list = new Reader(data);
    const names = new Reader(list.vector(2));
    const kind = names.number(1);
    const name = names.vector(2).toString('latin1');
    const whole = !list.broken && !names.broken && list.left === 0 && names.left === 0;
    if (serverName !== undefined || !whole || kind !== HOST_NAME || name === '')
      return refused('a malformed TLS server name');
    serverName = name.toLowerCase();
  }
  if (reader.broken || reader.left > 0 || extensions.broken) return refused('a malformed TLS ClientHello');
  return { state: 'hello', serverName };
}

/** Big-endian reading that never leaves its bytes; a read past the end marks it broken. */
class Reader {
  broken = false;
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  get left(): number {
    return this.bytes.length - this.#at;
  }

  skip(count: number): void {
    if (count > this.left) this.broken = true;
    this.#at = Math.min(this.bytes.length, this.#at + count);
  }

  number(size: 1 | 2): number {
    if (size > this.left) {
      this.broken = true;
      return 0;
    }
    const value = this.bytes.readUIntBE(this.#at, size);
    this.#at += size;
    return value;
  }

  vector(lengthSize: 1 | 2): Buffer {
    const length = this.number(lengthSize);
    const start = this.#at;
    this.skip(length);
    return this.bytes.subarray(start, this.#at);
  }
}

function refused(reason: string): ClientHello {
  return { state: 'refused', reason };
}
