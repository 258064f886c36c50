import { Buffer } from 'node:buffer';
import { REDACTED, type RedactingStage } from './redact-secrets.js';

// Each alternative matches a fixed or bounded beginning that is enough to know the token by; what follows is swallowed
// by TOKEN_REST. So nothing backtracks, and what must be held back between chunks is shorter than HOLD_BYTES.
// A word boundary on the left keeps `disk-…` from being a key; `\n` in JSON text ends in a letter and is allowed.
const LEFT = '(?:(?<![A-Za-z0-9])|(?<=\\\\[nrt]))';
// Its own boundary keeps candidates from overlapping: the scan stays linear on `-eyJ-eyJ-eyJ…`.
const JWT_LEFT = '(?:(?<![A-Za-z0-9_-])|(?<=\\\\[nrt]))';
const SHAPES = [
  'gh[pousr]_[A-Za-z0-9]{30}',
  'github_pat_[A-Za-z0-9_]{30}',
  `${LEFT}sk-(?:ant|proj|svcacct|admin|or-v1)-[A-Za-z0-9_-]{20}`,
  `${LEFT}sk-[A-Za-z0-9]{20}`,
  'AIza[A-Za-z0-9_-]{30}',
  'A[KS]IA[A-Z0-9]{16}',
  'xox[abeoprs]-[A-Za-z0-9-]{10}',
  'npm_[A-Za-z0-9]{30}',
  `${JWT_LEFT}eyJ[A-Za-z0-9_-]{10,600}\\.eyJ`,
  `${LEFT}(?<lead>[Bb](?:earer|EARER)[ \\t]{1,4})[A-Za-z0-9_.~+/-]{16}`,
  '(?<pem>-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY)',
];
/** What every match of SHAPES begins with or holds. */
const SIGNS = /gh[pousr]_|github_pat_|sk-|AIza|A[KS]IA|xox|npm_|eyJ|earer|EARER|-----BEGIN/;
const HOLD_BYTES = 640;
/** Bytes already given out that a look-behind may need. */
const CONTEXT_BYTES = 2;
/** No private key is longer; a lone BEGIN line hides no more than this. */
const PEM_BYTES = 32 * 1024;
const PEM_END_BYTES = 80;

type State = { readonly in: 'text' } | { readonly in: 'token' } | { readonly in: 'pem'; readonly left: number };

/** False: `createShapeStage` would leave the text as it is. */
export function mayHoldShape(text: string): boolean {
  return SIGNS.test(text);
}

/**
 * Takes out what looks like a credential of a well-known kind: GitHub, OpenAI, Anthropic, Google, AWS, Slack and npm
 * tokens, JSON web tokens, Bearer headers, PEM private keys (32 KiB at most). Holds back an unfinished line,
 * at most 640 bytes of it.
 */
export function createShapeStage(): RedactingStage {
  const shape = new RegExp(SHAPES.join('|'), 'g');
  const tokenRest = /[A-Za-z0-9_.~+/=-]*/y;
  const pemEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
  let carry = '';
  /** Characters at the start of `carry` that were given out already and only serve look-behinds. */
  let context = 0;
  let state: State = { in: 'text' };
  let redactions = 0;

  const run = (chunk: Buffer, final: boolean): Buffer => {
    // Latin-1 maps bytes to characters one to one, so any bytes survive and offsets are byte offsets.
    const data = carry + chunk.toString('latin1');
    const firstNew = context;
    let out: string[] | undefined;
    let position = firstNew;
    const emit = (text: string): void => {
      out ??= [];
      out.push(text);
    };
    for (;;) {
      if (state.in === 'token') {
        tokenRest.lastIndex = position;
        tokenRest.test(data);
        position = tokenRest.lastIndex;
        if (position === data.length && !final) break;
        state = { in: 'text' };
      } else if (state.in === 'pem') {
        const limit = Math.min(data.length, position + state.left);
        pemEnd.lastIndex = 0;
        const end = pemEnd.exec(data.slice(position, limit));
        if (end !== null) position += end.index + end[0].length;
        else if (limit - position < state.left && !final) {
          // Perhaps the beginning of an END line is all that is there yet.
          const swallowed = Math.max(0, limit - position - PEM_END_BYTES);
          position += swallowed;
          state = { in: 'pem', left: state.left - swallowed };
          break;
        } else position = limit;
        state = { in: 'text' };
      } else {
        shape.lastIndex = position;
        const match = shape.exec(data);
        if (match === null) break;
        emit(data.slice(position, match.index) + (match.groups?.['lead'] ?? '') + REDACTED);
        redactions++;
        position = match.index + match[0].length;
        state = match.groups?.['pem'] === undefined ? { in: 'token' } : { in: 'pem', left: PEM_BYTES };
      }
    }
    let cut = data.length;
    if (state.in === 'text' && !final) {
      // No beginning of a shape spans lines.
      cut = Math.max(position, data.length - HOLD_BYTES, data.lastIndexOf('\n') + 1, data.lastIndexOf('\r') + 1);
    } else if (state.in === 'pem' && !final) cut = position;
    // Nothing found, nothing held: the bytes as they came, without a copy.
    const untouched = out === undefined && firstNew === carry.length && position === firstNew && state.in === 'text';
    const whole = untouched && cut === data.length;
    const text = out === undefined ? data.slice(position, cut) : [...out, data.slice(position, cut)].join('');
    const keep = Math.max(0, cut - CONTEXT_BYTES);
    // Through a buffer, so that the short rest does not keep the whole chunk's string alive.
    carry = Buffer.from(data.slice(keep), 'latin1').toString('latin1');
    context = cut - keep;
    return whole ? chunk : Buffer.from(text, 'latin1');
  };

  return {
    push: (chunk) => run(chunk, false),
    end: () => run(Buffer.alloc(0), true),
    get redactions() {
      return redactions;
    },
  };
}
