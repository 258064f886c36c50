import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LayerBuilder } from '../../src/inputs/layer.js';
import { detectHost } from '../../src/room/local/host.js';
import { describeHost } from '../../src/run/host.js';
import { likelyMistakes, type Meant } from '../../src/run/mistakes.js';
import { planRun } from '../../src/run/run.js';
import type { Plan } from '../../src/schemas/plan.js';
import { InputError } from '../../src/support/errors.js';
import { git, lab, repository } from '../support/workspace.js';

const made: string[] = [];
afterAll(() => Promise.all(made.map((path) => rm(path, { recursive: true, force: true }))));

async function repo(files: Readonly<Record<string, string>>): Promise<string> {
  const path = await repository({ 'src/x': '', ...files });
  made.push(path);
  return path;
}

/** The problems of a plan over a repository. */
async function problemsOf(path: string, flags: Readonly<Record<string, string>>): Promise<string[]> {
  const builder = new LayerBuilder((name) => `--${name}`);
  const all = { agent: 'command', 'agent-command': 'true', ...flags };
  for (const [name, text] of Object.entries(all)) builder.addTexts(name as 'agent', [text]);
  const { layer, problems } = builder.build();
  const context = {
    ...{
      event: 'local',
      repository: null,
      serverUrl: null,
      apiUrl: null,
      runUrl: null,
      actor: null,
      pullRequest: null,
    },
  } as const;
  const request = { layer, problems, context, workCommit: undefined, trusted: undefined, defaultCommentKey: 'default' };
  const secretsFor = () => ({ secrets: {}, problems: [] });
  try {
    await planRun({ host: describeHost(process.env, path, undefined), request: { ...request, secretsFor } });
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n');
    throw error;
  }
}

describe('what is wrong with where files are', () => {
  it.for(['.github/cleanroom.yaml', 'cleanroom.yml', '.cleanroom.yml', '.cleanroom.yaml'])(
    'is said of a configuration in %s, which nothing would read',
    async (place) => {
      const path = await repo({ [place]: 'max-attempts: 1\n' });
      const [problem, ...others] = await problemsOf(path, { prompt: 'Mend it.' });
      expect(problem).toMatch(/^\S+ is "a place where nothing is looked for", expected the configuration in \.github/);
      expect(problem?.startsWith(place)).toBe(true);
      expect(others).toEqual([]);
      expect(await problemsOf(path, { prompt: 'Mend it.', config: place })).toEqual([]);
    },
  );

  it('is nothing where there is a configuration too', async () => {
    const path = await repo({ '.github/cleanroom.yml': 'max-attempts: 1\n', 'cleanroom.yml': 'of: somebody else\n' });
    expect(await problemsOf(path, { prompt: 'Mend it.' })).toEqual([]);
  });

  it('is all said at once, with what to do about files that were not committed', async () => {
    const path = await repo({});
    await writeFile(join(path, 'task.md'), 'Mend it.\n');
    const flags = { 'prompt-file': 'task.md', schema: 'none.json', 'working-directory': 'nowhere' };
    expect(await problemsOf(path, flags)).toEqual([
      expect.stringMatching(/^--working-directory is "nowhere", expected a directory of the commit that is worked on/),
      '--prompt-file is "task.md", expected a file of the trusted commit with the task in it (it is in the checkout, but not as a file of that commit: commit it first)',
      '--schema is "none.json", expected a file of the trusted commit that holds a JSON Schema',
    ]);
    expect(await problemsOf(path, { prompt: 'Mend it.', 'working-directory': 'src' })).toEqual([]);
    expect(await problemsOf(path, { prompt: 'Mend it.', 'working-directory': 'src/x' })).toHaveLength(1);
  });

  it('is said of a repository without a commit', async () => {
    const path = await mkdtemp(join(tmpdir(), 'none-'));
    made.push(path);
    execFileSync('git', ['init', '-q', path]);
    await expect(problemsOf(path, { prompt: 'Mend it.' })).rejects.toThrow('this repository has no commit');
  });
});

it('another system than Linux is named before programs that it does not have', async () => {
  const facts = { uid: 1, gid: 1, path: '', checkout: '/', checkoutOwner: { uid: 1, gid: 1 }, scratchParents: [] };
  await expect(detectHost({ ...facts, platform: 'darwin', arch: 'arm64' })).rejects.toThrow('this is darwin');
  await expect(detectHost({ ...facts, platform: 'linux', arch: 'arm64' })).rejects.toThrow('local rooms need bwrap');
});

describe('what a commit does not hold', () => {
  it('is said: submodules, and files in Git LFS', async () => {
    const path = await repo({ '.gitattributes': '# *.txt filter=lfs\n' });
    const noticesOf = async (): Promise<readonly string[]> => {
      const { workspace, dispose } = await lab(path);
      const { notices } = workspace.base;
      await dispose();
      return notices;
    };
    expect(await noticesOf()).toEqual([]);
    await writeFile(join(path, '.gitattributes'), '*.bin filter=lfs diff=lfs merge=lfs -text\n');
    git(path, 'add', '-A');
    git(path, 'update-index', '--add', '--cacheinfo', `160000,${git(path, 'rev-parse', 'HEAD')},vendor/sub`);
    git(path, 'commit', '-q', '-m', 'more');
    expect(await noticesOf()).toEqual([
      'rooms show submodules as empty directories: vendor/sub',
      'rooms show the pointers of files in Git LFS, not their content',
    ]);
  });
});

describe('what was probably meant otherwise', () => {
  let outside: string;
  beforeAll(async () => {
    outside = await mkdtemp(join(tmpdir(), 'outside-'));
    made.push(outside);
    await mkdir(join(outside, 'below'));
    await writeFile(join(outside, 'agent.mjs'), '');
  });

  const meant = (own: Partial<Plan>, asked = outside): Meant => ({
    plan: {
      prepare: null,
      verifier: null,
      agent: { name: 'command', argv: [] },
      room: { image: null },
      ...own,
    } as unknown as Plan,
    asked,
    root: outside,
    rooms: { shows: (path) => path.startsWith('/usr') },
  });

  it('is a program of this machine that rooms do not see', async () => {
    const file = join(outside, 'agent.mjs');
    const agent = { name: 'command', argv: ['/usr/bin/node', file, '/nowhere', outside] } as unknown as Plan['agent'];
    expect(await likelyMistakes(meant({ agent }))).toEqual([expect.stringContaining(`agent-command names ${file},`)]);
    const image = { image: 'one' } as unknown as Plan['room'];
    expect(await likelyMistakes(meant({ agent, room: image }))).toEqual([]);
  });

  it('is a part of the repository', async () => {
    expect(await likelyMistakes(meant({}, join(outside, 'below')))).toEqual([
      expect.stringContaining('the whole repository, not below alone'),
    ]);
    expect(await likelyMistakes(meant({}))).toEqual([]);
  });
});
