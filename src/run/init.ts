import { constants } from 'node:fs';
import { lstat, mkdir, open } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { CleanroomError, errnoOf, messageOf } from '../support/errors.js';
import { removeTree } from '../support/remove-tree.js';
import { readCommitted } from './commits.js';
import { detectStacks, type Stack } from './init-stacks.js';
import { type HostEnvironment, openStore } from './run.js';

const CONFIG = '.github/cleanroom.yml';
const WORKFLOW = '.github/workflows/cleanroom.yml';
const MAX_LISTING = 64 * 1024 * 1024;
const MAX_FILE = 256 * 1024;

/** What was found in a repository, and what is proposed for it. */
export interface Setup {
  readonly stacks: readonly Stack[];
  readonly files: readonly {
    readonly path: string;
    readonly text: string;
    readonly state: 'proposed' | 'written' | 'exists';
  }[];
}

/**
 * Looks at the last commit of a checkout and proposes a configuration and a workflow for it. Nothing of it is run.
 * @param write puts the files that do not exist yet where they belong; none is ever replaced
 * @throws CleanroomError `checkout.not-a-repository`, `init.no-commit`, `init.link`, `init.not-writable`
 */
export async function initialise(from: { readonly host: HostEnvironment; readonly write: boolean }): Promise<Setup> {
  const { directory, source, checkout } = await openStore(from.host);
  try {
    const { head } = checkout;
    if (head === undefined)
      throw new CleanroomError('init.no-commit', 'this repository has no commit', {
        kind: 'usage',
        hint: 'commit the files first: only what is committed counts',
      });
    const listed = await source.store.run(['ls-tree', '-r', '-z', '--name-only', '--full-tree', head], {
      maxBytes: MAX_LISTING,
    });
    const stacks = await detectStacks({
      paths: listed.stdout.toString('utf8').split('\0'),
      // One that is too large says nothing.
      read: async (path) =>
        (await readCommitted(source.store, head, path, MAX_FILE).catch(() => undefined))?.toString('utf8'),
    });
    if (stacks.length === 0) return { stacks, files: [] };
    const files = [
      { path: CONFIG, text: configText(stacks) },
      { path: WORKFLOW, text: workflowText() },
    ];
    const written: Setup['files'][number][] = [];
    for (const file of files) written.push({ ...file, state: await place(checkout.root, file, from.write) });
    return { stacks, files: written };
  } finally {
    await removeTree(directory);
  }
}

async function place(
  root: string,
  { path, text }: { readonly path: string; readonly text: string },
  write: boolean,
): Promise<Setup['files'][number]['state']> {
  const target = join(root, path);
  if (await exists(target)) return 'exists';
  if (!write) return 'proposed';
  // A link would lead out of the checkout.
  for (let parent = posix.dirname(path); parent !== '.'; parent = posix.dirname(parent))
    if ((await lstat(join(root, parent)).catch(() => undefined))?.isDirectory() === false)
      throw new CleanroomError('init.link', `${parent} is no directory`, {
        kind: 'usage',
        hint: 'write the files by hand: init --json prints them',
      });
  await mkdir(dirname(target), { recursive: true }).catch(notWritable);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const file = await open(target, flags, 0o644).catch((error: unknown) => {
    if (errnoOf(error) === 'EEXIST') return undefined;
    return notWritable(error);
  });
  if (file === undefined) return 'exists';
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
  return 'written';
}

function notWritable(error: unknown): never {
  throw new CleanroomError('init.not-writable', `the checkout cannot be written: ${messageOf(error)}`, {
    kind: 'usage',
    hint: 'write the files by hand: init --json prints them',
  });
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

/** The configuration file for these stacks. Nothing in it is the repository's but names of plain directories. */
export function configText(stacks: readonly Stack[]): string {
  const [only] = stacks;
  const lines = [
    '# What decides, and how dependencies come into the base. See docs/guides/verifiers.md of cleanroom-action.',
  ];
  if (only !== undefined && stacks.length === 1 && only.directory === '') {
    lines.push(`verify-preset: ${only.preset} # ${only.because}`);
  } else {
    lines.push('verifiers:');
    for (const [name, { preset, directory, because }] of named(stacks)) {
      lines.push(`  ${name}: # ${because}`, `    preset: ${preset}`);
      if (directory !== '') lines.push(`    working-directory: ${scalar(directory)}`);
    }
  }
  const prepare = stacks.flatMap((one) =>
    one.directory === '' || one.prepare.length === 0
      ? one.prepare
      : [`(cd ${one.directory} && ${one.prepare.map((line) => grouped(line, one.prepare.length)).join(' && ')})`],
  );
  if (prepare.length > 0)
    lines.push('# Runs once, in a room with a line to these registries alone; what it leaves is frozen.', 'prepare: |');
  lines.push(...prepare.map((line) => `  ${line}`));
  const list = (name: string, entries: readonly string[]): void => {
    const each = [...new Set(entries)];
    if (each.length > 0) lines.push(`${name}:`, ...each.map((entry) => `  - ${entry}`));
  };
  list(
    'allow-prepare',
    stacks.flatMap(({ allow }) => allow),
  );
  list(
    'env',
    stacks.flatMap(({ env }) => env),
  );
  for (const note of new Set(stacks.flatMap(({ notes }) => notes))) lines.push(`# ${note}`);
  return `${lines.join('\n')}\n`;
}

/** A plain name as YAML reads it: `1` and `true` would be no text. */
function scalar(name: string): string {
  return /^(?:\d.*|true|false|null|yes|no|on|off|y|n)$/i.test(name) ? `'${name}'` : name;
}

/** `a || true` between others that are joined by `&&`. */
function grouped(line: string, lines: number): string {
  return lines > 1 && line.includes('||') ? `{ ${line}; }` : line;
}

/** Names that verifiers may have, each once. */
function named(stacks: readonly Stack[]): [string, Stack][] {
  const used = new Set<string>();
  return stacks.map((stack) => {
    const last = posix
      .basename(stack.directory)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+|-+$/g, '');
    const base = (last === '' ? stack.preset : `${last.slice(0, 12)}-${stack.preset}`).replace(/-{2,}/g, '-');
    let name = base;
    for (let number = 2; used.has(name); number++) name = `${base}-${number}`;
    used.add(name);
    return [name, stack];
  });
}

