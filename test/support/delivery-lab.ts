import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GitHost } from '../../src/publish/delivery/commit-by-git.js';
import { deliver } from '../../src/publish/delivery/deliver.js';
import type { GitHub } from '../../src/publish/github.js';
import { readEvidence } from '../../src/publish/read-evidence.js';
import type { DeliveryState, PublishSettings, PublishTarget } from '../../src/publish/types.js';
import type { Plan } from '../../src/schemas/plan.js';
import type { VerdictFile } from '../../src/schemas/verdict.js';
import { canonicalJson, sha256 } from '../../src/support/canonical-json.js';
import { diffTrees, gitBytes, gitLine, type TreeFile, writeTree } from '../unit/publish/delivery/support.js';
import { anAttempt, aPlan, aVerdict, SETTINGS, writeEvidence } from '../unit/publish/support/evidence.js';
import { StoredRepository } from './github/git.js';
import type { GitHubServer } from './github-server.js';

export const PULL = 17;
export const RUN_URL = 'https://github.example/octo-org/hello.world/actions/runs/42';

export type Files = Readonly<Record<string, string | Buffer | TreeFile>>;
type Deliver = PublishSettings['deliver'];

export interface LabOptions {
  readonly kind: Deliver['kind'];
  readonly settings?: Partial<Deliver>;
  /** On `main`, on the pull request's branch `topic` (what is worked on), and after the change. */
  readonly base?: Files;
  readonly head?: Files;
  readonly after?: Files;
  readonly verdict?: Partial<VerdictFile>;
  readonly target?: 'pull' | 'branch';
}

export const BASE: Files = { 'README.md': 'hello\n', 'src/sum.js': 'export const sum = (a, b) => a - b;\n' };
export const HEAD: Files = { ...BASE, 'src/sum.js': 'export const sum = (a, b) =>\n  a - b;\n\nexport default sum;\n' };
export const AFTER: Files = {
  ...HEAD,
  'src/sum.js': 'export const sum = (a, b) =>\n  a + b;\n\nexport default sum;\n',
  'logo.bin': Buffer.from([0, 1, 2, 255]),
  'bin/run': { mode: '100755', content: Buffer.from('#!/bin/sh\nexit 0\n') },
};

/** A repository with a pull request, behind the loopback GitHub, and the evidence of a run that changed it. */
export class DeliveryLab {
  private constructor(
    readonly directory: string,
    readonly repository: StoredRepository,
    readonly main: string,
    /** The pull request's head; what was worked on. */
    readonly head: string,
    /** Tree of the head with the change. */
    readonly after: string,
    readonly patch: Buffer,
    readonly settings: Deliver,
    readonly target: PublishTarget,
    readonly plan: Plan,
    readonly verdict: VerdictFile,
  ) {}

  static async make(server: GitHubServer, options: LabOptions): Promise<DeliveryLab> {
    const directory = await mkdtemp(join(tmpdir(), 'delivery-'));
    const repository = new StoredRepository(join(directory, 'octo-org', 'hello.world.git'));
    gitBytes(directory, ['init', '-q', '--bare', '-b', 'main', repository.directory]);
    const treeOf = (files: Files): string =>
      writeTree(
        repository.directory,
        new Map(
          Object.entries(files).map(([path, file]) => [
            path,
            typeof file === 'object' && 'content' in file
              ? file
              : { mode: '100644', content: Buffer.from(file as string) },
          ]),
        ),
      );
    const commitOf = (tree: string, branch: string, ...parents: string[]): string => {
      const args = ['commit-tree', '-m', branch, ...parents.flatMap((parent) => ['-p', parent]), tree];
      const commit = gitLine(repository.directory, ...args);
      gitLine(repository.directory, 'update-ref', `refs/heads/${branch}`, commit);
      return commit;
    };
    const main = commitOf(treeOf(options.base ?? BASE), 'main');
    const head = commitOf(treeOf(options.head ?? HEAD), 'topic', main);
    const after = treeOf(options.after ?? AFTER);
    const patch = diffTrees(repository.directory, head, after);
    server.state.git = repository;
    // Its schema takes a moment to read, which no request should be timed by.
    void server.state.api.graphql;
    const sides = {
      headSha: head,
      headRef: 'topic',
      headRepository: server.repository,
      baseSha: main,
      baseRef: 'main',
    };
    server.pulls.set(PULL, { number: PULL, ...sides });
    const pullRequest = { number: PULL, ...sides, fork: false };
    const target: PublishTarget =
      options.target === 'branch'
        ? { pullRequest: null, commit: head, branch: 'topic' }
        : { pullRequest, commit: head, branch: null };
    const settings: Deliver = { ...SETTINGS.deliver, ...options.settings, kind: options.kind };
    const plan = aPlan({
      source: { workCommit: head, trustedCommit: main, trustedRef: 'main', config: null, profile: null },
    });
    const attempt = anAttempt({
      patch: { files: 1, added: 1, deleted: 1, bytes: patch.length, sha256: sha256(patch) },
    });
    const verdict = aVerdict({ planSha256: sha256(canonicalJson(plan)), attempts: [attempt], ...options.verdict });
    await writeEvidence(join(directory, 'evidence'), { plan, verdict, files: { 'change.patch': patch } });
    return new DeliveryLab(directory, repository, main, head, after, patch, settings, target, plan, verdict);
  }

  get evidence(): string {
    return join(this.directory, 'evidence');
  }

  /** @param over settings or target of another job */
  async deliver(
    github: GitHub | undefined,
    over: {
      readonly settings?: Partial<Deliver>;
      readonly target?: Partial<PublishTarget>;
      readonly gitHost?: GitHost | undefined;
    } = {},
  ): Promise<DeliveryState> {
    return deliver({
      evidence: await readEvidence(this.evidence),
      github,
      target: { ...this.target, ...over.target },
      settings: { ...SETTINGS, deliver: { ...this.settings, ...over.settings } },
      links: { runUrl: RUN_URL },
      gitHost: over.gitHost,
    });
  }

  /** Commits of a branch that the head has not, oldest first. */
  delivered(branch = 'topic'): string[] {
    return this.repository.line('rev-list', '--reverse', `${this.head}..${branch}`).split('\n').filter(Boolean);
  }

  treeOf(name: string): string {
    return this.repository.line('rev-parse', `${name}^{tree}`);
  }

  /** Takes back whatever was delivered or pushed. */
  reset(server: GitHubServer): void {
    this.repository.line('update-ref', 'refs/heads/topic', this.head);
    const branches = this.repository.line('for-each-ref', '--format=%(refname)', 'refs/heads/cleanroom').split('\n');
    for (const branch of branches.filter(Boolean)) this.repository.line('update-ref', '-d', branch);
    for (const number of server.pulls.keys()) if (number !== PULL) server.pulls.delete(number);
    const pull = server.pulls.get(PULL);
    if (pull) server.pulls.set(PULL, { ...pull, headSha: this.head });
    server.state.reviews.length = 0;
  }

  close(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }
}
