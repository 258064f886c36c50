import type { Plan } from '../schemas/plan.js';
import { canonicalJson, sha256 } from '../support/canonical-json.js';
import { InputError, type InputProblem } from '../support/errors.js';
import { parseEndpoint } from './endpoint.js';
import { asEcosystem, type Ecosystem, type Meanings } from './words.js';

/** What each stage may reach, canonical and hashed. Nothing that is not named is reachable. */
export type CompiledPolicy = Plan['policy'];

/** An entry of an allow-list and the place where a person wrote it. */
export interface PolicyEntry {
  /** `host:port`, or the word for an ecosystem. */
  readonly text: string;
  /** `input allow-agent`, `cleanroom.yaml:7:9: sandbox.network.allow[0]`. */
  readonly from: string;
}

/** An allow-list: a text without a place comes from the setting of its stage. */
export type AllowList = readonly (string | PolicyEntry)[];

/** Allow-lists as a person wrote them. */
export interface PolicySource {
  readonly prepare: AllowList;
  readonly agent: AllowList;
  readonly proof: AllowList;
  /** Entries of the other lists that may resolve to private addresses. */
  readonly private: AllowList;
  /** The policy file that took part, and its generation. */
  readonly file?: { readonly path: string; readonly generation: NonNullable<CompiledPolicy['generation']> };
  /** What each word of the lists means on this host; not needed where there is none. */
  readonly meanings?: Meanings;
  /** What a person should know of the policy, besides what it allows. */
  readonly notes?: readonly string[];
}

const STAGES = ['prepare', 'agent', 'proof', 'private'] as const;
type Origin = CompiledPolicy['origins'][number];

/**
 * Compiles allow-lists: entries lower-cased, deduplicated and sorted. The digest is of the four lists alone, so that
 * policies that allow the same have the same digest however they were written.
 * @throws InputError one problem for each entry that is no exact `host:port`, and for each word without a meaning
 */
export function compilePolicy(source: PolicySource): CompiledPolicy {
  const problems: InputProblem[] = [];
  const origins = STAGES.flatMap((stage) =>
    source[stage].flatMap((item) => {
      const { text, from } = typeof item === 'string' ? { text: item, from: `allow-${stage}` } : item;
      const found = resolve(text, from, source.meanings);
      if (Array.isArray(found)) return found.map((entry): Origin => ({ stage, ...entry, from }));
      problems.push(found);
      return [];
    }),
  );
  if (problems.length > 0) throw new InputError(problems);
  const list = (stage: Origin['stage']): string[] =>
    [...new Set(origins.filter((origin) => origin.stage === stage).map(({ entry }) => entry))].sort();
  const lists = { prepare: list('prepare'), agent: list('agent'), proof: list('proof'), private: list('private') };
  const spoken = [...(source.meanings ?? [])].flatMap(([word, meaning]) =>
    meaning.ok ? meaning.notes.map((note) => `${word}: ${note}`) : [],
  );
  return {
    file: source.file?.path ?? null,
    generation: source.file?.generation ?? null,
    ...lists,
    origins: sorted(origins),
    notes: [...(source.notes ?? []), ...spoken.sort()],
    sha256: sha256(canonicalJson(lists)),
  };
}

/** The words that stand in the lists, each once. */
export function wordsOf(source: Pick<PolicySource, (typeof STAGES)[number]>): Ecosystem[] {
  const words = STAGES.flatMap((stage) => source[stage]).map((item) =>
    asEcosystem(typeof item === 'string' ? item : item.text),
  );
  return [...new Set(words.filter((word) => word !== undefined))].sort();
}

/** What a person should see of a policy before a run: the hosts of each word, and the notes. */
export function policyNotes(policy: CompiledPolicy): string[] {
  const words = new Map<string, Set<string>>();
  for (const { word, entry } of policy.origins)
    if (word !== null) words.set(word, (words.get(word) ?? new Set()).add(entry));
  const meanings = [...words].sort().map(([word, entries]) => `${word} means ${[...entries].sort().join(', ')}`);
  return [...meanings, ...policy.notes];
}

function resolve(
  text: string,
  where: string,
  meanings: Meanings | undefined,
): Omit<Origin, 'stage' | 'from'>[] | InputProblem {
  const word = asEcosystem(text);
  if (word === undefined) {
    const parsed = parseEndpoint(text);
    if (parsed.ok) return [{ entry: parsed.endpoint, word: null, via: null }];
    return { where, given: parsed.given, expected: parsed.expected };
  }
  const meaning = meanings?.get(word);
  if (meaning?.ok) return meaning.entries.map(({ entry, via }) => ({ entry, word, via }));
  return {
    where,
    given: word,
    expected: `a word that this machine's tools can explain: ${meaning?.reason ?? 'they were not asked'}`,
    hint: `name the hosts themselves, as HOST:PORT, in place of ${word}`,
  };
}

function sorted(origins: readonly Origin[]): Origin[] {
  const keyed = new Map(origins.map((origin) => [canonicalJson(origin), origin]));
  const rank = ({ stage, entry, from, via }: Origin): string =>
    [STAGES.indexOf(stage), entry, from, via ?? ''].join('\0');
  return [...keyed.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}
