import { execFileSync } from 'node:child_process';
import { shownPull } from './pulls.js';
import { type Answer, type Call, type GitHubState, MISSING, page, type Routes, type StoredPull } from './state.js';

const WHO = {
  GIT_AUTHOR_NAME: 'github-actions[bot]',
  GIT_AUTHOR_EMAIL: '41898282+github-actions[bot]@users.noreply.github.com',
  GIT_COMMITTER_NAME: 'GitHub',
  GIT_COMMITTER_EMAIL: 'noreply@github.com',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
};
const NONE = '0'.repeat(40);
const FULL_NAME = /^[0-9a-f]{40}$/;

/** Of rules that need them. */
const PARAMETERS: Readonly<Record<string, object>> = {
  pull_request: {
    dismiss_stale_reviews_on_push: false,
    require_code_owner_review: false,
    require_last_push_approval: false,
    required_approving_review_count: 1,
    required_review_thread_resolution: false,
  },
  required_status_checks: {
    required_status_checks: [{ context: 'ci' }],
    strict_required_status_checks_policy: false,
  },
};

/** The repository behind the loopback GitHub: a real one, so that git itself says what trees and commits are. */
export class StoredRepository {
  defaultBranch = 'main';
  /** Branches with a classic protection. */
  readonly protected = new Set<string>();
  /** Types of the rules on a branch. */
  readonly rules = new Map<string, readonly string[]>();
  /** Called before a branch is moved or made: what a race does in the last moment. */
  beforeMove: (() => void) | undefined;

  /** What is answered in place of the tree that was made. */
  wrongTree: string | undefined;

  /** What git said of objects by their full names, which is the same for ever. */
  readonly #known = new Map<string, Buffer>();

  /** @param directory a bare repository, or one whose branches nobody has checked out */
  constructor(readonly directory: string) {}

  git(args: readonly string[], input?: string | Buffer, index?: string): Buffer {
    return execFileSync('git', ['-c', 'safe.directory=*', '-C', this.directory, ...args], {
      env: { PATH: process.env['PATH'] ?? '', ...WHO, ...(index === undefined ? {} : { GIT_INDEX_FILE: index }) },
      maxBuffer: 1 << 28,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(input === undefined ? {} : { input }),
    });
  }

  line(...args: string[]): string {
    return this.git(args).toString('utf8').trim();
  }

  /** Asked once: `id` has to be the full name of an object. */
  known(id: string, ...args: string[]): Buffer {
    if (!FULL_NAME.test(id)) return this.git([...args, id]);
    const key = [...args, id].join(' ');
    const said = this.#known.get(key) ?? this.git([...args, id]);
    this.#known.set(key, said);
    return said;
  }

  /** What a name stands for; undefined: nothing of that type. */
  object(name: string, type: 'commit' | 'tree' | 'blob'): string | undefined {
    try {
      if (FULL_NAME.test(name) && this.known(name, 'cat-file', '-t').toString().trim() === type) return name;
      return this.line('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{${type}}`);
    } catch {
      return undefined;
    }
  }

  tip(branch: string): string | undefined {
    return this.object(`refs/heads/${branch}`, 'commit');
  }

  holds(branch: string, commit: string): boolean {
    try {
      this.git(['merge-base', '--is-ancestor', commit, branch]);
      return true;
    } catch {
      return false;
    }
  }

