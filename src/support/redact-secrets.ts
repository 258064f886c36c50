import { Buffer } from 'node:buffer';

/** What stands in the place of everything that was taken out. */
export const REDACTED = '[redacted]';
const MARKER = Buffer.from(REDACTED, 'latin1');

/** A registered secret below this many characters is ignored: it would blank out ordinary words. */
export const MIN_SECRET_LENGTH = 6;
/** A line of a secret of several lines is looked for by itself from this length on. */
const MIN_SECRET_LINE = 16;

/** Something that takes bytes in and gives redacted bytes out, whatever the chunk boundaries. */
export interface RedactingStage {
  push(chunk: Buffer): Buffer;
  end(): Buffer;
  /** Places replaced so far. */
  readonly redactions: number;
}

/** One spelling of a secret, with its border table (Knuth, Morris, Pratt): what a cut occurrence may begin with. */
export interface SecretForm {
  readonly bytes: Buffer;
  readonly borders: Uint32Array;
}

/**
 * Every spelling under which a secret may be printed: itself, its longer lines, JSON-escaped once and twice,
 * URL-encoded, in hex of either case, backwards, and base64 and base64url at each of the three alignments that it can
 * have inside longer input.
 */
export function secretForms(secrets: readonly string[]): readonly SecretForm[] {
  const spellings = new Set<string>();
  for (const secret of secrets) {
    const trimmed = secret.trim();
    if (trimmed.length < MIN_SECRET_LENGTH) continue;
    const plain = [secret, trimmed, ...linesOf(trimmed)].filter((text) => text.length >= MIN_SECRET_LENGTH);
    for (const text of plain) for (const spelling of spellingsOf(text)) spellings.add(spelling);
  }
  return [...spellings].map((spelling) => {
    const bytes = Buffer.from(spelling, 'utf8');
    return { bytes, borders: borderTable(bytes) };
  });
}

function linesOf(secret: string): readonly string[] {
  const lines = secret.split(/\r\n|\r|\n/).map((line) => line.trim());
  // The armour lines of a PEM file are no secret and would blank out every other PEM file.
  return lines.length < 2 ? [] : lines.filter((line) => line.length >= MIN_SECRET_LINE && !line.startsWith('-----'));
}

function spellingsOf(text: string): readonly string[] {
  const escaped = JSON.stringify(text).slice(1, -1);
  const found = [text, escaped, escaped.replaceAll('/', '\\/'), JSON.stringify(escaped).slice(1, -1)];
  const encoded = urlEncoded(text);
  if (encoded !== undefined) {
    const lower = encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
    found.push(encoded, lower, encoded.replaceAll('%20', '+'));
  }
  const bytes = Buffer.from(text, 'utf8');
  const hex = bytes.toString('hex');
  found.push(hex, hex.toUpperCase(), [...text].reverse().join(''));
  for (const lead of [0, 1, 2]) {
    // Characters that also carry bits of a neighbour are left out: they differ from place to place.
    const standard = Buffer.concat([Buffer.alloc(lead), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const whole = Math.floor(((lead + bytes.length) * 8) / 6);
    const middle = standard.slice(Math.ceil((lead * 8) / 6), whole);
    found.push(middle, middle.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return found;
}

function urlEncoded(text: string): string | undefined {
  try {
    return encodeURIComponent(text);
  } catch {
    // A lone surrogate has no URL encoding, so it cannot be printed in one either.
    return undefined;
  }
}

/** `table[i]`: length of the longest proper prefix of the first `i` bytes that is also their suffix. */
function borderTable(bytes: Buffer): Uint32Array {
  const table = new Uint32Array(bytes.length + 1);
  let border = 0;
  for (let i = 1; i < bytes.length; i++) {
    while (border > 0 && bytes[i] !== bytes[border]) border = table[border] ?? 0;
    if (bytes[i] === bytes[border]) border++;
    table[i + 1] = border;
  }
  return table;
}

/** How many bytes at the end of `data` are the beginning of `form`; less than its length. Linear in the form. */
function begunAtEnd(data: Buffer, form: SecretForm): number {
  let matched = 0;
  for (let i = Math.max(0, data.length - form.bytes.length + 1); i < data.length; i++) {
    while (matched > 0 && data[i] !== form.bytes[matched]) matched = form.borders[matched] ?? 0;
    if (data[i] === form.bytes[matched]) matched++;
  }
  return matched;
}

/**
 * Takes out the given spellings. Holds back fewer bytes than the longest of them. Overlapping occurrences are one
 * place, so that no secret is left in part because another one begins inside it.
 */
export function createSecretStage(forms: readonly SecretForm[]): RedactingStage {
  let carry: Buffer = Buffer.alloc(0);
  /** Bytes at the start of `carry` that belong to an occurrence whose marker was already given out. */
  let covered = 0;
  let redactions = 0;

  const run = (chunk: Buffer, final: boolean): Buffer => {
    if (forms.length === 0) return chunk;
    const data = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
    let cut = data.length;
    const spans: [number, number][] = covered > 0 ? [[0, covered]] : [];
    for (const form of forms) {
      const length = form.bytes.length;
      // Two occurrences are never closer than the form's period.
      const step = length - (form.borders[length] ?? 0);
      for (let at = data.indexOf(form.bytes); at >= 0; at = data.indexOf(form.bytes, at + step)) {
        spans.push([at, at + length]);
      }
      if (!final) cut = Math.min(cut, data.length - begunAtEnd(data, form));
    }
    if (spans.length === 0 && cut === data.length) {
      carry = Buffer.alloc(0);
      return data;
    }
    const out: Buffer[] = [];
    let position = 0;
    const alreadyMarked = covered > 0;
    covered = 0;
    for (const [index, [start, end]] of merged(spans).entries()) {
      if (start >= cut) break;
      if (!(alreadyMarked && index === 0)) {
        out.push(data.subarray(position, start), MARKER);
        redactions++;
      }
      position = Math.min(end, cut);
      covered = Math.max(0, end - cut);
    }
    out.push(data.subarray(position, cut));
    // A copy: the chunk may be a reused buffer, and a small slice must not keep a large chunk alive.
    carry = Buffer.from(data.subarray(cut));
    return Buffer.concat(out);
  };

  return {
    push: (chunk) => run(chunk, false),
    end: () => run(Buffer.alloc(0), true),
    get redactions() {
      return redactions;
    },
  };
}

function merged(spans: [number, number][]): readonly [number, number][] {
  spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const out: [number, number][] = [];
  for (const span of spans) {
    const last = out.at(-1);
    if (last !== undefined && span[0] < last[1]) last[1] = Math.max(last[1], span[1]);
    else out.push([span[0], span[1]]);
  }
  return out;
}
