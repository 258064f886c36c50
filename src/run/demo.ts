import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LayerBuilder, type SettingsLayer } from '../inputs/layer.js';
import { CleanroomError } from '../support/errors.js';
import { runHost } from '../support/process.js';

export interface DemoSource {
  /** `examples/demo` of this package. */
  readonly directory: string;
  readonly temporary: string;
  readonly path: string;
  readonly nodePath: string;
  /** What the person said on the command line. */
  readonly layer: SettingsLayer;
}

export interface Demo {
  /** A git repository of its own, to be removed afterwards. */
  readonly repository: string;
  readonly layer: SettingsLayer;
  /** True when no model does the work. */
  readonly scripted: boolean;
}

/** Makes the demo's repository and the settings of a run over it. */
export async function prepareDemo(source: DemoSource): Promise<Demo> {
  const { directory, path, layer } = source;
  const task = await readFile(join(directory, 'task.md'), 'utf8').catch((cause: unknown) => {
    throw new CleanroomError('demo.missing', `the demo's files are not at ${directory}`, {
      cause,
      kind: 'usage',
      hint: 'run dist/cli.js inside a clone of the repository',
    });
  });
  const repository = await mkdtemp(join(source.temporary, 'cleanroom-demo-'));
  await cp(join(directory, 'repo'), repository, { recursive: true });
  const git = [
    'git',
    '-c',
    'init.defaultBranch=main',
    '-c',
    'user.name=demo',
    '-c',
    'user.email=demo@localhost',
    '-c',
    'core.hooksPath=/dev/null',
    '-c',
    'commit.gpgsign=false',
  ] as const;
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['commit', '-q', '-m', 'A library with a bug'],
  ]) {
    const result = await runHost({
      argv: [...git, '-C', repository, ...args],
      env: { PATH: path, HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' },
    });
    if (result.code !== 0)
      throw new CleanroomError('demo.git', `git could not make the demo's repository: ${result.stderr.trim()}`);
  }
  const { agent } = layer.values;
  const scripted = agent === undefined || agent === 'command';
  const builder = new LayerBuilder((name) => `demo's ${name}`);
  builder.addTexts('prompt', [task]);
  builder.addTexts('verify', [JSON.stringify([source.nodePath, '--test'])]);
  builder.addTexts('schema', [await readFile(join(directory, 'report.schema.json'), 'utf8')]);
  if (scripted) {
    builder.addTexts('agent', ['command']);
    builder.addTexts('agent-command', [JSON.stringify([source.nodePath, join(directory, 'agent.mjs')])]);
    builder.addTexts('tools', [directory]);
  }
  const { layer: own } = builder.build();
  const values = {
    ...own.values,
    ...layer.values,
    ...(scripted ? { agent: own.values.agent } : {}),
  } as SettingsLayer['values'];
  return { repository, scripted, layer: { values, invalid: layer.invalid, where: layer.where } };
}
