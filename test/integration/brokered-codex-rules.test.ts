import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCodexAgent } from '../../src/agent/codex.js';
import type { AgentProgram, AgentTurn } from '../../src/agent/types.js';
import { parseRuleLine } from '../../src/rules/line.js';
import { renderCodexRules } from '../../src/rules/render-codex.js';
import { NO_RULES } from '../../src/rules/types.js';
import { outside } from '../support/agent-cli.js';
import { agentOptions } from '../support/agent-options.js';
import { installAgent } from '../support/agents.js';
import { type ScriptedModel, startScriptedModel, type Turn } from '../support/scripted-model.js';

/** What the real codex makes of the rules that are rendered for it, with the very flags that a run uses. */
let codex: AgentProgram;
let directory: string;
let model: ScriptedModel | undefined;
beforeAll(async () => {
  codex = outside(await installAgent('codex'));
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cleanroom-codex-rules-'));
  for (const name of ['home', 'work', 'in', 'out']) await mkdir(join(directory, name));
});
afterEach(async () => {
  await model?.close();
  await rm(directory, { recursive: true, force: true });
});

const WHY = 'leave-marks-elsewhere';
const rules = (line: string): string => {
  const parsed = parseRuleLine(line, 'rules');
  if (!parsed.ok) throw new Error(parsed.expected);
  return renderCodexRules({ ...NO_RULES, rules: [parsed.rule] });
};
const RULES = rules(`forbid touch because ${WHY}`);
const FINAL: Turn = { do: 'message', text: '{}' };
const command = (text: string): Turn => ({ do: 'command', command: text });

/** Lets codex carry out these commands; what is in its workspace then, and what it told the model of each. */
async function carryOut(
  commands: readonly string[],
  options: { readonly rules: string | null; readonly files?: Readonly<Record<string, string>> },
): Promise<{ readonly code: number | null; readonly made: readonly string[]; readonly said: string }> {
  const [first = FINAL, ...rest] = commands.map(command);
  model = await startScriptedModel([first, ...rest, FINAL], { key: 'dummy-key' });
  const agent = createCodexAgent(
    agentOptions({
      program: codex,
      codexRules: options.rules,
      paths: { home: join(directory, 'home'), input: join(directory, 'in'), out: join(directory, 'out') },
    }),
  );
  const turn: AgentTurn = {
    prompt: 'go',
    session: undefined,
    endpoint: { url: model.url, key: 'dummy-key' },
    attempt: 1,
    correction: false,
  };
  const home = Object.entries(agent.homeFiles(turn)).map(([path, content]) => [join('home', path), content] as const);
  for (const [path, content] of [...home, ...Object.entries(options.files ?? {})]) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
  const [program, ...args] = agent.command(turn).argv;
  const child = spawn(program, args, {
    cwd: join(directory, 'work'),
    env: { HOME: join(directory, 'home'), PATH: '/usr/bin:/bin', ...agent.command(turn).env },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin.end(turn.prompt);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const made = (await readdir(join(directory, 'work'))).filter((name) => !name.startsWith('.')).sort();
  return { code, made, said: model.calls().at(-1)?.text ?? '' };
}

describe('command rules that are rendered for codex', () => {
  it('are kept by codex, although it runs without its sandbox, and its model is told why', async () => {
    const outcome = await carryOut(['touch plain', 'true && touch chained', ': > other'], {
      rules: RULES,
    });
    expect(outcome).toMatchObject({ code: 0, made: ['other'] });
    expect(outcome.said).toContain(WHY);
  });

  it('are not loaded where a run has none, whatever lies in its home', async () => {
    const outcome = await carryOut(['touch plain'], { rules: null, files: { 'home/.codex/rules/x.rules': RULES } });
    expect(outcome).toMatchObject({ code: 0, made: ['plain'] });
  });

  it('are not those of the repository', async () => {
    const outcome = await carryOut(['touch plain', ': > other'], {
      rules: rules('forbid nothing-of-that-name because no'),
      files: { 'work/.codex/rules/x.rules': RULES },
    });
    expect(outcome).toMatchObject({ code: 0, made: ['other', 'plain'] });
  });

  it.each([
    ['a script', "printf 'touch hidden' > s; sh s"],
    ['an interpreter', `python3 -c 'import os; os.system("touch hidden")'`],
    ['a shell in a shell', 'sh -c "touch hidden"'],
    ['another spelling', '$(echo touch) hidden'],
  ])('do not see through %s: that is what the room is for', async (_what, text) => {
    expect((await carryOut([text], { rules: RULES })).made).toContain('hidden');
  });
});