  /** Somebody pushes a commit with one more file to a branch. */
  push(branch: string, path = `pushed-${Date.now()}`): string {
    const parent = this.tip(branch);
    const blob = this.git(['hash-object', '-w', '--stdin'], 'pushed\n').toString().trim();
    const index = `${this.directory}/push.index`;
    this.git(['read-tree', ...(parent === undefined ? ['--empty'] : [parent])], undefined, index);
    this.git(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`], undefined, index);
    const tree = this.git(['write-tree'], undefined, index).toString().trim();
    const commit = this.line('commit-tree', '-m', 'pushed', ...(parent ? ['-p', parent] : []), tree);
    this.git(['update-ref', `refs/heads/${branch}`, commit]);
    return commit;
  }
}

type Fields = Readonly<Record<string, unknown>>;

const wrong = (message: string): Answer => ({ status: 422, body: { message, documentation_url: 'd' } });

/** Objects, branches and their protections, and pull requests that are made. */
export function gitRoutes(state: GitHubState): Routes {
  /** A route that needs a repository. */
  const over =
    (answer: (repository: StoredRepository, call: Call) => Answer) =>
    (call: Call): Answer =>
      state.git ? answer(state.git, call) : MISSING;
  return {
    'GET /repos/{owner}/{repo}': over((repository) => {
      type Example = { owner: object; source?: object };
      const { source: _, ...example } = state.api.example<Example>('full-repository-default-response');
      const [login = '', name = ''] = state.repository.split('/');
      const owner = { ...example.owner, login };
      const rest = { name, full_name: state.repository, default_branch: repository.defaultBranch, language: null };
      return { status: 200, body: { ...example, ...rest, owner } };
    }),
    'GET /repos/{owner}/{repo}/branches/{branch}': over((repository, { path }) => {
      const branch = path['branch'] ?? '';
      const sha = repository.tip(branch);
      if (sha === undefined) return MISSING;
      const example = state.api.example<{ commit: object }>('branch-get');
      const isProtected = repository.protected.has(branch);
      return {
        status: 200,
        body: { ...example, name: branch, protected: isProtected, commit: { ...example.commit, sha } },
      };
    }),
    'GET /repos/{owner}/{repo}/rules/branches/{branch}': over((repository, { path, url }) => {
      const rules = (repository.rules.get(path['branch'] ?? '') ?? []).map((type) => ({
        type,
        ruleset_id: 1,
        ruleset_source: state.repository,
        ruleset_source_type: 'Repository',
        ...(type in PARAMETERS ? { parameters: PARAMETERS[type] } : {}),
      }));
      return page(url, rules);
    }),
    'GET /repos/{owner}/{repo}/git/ref/{ref}': over((repository, { path }) => {
      const ref = `refs/${path['ref']}`;
      const sha = repository.object(ref, 'commit');
      return sha === undefined ? MISSING : { status: 200, body: shownRef(state, ref, sha) };
    }),
    'GET /repos/{owner}/{repo}/git/commits/{commit_sha}': over((repository, { path }) => {
      const id = repository.object(path['commit_sha'] ?? '', 'commit');
      return id === undefined ? MISSING : { status: 200, body: shownCommit(state, repository, id) };
    }),
    'GET /repos/{owner}/{repo}/commits': over((repository, { url }) => {
      const start = url.searchParams.get('sha') ?? repository.defaultBranch;
      if (!repository.object(start, 'commit')) return MISSING;
      const ids = repository.line('rev-list', start).split('\n');
      const [example] = state.api.example<{ commit: object }[]>('commit-items');
      const shown = ids.map((id) => {
        const commit = shownCommit(state, repository, id) as { tree: object; message: string };
        const { tree, message } = commit;
        return { ...example, ...commit, author: null, committer: null, commit: { ...example?.commit, tree, message } };
      });
      return page(url, shown);
    }),
    'GET /repos/{owner}/{repo}/compare/{basehead}': over((repository, { path }) => {
      const [from = '', to = ''] = (path['basehead'] ?? '').split('...');
      if (!repository.object(from, 'commit') || !repository.object(to, 'commit')) return MISSING;
      const same = repository.object(from, 'commit') === repository.object(to, 'commit');
      const ahead = repository.holds(to, from);
      const behind = repository.holds(from, to);
      const status = same ? 'identical' : ahead ? 'ahead' : behind ? 'behind' : 'diverged';
      return { status: 200, body: { ...state.api.example<object>('commit-comparison'), status } };
    }),
    'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': over((repository, { path }) => {
      const sha = repository.object(path['tree_sha'] ?? '', 'tree');
      if (sha === undefined) return MISSING;
      const lines = repository.known(sha, 'ls-tree', '-z').toString('utf8').split('\0').filter(Boolean);
      const tree = lines.map((line) => {
        const [, mode, type, id, name] = /^(\d+) (\w+) ([0-9a-f]+)\t([\s\S]*)$/.exec(line) ?? [];
        return { path: name, mode, type, sha: id, url: 'https://github.example/t' };
      });
      return { status: 200, body: { sha, url: 'https://github.example/t', tree, truncated: false } };
    }),
    'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': over((repository, { path }) => {
      const sha = repository.object(path['file_sha'] ?? '', 'blob');
      if (sha === undefined) return MISSING;
      const content = repository.known(sha, 'cat-file', 'blob');
      // GitHub breaks the lines of it.
      const lines = content.toString('base64').replace(/.{60}/g, '$&\n');
      return {
        status: 200,
        body: { ...state.api.example<object>('blob'), sha, size: content.length, content: lines, encoding: 'base64' },
      };
    }),
    'POST /repos/{owner}/{repo}/git/blobs': over((repository, { body }) => {
      const content = Buffer.from(String(body['content']), body['encoding'] === 'base64' ? 'base64' : 'utf8');
      const sha = repository.git(['hash-object', '-w', '--stdin'], content).toString().trim();
      return { status: 201, body: { url: 'https://github.example/b', sha } };
    }),
    'POST /repos/{owner}/{repo}/git/trees': over((repository, { body }) => makeTree(repository, body)),
    'POST /repos/{owner}/{repo}/git/commits': over((repository, { body }) => {
      const parents = (body['parents'] as readonly string[] | undefined) ?? [];
      const tree = repository.object(String(body['tree']), 'tree');
      if (!tree || parents.some((parent) => !repository.object(parent, 'commit')))
        return wrong('Tree or parent missing');
      const args = ['commit-tree', ...parents.flatMap((parent) => ['-p', parent]), '-F', '-', tree];
      const id = repository.git(args, String(body['message'])).toString().trim();
      // GitHub signs what names nobody.
      state.signed.set(id, body['author'] === undefined && body['committer'] === undefined);
      return { status: 201, body: shownCommit(state, repository, id) };
    }),
    'POST /repos/{owner}/{repo}/git/refs': over((repository, { body }) => {
      const ref = String(body['ref']);
      const sha = repository.object(String(body['sha']), 'commit');
      repository.beforeMove?.();
      if (repository.object(ref, 'commit')) return wrong('Reference already exists');
      if (!sha) return wrong('Object does not exist');
      repository.git(['update-ref', ref, sha, NONE]);
      return { status: 201, body: shownRef(state, ref, sha) };
    }),
    'PATCH /repos/{owner}/{repo}/git/refs/{ref}': over((repository, { path, body }) => {
      const ref = `refs/${path['ref']}`;
      const sha = repository.object(String(body['sha']), 'commit');
      repository.beforeMove?.();
      const old = repository.object(ref, 'commit');
      if (!old) return wrong('Reference does not exist');
      if (!sha) return wrong('Object does not exist');
      if (repository.protected.has(ref.replace('refs/heads/', ''))) return wrong('Protected branch update failed');
      if (body['force'] !== true && !repository.holds(sha, old)) return wrong('Update is not a fast forward');
      repository.git(['update-ref', ref, sha, old]);
      state.branchMoved(ref.replace('refs/heads/', ''), sha);
      return { status: 200, body: shownRef(state, ref, sha) };
    }),
    'POST /repos/{owner}/{repo}/pulls': over((repository, { body }) => {
      const [head, base] = [String(body['head']), String(body['base'])];
      const tips = [repository.tip(head), repository.tip(base)] as const;
      if (!tips[0] || !tips[1]) return wrong('Validation Failed: head or base is invalid');
      if (repository.holds(base, tips[0])) return wrong(`No commits between ${base} and ${head}`);
      const open = [...state.pulls.values()].find(
        (pull) => (pull.state ?? 'open') === 'open' && pull.headRef === head && pull.baseRef === base,
      );
      if (open) return wrong(`A pull request already exists for ${state.repository.split('/')[0]}:${head}.`);
      const pull: StoredPull = {
        number: state.newId(),
        headSha: tips[0],
        headRef: head,
        headRepository: state.repository,
        baseSha: tips[1],
        baseRef: base,
        title: String(body['title']),
        body: String(body['body']),
        draft: body['draft'] === true,
      };
      state.pulls.set(pull.number, pull);
      return { status: 201, body: shownPull(state, pull) };
    }),
    'PATCH /repos/{owner}/{repo}/pulls/{pull_number}': ({ path, body }) => {
      const pull = state.pulls.get(Number(path['pull_number']));
      if (!pull) return MISSING;
      const changed = { ...pull, ...(body as Partial<StoredPull>) };
      state.pulls.set(pull.number, changed);
      return { status: 200, body: shownPull(state, changed) };
    },
  };
}

function makeTree(repository: StoredRepository, body: Fields): Answer {
  const index = `${repository.directory}/api.index`;
  const base = body['base_tree'] === undefined ? undefined : repository.object(String(body['base_tree']), 'tree');
  if (body['base_tree'] !== undefined && !base) return wrong('base_tree is missing');
  repository.git(['read-tree', ...(base ? [base] : ['--empty'])], undefined, index);
  const lines: string[] = [];
  for (const { path, mode, sha, content } of body['tree'] as readonly Fields[]) {
    if (sha === null) {
      lines.push(`0 ${NONE}\t${String(path)}\0`);
      continue;
    }
    const id =
      typeof content === 'string'
        ? repository.git(['hash-object', '-w', '--stdin'], content).toString().trim()
        : repository.object(String(sha), 'blob');
    if (!id) return wrong('tree.sha is not a valid object');
    lines.push(`${String(mode)} ${id}\t${String(path)}\0`);
  }
  repository.git(['update-index', '-z', '--replace', '--index-info'], lines.join(''), index);
  const made = repository.git(['write-tree'], undefined, index).toString().trim();
  const sha = repository.wrongTree ?? made;
  const tree = [{ path: 'x', mode: '100644', type: 'blob', sha, url: 'https://github.example/t' }];
  return { status: 201, body: { sha, url: 'https://github.example/t', tree, truncated: false } };
}

function shownRef(state: GitHubState, ref: string, sha: string): object {
  const example = state.api.example<{ object: object }>('git-ref');
  return { ...example, ref, object: { ...example.object, type: 'commit', sha } };
}

function shownCommit(state: GitHubState, repository: StoredRepository, id: string): object {
  const example = state.api.example<{ parents: object[]; tree: object; verification: object }>('git-commit');
  const [tree = '', parents = '', ...message] = repository
    .known(id, 'log', '-1', '--format=%T%n%P%n%B')
    .toString('utf8')
    .split('\n');
  const verified = state.signed.get(id) === true;
  return {
    ...example,
    sha: id,
    html_url: `https://github.example/${state.repository}/commit/${id}`,
    tree: { ...example.tree, sha: tree },
    message: message.join('\n').trimEnd(),
    parents: parents
      .split(' ')
      .filter(Boolean)
      .map((sha) => ({ ...example.parents[0], sha })),
    verification: { ...example.verification, verified, reason: verified ? 'valid' : 'unsigned' },
  };
}
