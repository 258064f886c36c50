import { CleanroomError } from '../support/errors.js';
import type { TreeEntry } from './delivery/git-objects.js';
import { type GitHubCall, type GitHubClient, GRAPHQL } from './github-client.js';
import { fields, text } from './github-shapes.js';

/** Commits of a branch that are searched for one of ours: what was pushed since a run ended is less. */
const RECENT_COMMITS = 100;
/** Rules of a branch that are read, by pages; with more of them nothing is written. */
const RULES_PER_PAGE = 100;
const MAX_RULE_PAGES = 10;
/** REST has no condition on what a reference is at; this moves it from there or not at all. */
const UPDATE_REFS = `mutation ($input: UpdateRefsInput!) {
  updateRefs(input: $input) {
    clientMutationId
  }
}`;
const WRITE = 'contents: write';
const READ = 'contents: read';

export interface CommitInfo {
  readonly id: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  /** Page of the commit. */
  readonly url: string;
}

export interface RepositoryInfo {
  readonly defaultBranch: string;
  readonly owner: string;
  /** As GraphQL knows it. */
  readonly nodeId: string;
}

/** One entry of a tree to be made; a null id takes the path out. */
export type NewEntry =
  | { readonly path: string; readonly mode: string; readonly type: 'blob'; readonly sha: string | null }
  | { readonly path: string; readonly mode: string; readonly type: 'blob'; readonly content: string };

