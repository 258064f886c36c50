export interface HelloOptions {
  /** A further name in the same list. */
  readonly second?: string;
  /** A further server_name extension. */
  readonly again?: string;
  readonly grease?: boolean;
  /** With an encrypted_client_hello extension (RFC 9849), as its outer part has one. */
  readonly ech?: boolean;
  /** Bytes of a padding extension. */
  readonly padding?: number;
  /** How many bytes the last extension claims beyond its end. */
  readonly overrun?: number;
  /** Bytes of the message in one record; default: all. */
  readonly record?: number;
}

/** A TLS 1.3 ClientHello (RFC 8446 4.1.2) as Latin-1 text, with or without a server name. */
export function clientHello(serverName?: string, options: HelloOptions = {}): string {
  const names = [serverName, options.second].filter((name) => name !== undefined);
  const list = names.map((name) => `\0${vector(2, name)}`).join('');
  const extensions = [
    ...(options.grease ? [extension(0x0a0a, '')] : []),
    ...(names.length > 0 ? [extension(0, vector(2, list))] : []),
    ...(options.again === undefined ? [] : [extension(0, vector(2, `\0${vector(2, options.again)}`))]),
    extension(43, vector(1, '\x03\x04')),
    ...(options.ech
      ? [extension(0xfe0d, `\0\0\x01\0\x01\x07${vector(2, 'e'.repeat(32))}${vector(2, 'p'.repeat(64))}`)]
      : []),
    ...(options.padding === undefined ? [] : [extension(21, '\0'.repeat(options.padding))]),
    ...(options.overrun === undefined ? [] : [`\0\x15${number(2, options.overrun)}`]),
  ].join('');
  const suites = `${options.grease ? '\x0a\x0a' : ''}\x13\x01\x13\x02`;
  const body = `\x03\x03${'r'.repeat(32)}${vector(1, 's'.repeat(32))}${vector(2, suites)}${vector(1, '\0')}${vector(2, extensions)}`;
  const message = `\x01${vector(3, body)}`;
  const size = options.record ?? message.length;
  let records = '';
  for (let at = 0; at < message.length; at += size) records += `\x16\x03\x01${vector(2, message.slice(at, at + size))}`;
  return records;
}

function extension(type: number, data: string): string {
  return number(2, type) + vector(2, data);
}

function vector(lengthSize: number, text: string): string {
  return number(lengthSize, text.length) + text;
}

function number(size: number, value: number): string {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntBE(value, 0, size);
  return bytes.toString('latin1');
}