/** The workflow: two jobs, of which the one with the agent holds no token that writes. Nothing of the repository is in it. */
export function workflowText(): string {
  return `# Label a pull request with \`repair\`, and an agent works on it until the verifier passes. The job with the agent can
# read, and nothing else; what it found is published by the second one. See docs/guides/publish.md of cleanroom-action.
name: cleanroom
on:
  pull_request:
    types: [labeled]
permissions: {}
jobs:
  run:
    if: github.event.label.name == 'repair'
    runs-on: ubuntu-24.04
    timeout-minutes: 60
    permissions:
      contents: read
    # Of the job, not of the workflow: any other label must not cancel a run.
    concurrency:
      group: cleanroom-\${{ github.event.pull_request.number }}
      cancel-in-progress: true
    outputs:
      manifest-sha256: \${{ steps.cleanroom.outputs.manifest-sha256 }}
      artifact-url: \${{ steps.artifact.outputs.artifact-url }}
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          ref: \${{ github.event.pull_request.head.sha }}
          fetch-depth: 0
          persist-credentials: false
      # Tools that the runner lacks are set up here, such as another version of Node.
      - id: cleanroom
        uses: org/cleanroom-action@v1
        with:
          prompt: The verifier fails. Find the cause and mend it.
          api-key: \${{ secrets.OPENAI_API_KEY }}
          publish: later
          evidence: \${{ runner.temp }}/evidence
      - id: artifact
        if: always() && steps.cleanroom.outputs.evidence != ''
        uses: actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1
        with:
          name: evidence
          path: \${{ steps.cleanroom.outputs.evidence }}

  publish:
    needs: run
    # Also where the run was not green: that is worth a comment. Without evidence there is nothing to say.
    if: \${{ !cancelled() && needs.run.outputs.manifest-sha256 != '' }}
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      pull-requests: write # the comment
      checks: write # the check run
    steps:
      - uses: actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1
        with:
          name: evidence
          path: \${{ runner.temp }}/evidence
      - uses: org/cleanroom-action/publish@v1
        with:
          evidence: \${{ runner.temp }}/evidence
          manifest-sha256: \${{ needs.run.outputs.manifest-sha256 }}
          artifact-url: \${{ needs.run.outputs.artifact-url }}
`;
}

/** What was found, why, and what became of the files, for a person. */
export function describeSetup({ stacks, files }: Setup): string {
  if (stacks.length === 0)
    return 'No stack was found in the last commit that a preset is for. Set verify to the command that decides.';
  const lines = ['found in the last commit:'];
  for (const { preset, directory, because, notes } of stacks) {
    lines.push(`  ${preset.padEnd(12)}${directory === '' ? '' : `in ${directory}: `}${because}`);
    for (const note of notes) lines.push(`  ${' '.repeat(12)}${note.replaceAll('`', '')}`);
  }
  for (const { path, text, state } of files) {
    if (state === 'exists') lines.push('', `${path} exists, and is left as it is`);
    else if (state === 'written') lines.push('', `${path} written`);
    else
      lines.push(
        '',
        `${path}:`,
        ...text
          .trimEnd()
          .split('\n')
          .map((line) => `  ${line}`.trimEnd()),
      );
  }
  lines.push(
    '',
    'Commit these files to the branch that decides; `cleanroom-action plan --prompt x` shows what they come to.',
  );
  if (files.some(({ state }) => state === 'proposed')) lines.push('With --write, init writes those that do not exist.');
  return lines.join('\n');
}
