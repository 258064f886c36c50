import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { LocalHost } from '../../../src/room/local/host.js';
import { removeTree } from '../../../src/support/remove-tree.js';
import { ROOT } from '../../support/dist.js';
import { runProcess } from './process.js';
import type { Run, RunOptions } from './types.js';
import { TOOL } from './weak-room.js';

/** What room-process.ts is told. */
export interface Job {
  readonly identity: LocalHost['identity']['kind'];
  readonly tool: { readonly source: string; readonly target: string };
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
}

let compiled: Promise<string> | undefined;

/** A real room whose host process is another: one with a terminal, keys or descriptors that rooms must not inherit. */
export async function launched(
  identity: LocalHost['identity']['kind'],
  tool: string,
  script: string,
  options: RunOptions,
): Promise<Run> {
  const program = await roomProgram();
  const job: Job = { identity, tool: { source: tool, target: TOOL }, script, env: { A: TOOL, ...options.env } };
  return runProcess([...(options.launchedBy ?? []), process.execPath, program, JSON.stringify(job)], {
    env: { ...(process.env as Record<string, string>), ...options.hostEnv },
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
}

/** room-process.ts and all that it imports, as programs that this Node runs. */
export function roomProgram(): Promise<string> {
  compiled ??= compile();
  return compiled;
}

export async function removeRoomProgram(): Promise<void> {
  const program = await compiled;
  compiled = undefined;
  // test/attacks/suite/room-process.js
  if (program !== undefined) await removeTree(join(program, '../../../..'));
}

async function compile(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'room-process-'));
  await writeFile(join(directory, 'package.json'), '{"type":"module"}');
  await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  const sources = ['test/support/local-room.ts', 'test/attacks/suite/room-process.ts'];
  for (const folder of ['src/room', 'src/support', 'src/schemas']) {
    const names = await readdir(join(ROOT, folder), { recursive: true });
    sources.push(...names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name)));
  }
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
  for (const source of sources) {
    const { outputText } = ts.transpileModule(await readFile(join(ROOT, source), 'utf8'), { compilerOptions });
    const target = join(directory, source.replace(/\.ts$/, '.js'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, outputText);
  }
  return join(directory, 'test/attacks/suite/room-process.js');
}
