/**
 * What a run tells the person who waits for it. Implementations draw it: a live line at a terminal, groups in a
 * GitHub log, plain lines elsewhere.
 */
export interface Progress {
  /** A phase begins and the last one ends: `attempt 1 of 3: codex`, `proof 1`. */
  phase(title: string): void;
  /** A line that something in a room printed. Hostile: implementations neutralise it. */
  output(line: string): void;
  /** A plain sentence of our own. */
  note(text: string): void;
  /** A sentence that a person should not miss. */
  warn(text: string): void;
  /** The last phase ends; nothing may be called afterwards. */
  close(): void;
}
