import { didYouMean } from '../support/nearest.js';

/** What may stand in an allow-list for the hosts of a person's own package registries. */
export const ECOSYSTEMS = ['apt', 'cargo', 'go', 'npm', 'pip'] as const;

export type Ecosystem = (typeof ECOSYSTEMS)[number];

/** The word that a text is, whatever its case; undefined for any other text. */
export function asEcosystem(text: string): Ecosystem | undefined {
  const word = text.trim().toLowerCase();
  return ECOSYSTEMS.find((name) => name === word);
}

/** What to say of a text that is neither an entry nor a word, but looks like a word; undefined for any other. */
export function wordHint(text: string): string | undefined {
  const word = text.trim();
  if (!/^[a-z]+$/i.test(word)) return undefined;
  return didYouMean(word, ECOSYSTEMS) ?? `or one of the words ${ECOSYSTEMS.join(', ')}`;
}

/** One host that a word stands for, and what of the tool's configuration names it. */
export interface WordEntry {
  readonly entry: string;
  readonly via: string;
}

/** What a tool of the host said when it was asked where its packages come from. */
export type Meaning =
  | {
      readonly ok: true;
      readonly entries: readonly WordEntry[];
      /** What the word does not cover, in words for a person. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

export type Meanings = ReadonlyMap<Ecosystem, Meaning>;