/** Objects and branches of one repository. Nothing here forces or deletes. */
export class GitData {
  readonly #client: GitHubClient;
  #nodeId: string | undefined;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  async repository(): Promise<RepositoryInfo> {
    const call = { route: 'GET /repos/{owner}/{repo}', permission: 'metadata: read', doing: 'read the repository' };
    const info = await this.#read(call, (data) => {
      const defaultBranch = text(fields(data)?.['default_branch']);
      const owner = text(fields(fields(data)?.['owner'])?.['login']);
      const nodeId = text(fields(data)?.['node_id']);
      return defaultBranch === undefined || owner === undefined || nodeId === undefined
        ? undefined
        : { defaultBranch, owner, nodeId };
    });
    this.#nodeId = info.nodeId;
    return info;
  }

  /** Whether a classic protection is on a branch; undefined: there is no such branch. */
  async branchProtected(branch: string): Promise<boolean | undefined> {
    const call = {
      route: 'GET /repos/{owner}/{repo}/branches/{branch}',
      parameters: { branch },
      permission: READ,
      doing: 'read the branch’s protection',
    };
    return orMissing(
      this.#read(call, (data) => {
        const found = fields(data)?.['protected'];
        return typeof found === 'boolean' ? found : undefined;
      }),
    );
  }

  /**
   * Types of the rules that rulesets put on a branch, whether or not it exists.
   * @throws CleanroomError `github.too-many-pages` where there are more than are read
   */
  async branchRules(branch: string): Promise<readonly string[]> {
    const types = (data: unknown): readonly string[] | undefined =>
      Array.isArray(data) ? data.map((rule) => text(fields(rule)?.['type']) ?? 'unknown') : undefined;
    const all: string[] = [];
    try {
      for (let page = 1; page <= MAX_RULE_PAGES; page += 1) {
        const found = await this.#read(
          {
            route: 'GET /repos/{owner}/{repo}/rules/branches/{branch}',
            parameters: { branch, per_page: RULES_PER_PAGE, page },
            permission: 'metadata: read',
            doing: 'read the rules of the branch',
          },
          types,
        );
        all.push(...found);
        // Without a look at links, which something on the way may take out: only a page that is not full is the last.
        if (found.length < RULES_PER_PAGE) return all;
      }
    } catch (error) {
      // What GitHub answers for a private repository whose plan has no rulesets: there are none.
      const none = error instanceof CleanroomError && /Upgrade to GitHub /.test(error.message);
      if (none && error.code === 'github.forbidden') return [];
      throw error;
    }
    throw new CleanroomError(
      'github.too-many-pages',
      `cannot read the rules of the branch: there are more than ${MAX_RULE_PAGES * RULES_PER_PAGE}`,
      { hint: 'nothing is written to a branch whose rules are not known; use deliver: suggestions or artifact' },
    );
  }

  /** The commit that a branch is at; undefined: there is no such branch. */
  async tip(branch: string): Promise<string | undefined> {
    const call = {
      route: 'GET /repos/{owner}/{repo}/git/ref/{ref}',
      parameters: { ref: `heads/${branch}` },
      permission: READ,
      doing: 'read the branch',
    };
    return orMissing(
      this.#read(call, (data) => (fields(data)?.['ref'] === `refs/heads/${branch}` ? refTarget(data) : undefined)),
    );
  }

  async commit(id: string): Promise<CommitInfo> {
    const call = {
      route: 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
      parameters: { commit_sha: id },
      permission: READ,
      doing: 'read a commit',
    };
    return this.#read(call, toCommit);
  }

  /** The newest commits that a branch holds, newest first; none of one that is gone. */
  async recentCommits(branch: string): Promise<readonly CommitInfo[]> {
    // By its id: as a name it might also be a tag.
    const tip = await this.tip(branch);
    if (tip === undefined) return [];
    const call = {
      route: 'GET /repos/{owner}/{repo}/commits',
      parameters: { sha: tip, per_page: RECENT_COMMITS },
      permission: READ,
      doing: 'list the commits of the branch',
    };
    const listed = (data: unknown): readonly CommitInfo[] | undefined =>
      Array.isArray(data) ? data.flatMap((entry) => toListed(entry) ?? []) : undefined;
    return (await orMissing(this.#read(call, listed))) ?? [];
  }

  /** Whether a branch holds a commit. */
  async holds(branch: string, commit: string): Promise<boolean> {
    const tip = await this.tip(branch);
    if (tip === undefined) return false;
    const call = {
      route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
      // The files of a comparison are on its first page alone.
      parameters: { basehead: `${commit}...${tip}`, per_page: 1, page: 2 },
      permission: READ,
      doing: 'compare the branch with the commit that was worked on',
    };
    const status = await this.#read(call, (data) => text(fields(data)?.['status']));
    return status === 'ahead' || status === 'identical';
  }

  /** Entries of one directory. */
  async tree(id: string): Promise<readonly TreeEntry[]> {
    const call = {
      route: 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
      parameters: { tree_sha: id },
      permission: READ,
      doing: 'list a directory of the work commit',
    };
    return this.#read(call, toEntries);
  }

  async blob(id: string): Promise<Buffer> {
    const call = {
      route: 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
      parameters: { file_sha: id },
      permission: READ,
      doing: 'read a file of the work commit',
    };
    return this.#read(call, (data) => {
      const blob = fields(data);
      const content = text(blob?.['content']);
      return blob?.['encoding'] === 'base64' && content !== undefined ? Buffer.from(content, 'base64') : undefined;
    });
  }

  // An object that is written twice is one object, and one that nothing leads to is thrown away by GitHub.

  /** @returns its id */
  createBlob(content: Buffer): Promise<string> {
    const call = {
      route: 'POST /repos/{owner}/{repo}/git/blobs',
      parameters: { content: content.toString('base64'), encoding: 'base64' },
      permission: WRITE,
      doing: 'write a file',
    };
    return this.#read(call, shaOf);
  }

  /** @returns its id */
  createTree(base: string, entries: readonly NewEntry[]): Promise<string> {
    const call = {
      route: 'POST /repos/{owner}/{repo}/git/trees',
      parameters: { base_tree: base, tree: entries },
      permission: WRITE,
      doing: 'write the changed directories',
    };
    return this.#read(call, shaOf);
  }

  /** A commit by the token's own account: GitHub signs it, since no author is named. */
  createCommit(commit: Pick<CommitInfo, 'message' | 'tree' | 'parents'>): Promise<CommitInfo> {
    const { message, tree, parents } = commit;
    const call = {
      route: 'POST /repos/{owner}/{repo}/git/commits',
      parameters: { message, tree, parents },
      permission: WRITE,
      doing: 'write the commit',
    };
    return this.#read(call, toCommit);
  }

  /**
   * Moves a branch forward from one commit to another, or makes the branch: where it is at any other commit (or there
   * already) by the time that GitHub does it, nothing happens. May be said twice: the second time it is refused.
   * @param from undefined: there is no such branch
   * @throws CleanroomError `github.rejected` where the branch is somewhere else, or GitHub does not know such a move
   */
  async advance(branch: string, commit: string, from: string | undefined): Promise<void> {
    const ref = `refs/heads/${branch}`;
    if (from === undefined) {
      const call = {
        route: 'POST /repos/{owner}/{repo}/git/refs',
        parameters: { ref, sha: commit },
        permission: WRITE,
        doing: 'make the branch',
      };
      await this.#read(call, (data) => (refTarget(data) === commit ? true : undefined));
      return;
    }
    const refUpdates = [{ name: ref, beforeOid: from, afterOid: commit, force: false }];
    const repositoryId = this.#nodeId ?? (await this.repository()).nodeId;
    const call: GitHubCall = {
      route: GRAPHQL,
      // An answer that names the commit is one to this request, and no other.
      parameters: {
        query: UPDATE_REFS,
        variables: { input: { repositoryId, refUpdates, clientMutationId: commit } },
      },
      permission: WRITE,
      doing: 'move the branch',
    };
    await this.#read(call, (data) => {
      const done = fields(fields(fields(data)?.['data'])?.['updateRefs']);
      return done?.['clientMutationId'] === commit ? true : undefined;
    });
  }

  async #read<T>(call: GitHubCall, accepts: (data: unknown) => T | undefined): Promise<T> {
    const { data } = await this.#client.read(call, this.#client.budget(), (data) => accepts(data) !== undefined);
    const value = accepts(data);
    if (value === undefined) throw new CleanroomError('github.response', 'GitHub answered in an unknown form');
    return value;
  }
}

