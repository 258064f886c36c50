import { Buffer } from 'node:buffer';
import type { Json } from './canonical-json.js';
import { createSecretStage, MIN_SECRET_LENGTH, REDACTED, type RedactingStage, secretForms } from './redact-secrets.js';
import { createShapeStage, mayHoldShape } from './redact-shapes.js';

export { MIN_SECRET_LENGTH, REDACTED } from './redact-secrets.js';

export interface RedactOptions {
  /**
   * False: only registered secrets are taken out, not what merely looks like a credential. For bytes that must stay
   * usable, such as a patch whose context lines hold a made-up key. Default true.
   */
  readonly shapes?: boolean;
}

export interface RedactedBytes {
  readonly bytes: Buffer;
  /** Places replaced; 0: the bytes are unchanged. */
  readonly redactions: number;
}

/** A redactor for one stream of bytes. Holds back less than 1 KiB beyond the longest registered secret. */
export type RedactionStream = RedactingStage;

/**
 * Takes secrets out of everything that is written or shown. It guards against accidents; a secret that its holder
 * disguises on purpose passes, which is why rooms hold none.
 */
export interface Redactor {
  /** Registered secrets that are too short to look for (under six characters after trimming): tell the person. */
  readonly ignored: number;
  text(text: string): string;
  /** A copy with every string and every key redacted. Deeper than 200 levels is replaced. */
  json(value: unknown): Json;
  bytes(bytes: Uint8Array, options?: RedactOptions): RedactedBytes;
  stream(options?: RedactOptions): RedactionStream;
}

const MAX_DEPTH = 200;

/**
 * @param secrets values that must never appear: also found JSON-escaped, URL-encoded and in base64, and line by line.
 *   A value under six characters is ignored and counted in `ignored`.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const forms = secretForms(secrets);
  const ignored = secrets.filter((secret) => secret.trim().length < MIN_SECRET_LENGTH).length;

  const stream = (options: RedactOptions = {}): RedactionStream => {
    const first = createSecretStage(forms);
    if (options.shapes === false) return first;
    const second = createShapeStage();
    return {
      push: (chunk) => second.push(first.push(chunk)),
      end: () => Buffer.concat([second.push(first.end()), second.end()]),
      get redactions() {
        return first.redactions + second.redactions;
      },
    };
  };

  const bytes = (input: Uint8Array, options: RedactOptions = {}): RedactedBytes => {
    const whole = stream(options);
    const view = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
    const out = Buffer.concat([whole.push(view), whole.end()]);
    return { bytes: out, redactions: whole.redactions };
  };

  const spellings = forms.map((form) => form.bytes.toString('utf8'));
  const text = (input: string): string => {
    // Most strings hold nothing of interest, and there are many of them.
    if (!mayHoldShape(input) && !spellings.some((spelling) => input.includes(spelling))) return input;
    const redacted = bytes(Buffer.from(input, 'utf8'));
    return redacted.redactions === 0 ? input : redacted.bytes.toString('utf8');
  };

  const json = (value: unknown, depth = 0): Json => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number') {
      // A secret may be all digits.
      const spelled = String(value);
      return text(spelled) === spelled ? value : REDACTED;
    }
    if (typeof value !== 'object' || value === null) return typeof value === 'boolean' ? value : null;
    if (depth >= MAX_DEPTH) return '[too deep]';
    if (Array.isArray(value)) return value.map((item) => json(item, depth + 1));
    // fromEntries defines members, so that a key named __proto__ stays a key.
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => [text(key), json(member, depth + 1)]),
    );
  };

  return { ignored, text, json: (value) => json(value), bytes, stream };
}
