import { chmod, chown, copyFile, lchown, mkdir, readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { CleanroomError } from '../support/errors.js';
import { runHost } from '../support/process.js';
import { removeTree } from '../support/remove-tree.js';
import { AgentNames, findAgentFiles } from './agent-files.js';
import { readBlobs } from './blobs.js';
import { commitChanges, rootCommit } from './commit.js';
import { type CheckoutDelta, type DeltaOptions, findDelta, SUBMODULE } from './delta.js';
import type { CheckoutFacts, Store } from './git.js';
import { readInstructions, type Unsettled } from './instructions.js';
import { LayerWriter } from './layer.js';
import { protectedLinks } from './links.js';
import { LowerStack } from './lower-stack.js';
import { notShown } from './not-shown.js';
import { displayPath, globPath, hostPath, parentOf } from './paths.js';
import { parseRawDiff, type RawChange, splitPaths } from './raw-diff.js';
import { writeRoomGit } from './room-git.js';
import { strayLinks } from './stray-links.js';
import type { BaseFacts, BytePath, Owner } from './types.js';

export interface BaseOptions {
  /** Where the run keeps its trees. */
  readonly directory: string;
  readonly checkout: CheckoutFacts;
  readonly store: Store;
  readonly workCommit: string;
  readonly trustedCommit: string;
  /** Globs of paths that the trusted commit decides: the verifier's files and agent instructions. */
  readonly trustedFiles: readonly string[];
  /** Paths of which a reader should know that work and trusted commit have them differently. */
  readonly watched: (path: string) => boolean;
  readonly overlay: boolean;
  /** Whether rooms can have the checkout as a layer. */
  readonly checkoutUsable: boolean;
  readonly keepIgnored: boolean;
  /** Names of agent configuration that agents may read. */
  readonly trustedConfig: readonly string[];
  /** Who rooms run as; undefined: ourselves. */
  readonly owner: Owner | undefined;
  readonly checkoutOwner: Owner;
  readonly path: string;
}

export interface Base {
  readonly facts: BaseFacts;
  /** Topmost first. */
  readonly layers: readonly string[];
  readonly delta: { readonly options: DeltaOptions; readonly found: CheckoutDelta } | undefined;
  readonly forAgents: AgentBase;
}

/** What agents do not see of a base as it is. */
export interface AgentBase {
  readonly names: AgentNames;
  /** Files of agent configuration in the base's commit. */
  readonly config: readonly BytePath[];
  /** Instruction files in it. */
  readonly instructions: readonly BytePath[];
  /** What lies in instruction folders in it, and in those that `led` names, and every folder on the way to it. */
  readonly told: ReadonlySet<BytePath>;
  /** Folders that links in instruction folders lead to, where the pull request does not decide what they hold. */
  readonly led: readonly BytePath[];
  /** Ignored files of the checkout that agents would look at by themselves. */
  readonly untracked: readonly BytePath[];
  /** Instruction files that are shown otherwise, or not at all. */
  readonly replaced: ReadonlyMap<BytePath, Buffer | null>;
  /** Instruction files that import what somebody else could have made. */
  readonly unsettled: readonly Unsettled[];
}

/** Ignored files that are never taken over from a checkout: they hold credentials far more often than dependencies. */
const SECRET_FILES = picomatch(
  [
    '**/.env',
    '**/.env.*',
    '**/.npmrc',
    '**/.netrc',
    '**/.pypirc',
    '**/*.pem',
    '**/*.key',
    '**/*.p12',
    '**/.aws/**',
    '**/.ssh/**',
    '**/.docker/**',
    '**/.kube/**',
    '**/.git-credentials',
    '**/gha-creds-*.json',
  ],
  { dot: true },
);

/** Packages bring certificates and settings of their own; without them they would break. */
const PACKAGES = /(^|\/)(node_modules|bower_components|site-packages|vendor|\.venv|venv|\.tox|\.yarn)\//;

/** Makes the tree that every room of the run starts from. */
export async function makeBase(options: BaseOptions): Promise<Base> {
  const { store, checkout, owner, path } = options;
  const rooted = trustedRoot(options);
  const gitDirectory = join(options.directory, 'cover', '.git');
  const packed = rooted.then(({ commit }) =>
    writeRoomGit(store, gitDirectory, { commit, objectFormat: checkout.objectFormat }),
  );
  // Its failure is thrown where it is awaited; meanwhile another one may come first.
  packed.catch(() => {});
  const masking = makeMask(options);
  masking.catch(() => {});
  const names = new AgentNames(options.trustedConfig);
  const reading = rooted.then(async ({ commit }) => {
    const { config, told, instructions, links } = await findAgentFiles(store, commit, names);
    const { trustedCommit, workCommit } = options;
    const commits = { base: commit, trusted: trustedCommit, differ: trustedCommit !== workCommit };
    const paths = instructions.map(({ path }) => path);
    const linked = await protectedLinks(store, links, options.watched);
    const read = await readInstructions(store, commits, instructions);
    const { stray, ...through } = await strayLinks(
      store,
      commits,
      new Map([...links].filter(([path]) => names.isTold(path))),
    );
    return {
      config,
      told: new Set([...told, ...through.told]),
      led: through.led,
      paths,
      linked,
      ...read,
      replaced: new Map([...read.replaced, ...stray.map((path) => [path, null] as const)]),
      notices: [
        ...read.notices,
        ...stray.map(
          (path) => `${displayPath(path)} leads to what the work commit decides, and agents are not shown it`,
        ),
      ],
    };
  });
  reading.catch(() => {});
  const [{ commit, tree, trusted, differing }, found, cover] = await Promise.all([
    rooted,
    checkoutDelta(options),
    LayerWriter.create(join(options.directory, 'cover'), owner, path),
  ]);
  const notices = differing.length === 0 ? [] : [differenceNotice(differing)];
  const roomIndex = join(store.directory, 'room.index');
  const layers = [cover.directory];
  const hidden: string[] = [];
  const untracked: BytePath[] = [];
  if ('found' in found) {
    const delta = found.found;
    const { secrets, agents } = await ignoredFiles(options, delta.index, names);
    untracked.push(...agents);
    const mask = await masking;
    for (const hide of [...delta.hide, ...secrets]) await mask.hide(hide);
    hidden.push(...['.git', ...delta.hide, ...secrets].map(displayPath));
    await restoreFiles(options, trusted, delta, cover);
    layers.push(mask.directory, checkout.root);
    const dirty = delta.restore.length;
    if (dirty > 0 && checkout.head === options.workCommit) {
      notices.push(
        `${dirty} uncommitted change${dirty === 1 ? '' : 's'} of the checkout ${dirty === 1 ? 'is' : 'are'} not part of this run`,
      );
    }
    await copyFile(delta.index, roomIndex);
    if (!delta.exact || trusted.length > 0) {
      await store.run(['read-tree', '-i', '-m', commit], { index: roomIndex, workTree: checkout.root });
    }
  } else {
    notices.push(`the base was written from git's objects: ${found.unusable}`);
    const directory = join(options.directory, 'base');
    await mkdir(directory);
    await chmod(directory, 0o755);
    await store.run(['read-tree', commit], { index: roomIndex });
    // First, so that git, which follows no link, decides where both have something.
    if (options.keepIgnored) untracked.push(...(await copyIgnored(options, directory, notices, names)));
    await store.run(['checkout-index', '--all', '--force', '--quiet', '--index'], {
      index: roomIndex,
      workTree: directory,
    });
    if (owner) await giveTo(directory, owner, path);
    layers.push(directory);
  }
  await packed;
  await copyFile(roomIndex, join(gitDirectory, 'index'));
  if (owner) await ownTree(gitDirectory, owner);
  const indexed = await readFile(roomIndex);
  const files = indexed.readUInt32BE(8);
  const shown = 'found' in found ? checkout.root : join(options.directory, 'base');
  notices.push(...(await notShown(store, { path: roomIndex, bytes: indexed }, checkout.objectFormat, shown)));
  const { config, told, led, paths, linked, replaced, unsettled, ...instructions } = await reading;
  const facts: BaseFacts = {
    source: 'found' in found ? 'checkout' : 'objects',
    workspace: options.overlay ? 'overlay' : 'copy',
    commit,
    tree,
    files,
    overlaid: trusted.map((change) => displayPath(change.path)),
    linked,
    masked: hidden,
    instructions: instructions.files,
    notices: [...notices, ...instructions.notices],
  };
  return {
    facts,
    layers,
    delta: 'found' in found ? found : undefined,
    forAgents: { names, config, told, led, instructions: paths, untracked, replaced, unsettled },
  };
}

/** The layer that hides parts of the checkout, its `.git` first. Made while git looks at the rest. */
async function makeMask(options: BaseOptions): Promise<LayerWriter> {
  const mask = await LayerWriter.create(join(options.directory, 'mask'), options.owner, options.path);
  if (options.overlay && options.checkoutUsable) await mask.hide('.git');
  return mask;
}

/** The base's commit: the work commit's tree with the trusted commit's files over it, and no history. */
async function trustedRoot(
  options: BaseOptions,
): Promise<{ commit: string; tree: string; trusted: readonly RawChange[]; differing: readonly string[] }> {
  const { store, workCommit, trustedCommit, trustedFiles } = options;
  let tree = `${workCommit}^{tree}`;
  let trusted: readonly RawChange[] = [];
  let differing: readonly string[] = [];
  if (workCommit !== trustedCommit) {
    const decided = picomatch([...trustedFiles], { dot: true });
    const diff = await store.run(
      ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', workCommit, trustedCommit],
      { maxBytes: 1 << 28 },
    );
    const all = parseRawDiff(diff.stdout).changes;
    const changes = all.filter((change) => decided(globPath(change.path)));
    differing = all
      .map((change) => globPath(change.path))
      .filter((name) => options.watched(name) && !decided(name))
      .sort();
    if (changes.length > 0) {
      trusted = changes;
      const commit = await commitChanges(store, workCommit, {
        deletes: changes.filter((change) => change.status === 'D').map((change) => change.path),
        writes: changes
          .filter((change) => change.status !== 'D')
          .map((change) => ({ path: change.path, mode: change.newMode, content: { id: change.newId } })),
      });
      tree = `${commit}^{tree}`;
    }
  }
  const treeId = await store.line(['rev-parse', '--verify', tree]);
  const commit = await rootCommit(
    store,
    treeId,
    `Base of this run\n\nThe tree of ${workCommit}, without its history.\n`,
  );
  return { commit, tree: treeId, trusted, differing };
}

/** Tests, manifests and configuration of a pull request stay its own: whoever reads a verdict has to know. */
function differenceNotice(paths: readonly string[]): string {
  const shown = paths.slice(0, 5).map(displayPath).join(', ');
  const more = paths.length > 5 ? ` and ${paths.length - 5} more` : '';
  return `tests, manifests or configuration differ between the work commit and the trusted commit, and the work commit's count: ${shown}${more}`;
}

async function checkoutDelta(
  options: BaseOptions,
): Promise<{ options: DeltaOptions; found: CheckoutDelta } | { unusable: string }> {
  if (!options.overlay) return { unusable: 'trees are copied on this host' };
  if (!options.checkoutUsable)
    return { unusable: 'the checkout belongs to a user or a group that rooms cannot become' };
  const [root, own] = await Promise.all([realpath(options.checkout.root), realpath(options.directory)]);
  // No overlay can lie in one of its own layers.
  if (`${own}/`.startsWith(root === '/' ? root : `${root}/`))
    return { unusable: 'the directory for temporary files is inside the checkout' };
  const deltaOptions: DeltaOptions = {
    checkout: options.checkout,
    store: options.store,
    workCommit: options.workCommit,
    keepIgnored: options.keepIgnored,
    owner: options.checkoutOwner,
    path: options.path,
  };
  const found = await findDelta(deltaOptions);
  return 'unusable' in found ? found : { options: deltaOptions, found };
}

/** Lays the base's content over every path where the checkout's differs: local changes, and the trusted ref's files. */
async function restoreFiles(
  { store, checkout }: BaseOptions,
  trusted: readonly RawChange[],
  delta: CheckoutDelta,
  cover: LayerWriter,
): Promise<void> {
  const wanted = new Map<string, { mode: string; id: string }>();
  for (const path of delta.submodules) wanted.set(path, { mode: SUBMODULE, id: '' });
  for (const change of delta.restore) wanted.set(change.path, { mode: change.oldMode, id: change.oldId });
  const removed: string[] = [];
  for (const { path, status } of trusted) {
    wanted.delete(path);
    if (status === 'D') removed.push(path);
    else dropConflicts(wanted, path);
  }
  for (const { path, status, newMode, newId } of trusted)
    if (status !== 'D') wanted.set(path, { mode: newMode, id: newId });
  const blobs = await readBlobs(
    store,
    [...wanted.values()].filter(({ mode }) => mode !== SUBMODULE).map(({ id }) => id),
  );
  for (const [path, { mode, id }] of wanted) {
    if (mode === SUBMODULE) await cover.directoryAt(path);
    const content = blobs.get(id);
    if (content) await cover.file(path, mode, content);
  }
  // A whiteout in a folder that no lower layer has would show as a file that cannot be opened.
  const below = new LowerStack([checkout.root]);
  for (const path of removed) if (await below.lookup(path)) await cover.hide(path);
}

/** A path is a file or a folder, not both: what stands above or below a file of the trusted ref goes. */
function dropConflicts(wanted: Map<string, unknown>, path: string): void {
  for (let at = parentOf(path); at !== ''; at = parentOf(at)) wanted.delete(at);
  for (const other of wanted.keys()) if (other.startsWith(`${path}/`)) wanted.delete(other);
}

/**
 * Of the ignored files of a checkout that are kept: those that look like credentials with the `.git` of ignored repositories,
 * listed so that the evidence can name them, and those that agents would look at by themselves.
 */
async function ignoredFiles(
  options: BaseOptions,
  index: string,
  names: AgentNames,
): Promise<{ readonly secrets: readonly BytePath[]; readonly agents: readonly BytePath[] }> {
  if (!options.keepIgnored) return { secrets: [], agents: [] };
  const listed = await options.store.run(['ls-files', '-z', '--others', '--ignored', '--exclude-standard'], {
    index,
    workTree: options.checkout.root,
    maxBytes: 1 << 28,
  });
  const paths = splitPaths(listed.stdout).map((path) => (path.endsWith('/') ? `${path}.git` : path));
  const own = paths.filter((path) => !PACKAGES.test(path));
  return {
    secrets: [...paths.filter((path) => path.endsWith('/.git')), ...own.filter((path) => SECRET_FILES(globPath(path)))],
    agents: own.filter((path) => names.configOf(path) !== undefined || names.isInstruction(path) || names.isTold(path)),
  };
}

/** Takes ignored files over where the checkout itself is no layer. */
async function copyIgnored(
  options: BaseOptions,
  target: string,
  notices: string[],
  agentNames: AgentNames,
): Promise<readonly BytePath[]> {
  const { store, checkout, path } = options;
  const listed = await store.run(['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory'], {
    index: checkout.index,
    workTree: checkout.root,
  });
  const found = await ignoredFiles(options, checkout.index, agentNames);
  const secrets = new Set(found.secrets);
  const names = splitPaths(listed.stdout)
    .map((name) => name.replace(/\/$/, ''))
    .filter((name) => !secrets.has(name));
  if (names.length === 0) return [];
  const input = names.map((name) => `${name}\0`).join('');
  const result = await runHost({
    argv: ['xargs', '-0', '-r', 'cp', '-a', '--reflink=auto', '--parents', '-t', target, '--'],
    cwd: checkout.root,
    env: { PATH: path },
    stdin: Buffer.from(input, 'latin1'),
  });
  for (const secret of secrets) await removeTree(hostPath(target, secret));
  if (result.code !== 0) notices.push(`some ignored files could not be copied: ${result.stderr.trim().slice(0, 200)}`);
  return found.agents;
}

/** A small tree, without starting a process. */
async function ownTree(directory: string, owner: Owner): Promise<void> {
  await chown(directory, owner.uid, owner.gid);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await ownTree(path, owner);
    else await lchown(path, owner.uid, owner.gid);
  }
}

async function giveTo(directory: string, owner: Owner, path: string): Promise<void> {
  const result = await runHost({
    argv: ['chown', '-hR', `${owner.uid}:${owner.gid}`, '--', directory],
    env: { PATH: path },
  });
  if (result.code !== 0)
    throw new CleanroomError('workspace.chown', `cannot give ${directory} to rooms: ${result.stderr.trim()}`);
}
