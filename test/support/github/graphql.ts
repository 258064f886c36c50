import { readFileSync } from 'node:fs';
import {
  buildSchema,
  GraphQLError,
  type GraphQLScalarType,
  type GraphQLSchema,
  graphqlSync,
  isScalarType,
} from 'graphql';
import type { Answer, GitHubState } from './state.js';

/** Not exported by its package, whose entry point reads several other files. */
const DESCRIPTION = new URL('../../../node_modules/@octokit/graphql-schema/schema.graphql', import.meta.url);
const NONE = '0'.repeat(40);
/** What scalars of GitHub's own look like. */
const SCALARS: Readonly<Record<string, RegExp>> = {
  GitObjectID: /^[0-9a-f]{40}$/,
  GitRefname: /^refs\/[^\s~^:?*[\\]+$/,
};

interface RefUpdate {
  readonly name: string;
  readonly beforeOid?: string | null;
  readonly afterOid: string;
  readonly force: boolean;
}
interface UpdateRefsInput {
  readonly repositoryId: string;
  readonly refUpdates: readonly RefUpdate[];
  readonly clientMutationId?: string | null;
}

/** GitHub's GraphQL API by its own published schema: a query that the schema does not allow gets errors and no effect. */
export class GitHubGraphql {
  readonly #schema: GraphQLSchema;

  constructor() {
    this.#schema = buildSchema(readFileSync(DESCRIPTION, 'utf8'), { assumeValid: true, assumeValidSDL: true });
    for (const [name, pattern] of Object.entries(SCALARS)) check(this.#schema.getType(name), name, pattern);
  }

  /**
   * @param body of the request
   * @returns what GitHub answers, which is 200 also for errors, and what is wrong with the query itself
   */
  answer(state: GitHubState, body: unknown): { readonly answer: Answer; readonly problems: readonly string[] } {
    const { query, variables, ...more } = (body ?? {}) as Readonly<Record<string, unknown>>;
    const problems = Object.keys(more).map((name) => `body: no ${name} is described`);
    const { data, errors = [] } = graphqlSync({
      schema: this.#schema,
      source: String(query),
      rootValue: { updateRefs: ({ input }: { input: UpdateRefsInput }) => updateRefs(state, input) },
      variableValues: variables as Record<string, unknown> | undefined,
    });
    // What a resolver refuses has a type of GitHub's; everything else is wrong by the schema.
    problems.push(...errors.filter(({ extensions }) => !extensions['type']).map(({ message }) => message));
    const shown = errors.map(({ message, path, locations, extensions }) => ({
      ...(extensions['type'] ? { type: extensions['type'] } : {}),
      ...(path ? { path } : {}),
      locations,
      message,
    }));
    const answer = { status: 200, body: { data: data ?? null, ...(shown.length > 0 ? { errors: shown } : {}) } };
    return { answer, problems };
  }
}

function check(type: unknown, name: string, pattern: RegExp): void {
  const scalar = type as GraphQLScalarType;
  if (!isScalarType(scalar)) throw new Error(`the schema has no ${name}`);
  scalar.parseValue = (value) => {
    if (typeof value !== 'string' || !pattern.test(value)) throw new GraphQLError(`${String(value)} is no ${name}`);
    return value;
  };
}

/** All of them or none; each where its reference is at what it says. */
function updateRefs(
  state: GitHubState,
  { repositoryId, refUpdates, clientMutationId }: UpdateRefsInput,
): { readonly clientMutationId: string | null } {
  const repository = state.git;
  if (!repository || repositoryId !== state.nodeId)
    throw refused('NOT_FOUND', `Could not resolve to a node with the global id of '${repositoryId}'`);
  repository.beforeMove?.();
  for (const { name, beforeOid, afterOid, force } of refUpdates) {
    const old = repository.object(name, 'commit');
    if (beforeOid && beforeOid !== (old ?? NONE))
      throw refused('UNPROCESSABLE', `Reference ${name} was expected to be at ${beforeOid}`);
    if (!repository.object(afterOid, 'commit')) throw refused('UNPROCESSABLE', 'Object does not exist');
    if (repository.protected.has(name.replace('refs/heads/', '')))
      throw refused('UNPROCESSABLE', 'Protected branch update failed');
    if (old && !force && !repository.holds(afterOid, old))
      throw refused('UNPROCESSABLE', 'Update is not a fast forward');
  }
  for (const { name, afterOid } of refUpdates) {
    repository.git(['update-ref', name, afterOid]);
    state.branchMoved(name.replace('refs/heads/', ''), afterOid);
  }
  return { clientMutationId: clientMutationId ?? null };
}

function refused(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}
