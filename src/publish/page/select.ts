const MIB = 1024 * 1024;

/** How much of a file the page holds. */
export interface Share {
  readonly head: number;
  readonly tail: number;
}

/** Files of the evidence's top folder that the page shows, in the order in which it needs them. */
const DOCUMENTS: Readonly<Record<string, number>> = {
  'verdict.json': 16 * MIB,
  'plan.json': 4 * MIB,
  'usage.json': 4 * MIB,
  'report.json': 4 * MIB,
  'findings.json': 8 * MIB,
  'journal.jsonl': 16 * MIB,
  'change.patch': 16 * MIB,
  'verifier.patch': 4 * MIB,
  'statement.json': MIB,
  'snapshot.json': 4 * MIB,
  'probes.jsonl': 4 * MIB,
  'commands.jsonl': 32 * MIB,
  'mcp.jsonl': 32 * MIB,
  'access.jsonl': 32 * MIB,
  'transcript.jsonl': 40 * MIB,
  'exec.jsonl': 40 * MIB,
};

/** Of a longer log the page holds its two ends. */
const LOG_HEAD = 128 * 1024;
const LOG_TAIL = 128 * 1024;
/** Of all files but the documents together. */
const MAX_OTHERS = 48 * MIB;

const NONE: Share = { head: 0, tail: 0 };

/** Decides what the page holds of each file; asked once for each, in the order of `rank`. */
export class Selection {
  #left = MAX_OTHERS;

  share(path: string, bytes: number): Share {
    const most = Object.hasOwn(DOCUMENTS, path) ? DOCUMENTS[path] : undefined;
    if (most !== undefined) return { head: Math.min(bytes, most), tail: 0 };
    const share = ofOther(path, bytes);
    const wanted = share.head + share.tail;
    if (wanted > this.#left) return NONE;
    this.#left -= wanted;
    return share;
  }
}

/** Documents first, then the rest by name. */
export function rank(paths: readonly string[]): string[] {
  const order = Object.keys(DOCUMENTS);
  const at = (path: string): number => (order.includes(path) ? order.indexOf(path) : order.length);
  return [...paths].sort((a, b) => at(a) - at(b) || (a < b ? -1 : 1));
}

function ofOther(path: string, bytes: number): Share {
  if (/^(?:workers\/[^/]+\/)?logs\//.test(path) && path.endsWith('.log')) {
    return bytes <= LOG_HEAD + LOG_TAIL ? { head: bytes, tail: 0 } : { head: LOG_HEAD, tail: LOG_TAIL };
  }
  if (/^tests\/[^/]+\.json$/.test(path)) return { head: Math.min(bytes, MIB), tail: 0 };
  if (/^(?:attempts|workers)\/.*\.patch$/.test(path)) return { head: Math.min(bytes, MIB), tail: 0 };
  return NONE;
}