async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CleanroomError && error.code === 'github.not-found') return undefined;
    throw error;
  }
}

function idIn(value: unknown): string | undefined {
  return typeof value === 'string' && /^[0-9a-f]{40}$/.test(value) ? value : undefined;
}

function shaOf(value: unknown): string | undefined {
  return idIn(fields(value)?.['sha']);
}

function refTarget(value: unknown): string | undefined {
  const object = fields(fields(value)?.['object']);
  return object?.['type'] === 'commit' ? shaOf(object) : undefined;
}

function toCommit(value: unknown): CommitInfo | undefined {
  const commit = fields(value);
  const id = shaOf(value);
  const tree = shaOf(commit?.['tree']);
  const message = text(commit?.['message']);
  const parents = Array.isArray(commit?.['parents']) ? commit['parents'].map(shaOf) : undefined;
  if (id === undefined || tree === undefined || message === undefined || !parents) return undefined;
  const known = parents.filter((parent) => parent !== undefined);
  if (known.length !== parents.length) return undefined;
  return { id, tree, message, parents: known, url: text(commit?.['html_url']) ?? '' };
}

/** A commit as the list of a branch shows it: message and tree lie one level deeper. */
function toListed(value: unknown): CommitInfo | undefined {
  const outer = fields(value);
  const inner = fields(outer?.['commit']);
  return toCommit({ ...outer, tree: inner?.['tree'], message: inner?.['message'] });
}

function toEntries(value: unknown): readonly TreeEntry[] | undefined {
  const entries = fields(value)?.['tree'];
  if (fields(value)?.['truncated'] !== false || !Array.isArray(entries)) return undefined;
  const known = entries.flatMap((entry) => {
    const name = text(fields(entry)?.['path']);
    const mode = text(fields(entry)?.['mode']);
    const id = shaOf(entry);
    return name !== undefined && mode !== undefined && id !== undefined ? [{ name, mode, id }] : [];
  });
  return known.length === entries.length ? known : undefined;
}
