import type { Plan } from '../schemas/plan.js';
import { canonicalJson, sha256 } from '../support/canonical-json.js';
import { InputError, type InputProblem } from '../support/errors.js';
import { parseEndpoint } from './endpoint.js';

/** What each stage may reach, canonical and hashed. Nothing that is not named is reachable. */
export type CompiledPolicy = Plan['policy'];

/** Allow-lists as a person wrote them: `host:port` entries. */
export interface PolicySource {
  readonly prepare: readonly string[];
  readonly agent: readonly string[];
  readonly proof: readonly string[];
  /** Entries of the other lists that may resolve to private addresses. */
  readonly private: readonly string[];
}

/**
 * Compiles allow-lists: entries lower-cased, deduplicated and sorted, so that equal policies have equal digests.
 * @throws InputError one problem for each entry that is no exact `host:port`
 */
export function compilePolicy(source: PolicySource): CompiledPolicy {
  const problems: InputProblem[] = [];
  const compile = (stage: keyof PolicySource): string[] => {
    const endpoints = new Set<string>();
    for (const entry of source[stage]) {
      const parsed = parseEndpoint(entry);
      if (parsed.ok) endpoints.add(parsed.endpoint);
      else problems.push({ where: `allow-${stage}`, given: parsed.given, expected: parsed.expected });
    }
    return [...endpoints].sort();
  };
  const lists = {
    prepare: compile('prepare'),
    agent: compile('agent'),
    proof: compile('proof'),
    private: compile('private'),
  };
  if (problems.length > 0) throw new InputError(problems);
  return { ...lists, sha256: sha256(canonicalJson(lists)) };
}
