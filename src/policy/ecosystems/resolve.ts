import type { Ecosystem, Meaning, Meanings } from '../words.js';
import { askApt } from './apt.js';
import { type Answer, meaningOf, type ToolHost, Unasked } from './ask.js';
import { askCargo } from './cargo.js';
import { askGo } from './go.js';
import { askNpm } from './npm.js';
import { askPip } from './pip.js';

const ASK: Readonly<Record<Ecosystem, (host: ToolHost) => Promise<Answer>>> = {
  apt: askApt,
  cargo: askCargo,
  go: askGo,
  npm: askNpm,
  pip: askPip,
};

/**
 * Asks the tools of the host, all at once, what the words mean to the person who runs us. A tool that is missing, fails
 * or hangs makes its word one without a meaning; nothing is guessed.
 */
export async function resolveWords(words: readonly Ecosystem[], host: ToolHost): Promise<Meanings> {
  const meaning = async (word: Ecosystem): Promise<Meaning> => {
    try {
      return meaningOf(await ASK[word](host));
    } catch (error) {
      if (error instanceof Unasked) return { ok: false, reason: error.message };
      throw error;
    }
  };
  return new Map(await Promise.all(words.map(async (word) => [word, await meaning(word)] as const)));
}
