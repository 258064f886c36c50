import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { PROVIDERS } from '../../src/broker/providers.js';
import type { ProviderName } from '../../src/broker/types.js';
import { tokensOf, UsageReader } from '../../src/broker/usage.js';
import { type Script, type ScriptedModel, startScriptedModel, type Turn } from '../support/scripted-model.js';

/* The model that tests of agents talk to is a program of its own, and is held to what it promises. */

interface Format {
  readonly provider: ProviderName;
  readonly path: string;
  /** A smallest request, with a shell and a tool of an MCP server. */
  readonly body: Readonly<Record<string, unknown>>;
  /** What an error's body looks like. */
  readonly failure: unknown;
  /** Words by which a stream in this format says that the provider declines. */
  readonly declined: RegExp;
}

const FORMATS: Readonly<Record<string, Format>> = {
  'OpenAI responses': {
    provider: 'openai',
    path: '/v1/responses',
    body: {
      model: 'm1',
      stream: true,
      input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'the task' }] }],
      tools: [
        { type: 'function', name: 'exec_command', parameters: {} },
        { type: 'namespace', name: 'mcp__notes', tools: [{ type: 'function', name: 'add-note', parameters: {} }] },
      ],
    },
    failure: { error: { message: expect.stringContaining('403'), type: expect.any(String) } },
    declined: /response\.incomplete.*content_filter/s,
  },
  'Anthropic messages': {
    provider: 'anthropic',
    path: '/v1/messages?beta=true',
    body: {
      model: 'm1',
      stream: true,
      max_tokens: 10,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'the task' }] }],
      tools: [
        { name: 'Bash', input_schema: { type: 'object' } },
        { name: 'mcp__notes__add-note', input_schema: { type: 'object' } },
      ],
    },
    failure: { type: 'error', error: { type: 'permission_error', message: expect.stringContaining('403') } },
    declined: /"stop_reason":"refusal"/,
  },
  'Gemini generateContent': {
    provider: 'gemini',
    path: '/v1beta/models/m1:streamGenerateContent?alt=sse',
    body: {
      contents: [{ role: 'user', parts: [{ text: 'the task' }] }],
      tools: [{ functionDeclarations: [{ name: 'run_shell_command' }, { name: 'mcp_notes_add-note' }] }],
    },
    failure: { error: { code: 403, message: expect.stringContaining('403'), status: 'PERMISSION_DENIED' } },
    declined: /blockReason|"finishReason":"(SAFETY|PROHIBITED_CONTENT)"/,
  },
  'OpenAI chat completions': {
    provider: 'openai',
    path: '/v1/chat/completions',
    body: {
      model: 'm1',
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: 'user', content: 'the task' }],
      tools: [
        { type: 'function', function: { name: 'bash', parameters: {} } },
        { type: 'function', function: { name: 'notes_add-note', parameters: {} } },
      ],
    },
    failure: { error: { message: expect.stringContaining('403'), type: expect.any(String) } },
    declined: /"finish_reason":"content_filter"/,
  },
};

const USAGE = { inputTokens: 1234, cachedInputTokens: 200, outputTokens: 56 };
const SPOKEN: readonly Turn[] = [
  { do: 'command', command: 'echo "$HOME"' },
  { do: 'tool', server: 'notes', name: 'add-note', input: { text: 'a note' } },
  { do: 'message', text: 'That is all.' },
  { do: 'refuse', text: 'Not this.' },
  { do: 'nothing' },
];

let model: ScriptedModel | undefined;
afterEach(async () => {
  await model?.close();
  model = undefined;
});

async function start(script: Script, options: Parameters<typeof startScriptedModel>[1] = {}): Promise<ScriptedModel> {
  model = await startScriptedModel(script, { usage: USAGE, ...options });
  return model;
}

function ask({ path, body }: Format, extra: RequestInit = {}): Promise<Response> {
  return fetch(`${model?.url}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
    ...extra,
  });
}

describe.each(Object.entries(FORMATS))('%s', (_name, format) => {
  it.each(SPOKEN)('a turn that is a $do reports the tokens that the ledger has', async (turn) => {
    await start([turn]);
    const response = await ask(format);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const text = await response.text();
    // Every event is whole: its blank line is there.
    expect(text).toMatch(/\n\r?\n$/);
    const { usage, texts } = PROVIDERS[format.provider];
    const reader = new UsageReader({ paths: usage, texts });
    reader.push(Buffer.from(text));
    expect(tokensOf(reader.counts)).toEqual(USAGE);
    expect(model?.ledger()).toEqual(USAGE);
  });

  it('says what a script says, by the tools that a request offers', async () => {
    await start([...SPOKEN] as [Turn, ...Turn[]]);
    const said = [];
    for (const _turn of SPOKEN) said.push(await (await ask(format)).text());
    // Pieces of a text may be spread over events.
    expect(said[0]).toMatch(/exec_command|Bash|run_shell_command|"bash"/);
    expect(said[0]?.replaceAll('\\', '')).toContain('echo "$HOME"');
    expect(said[1]).toContain('add-note');
    expect(said[1]).toContain('a note');
    expect(said[3]).toMatch(format.declined);
    expect(model?.calls().map(({ call }) => call)).toEqual([1, 2, 3, 4, 5]);
    expect(model?.calls()[0]?.text).toContain('the task');
  });

  it('refuses a script that calls a tool which is not offered, in a way that is not asked again', async () => {
    await start([{ do: 'tool', server: 'notes', name: 'remove', input: {} }]);
    const response = await ask(format);
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/offers no tool remove of notes, only .*add-note/);
    expect(model?.ledger()).toEqual({ inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 });
  });

  it('fails in the provider’s own words, or in the script’s', async () => {
    await start([
      { do: 'fail', status: 403 },
      { do: 'fail', status: 429, headers: { 'retry-after': '3600' }, body: '{"own":true}' },
    ]);
    const own = await ask(format);
    expect(own.status).toBe(403);
    expect(own.headers.get('content-type')).toContain('application/json');
    expect(await own.json()).toMatchObject(format.failure as object);
    const scripted = await ask(format);
    expect([scripted.status, scripted.headers.get('retry-after'), await scripted.text()]).toEqual([
      429,
      '3600',
      '{"own":true}',
    ]);
    expect(model?.ledger().outputTokens).toBe(0);
  });

  it('lets in its key alone, however the provider carries it', async () => {
    await start([{ do: 'nothing' }], { key: 'the-key' });
    expect((await ask(format)).status).toBe(401);
    const { keyHeader, keyPrefix } = PROVIDERS[format.provider];
    expect((await ask(format, { headers: { [keyHeader]: `${keyPrefix}the-key` } })).status).toBe(200);
  });

  it('cuts a stream where a script says so, and counts nothing for it', async () => {
    const whole = await start([{ do: 'message', text: 'x'.repeat(200) }]);
    const length = (await (await ask(format)).text()).length;
    await whole.close();
    const turn: Turn = { do: 'message', text: 'x'.repeat(200) };
    await start([{ do: 'cut' }, { do: 'cut', after: 40, turn }, { do: 'cut', turn }, { do: 'reset' }]);
    expect((await broken(ask(format))).bytes).toBeGreaterThan(10);
    expect(await broken(ask(format))).toEqual({ bytes: 40, cut: true });
    // All of the answer came, and still its end did not.
    expect(await broken(ask(format))).toEqual({ bytes: length, cut: true });
    expect(await broken(ask(format))).toEqual({ bytes: 0, cut: true });
    expect(model?.ledger()).toEqual({ inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 });
  });

  it.each<[string, Turn]>([
    ['silent', { do: 'silent' }],
    ['endless', { do: 'endless' }],
    ['mute', { do: 'silent', mute: true }],
  ])('that is %s goes on until the caller leaves', async (kind, turn) => {
    await start([turn]);
    const leave = new AbortController();
    const asked = ask(format, { signal: leave.signal });
    if (kind === 'mute') {
      await expect(Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 100, 'waiting'))])).resolves.toBe(
        'waiting',
      );
      leave.abort();
      await expect(asked).rejects.toThrow();
      return;
    }
    const reader = (await asked).body?.getReader();
    let bytes = 0;
    // Past what any buffer between the two holds.
    const enough = kind === 'endless' ? 32 << 20 : 1;
    while (bytes < enough) {
      const piece = await reader?.read();
      if (!piece?.value) throw new Error('the stream ended');
      bytes += piece.value.length;
    }
    leave.abort();
    expect(model?.ledger().outputTokens).toBe(0);
  });

  it('speaks slowly, and counts what it said', async () => {
    await start([{ do: 'slow', pauseMs: 5, turn: { do: 'message', text: 'That is all.' } }]);
    const response = await ask(format);
    const pieces = [];
    for await (const piece of response.body ?? []) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(1);
    expect(model?.ledger()).toEqual(USAGE);
  });
});

async function broken(asked: Promise<Response>): Promise<{ bytes: number; cut: boolean }> {
  let bytes = 0;
  try {
    for await (const piece of (await asked).body ?? []) bytes += piece.length;
  } catch {
    return { bytes, cut: true };
  }
  return { bytes, cut: false };
}

it('a request that asks for no turn is kept, answered with 404 and no part of the script', async () => {
  await start([{ do: 'message', text: 'first' }]);
  expect((await fetch(`${model?.url}/v1/models`)).status).toBe(404);
  expect(model?.requests).toMatchObject([{ method: 'GET', path: '/v1/models', call: 0 }]);
  expect(model?.calls()).toEqual([]);
});

it('a script that is a function sees the request and may throw', async () => {
  await start((request, call) => {
    if (!request.text.includes('the task')) throw new Error(`call ${call} is not about the task`);
    return { do: 'nothing' };
  });
  const [format] = Object.values(FORMATS);
  if (!format) return;
  expect((await ask(format)).status).toBe(200);
  const other = await ask({ ...format, body: { ...format.body, input: [] } });
  expect([other.status, await other.text()]).toEqual([400, expect.stringContaining('call 2 is not about the task')]);
});

it('writes each request into a file of its own, without its key', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'model-dump-'));
  try {
    await start([{ do: 'nothing' }], { dump: join(directory, 'requests') });
    for (const format of Object.values(FORMATS)) {
      const { keyHeader, keyPrefix } = PROVIDERS[format.provider];
      await ask(format, { headers: { [keyHeader]: `${keyPrefix}sk-secret`, 'x-other': 'seen' } });
    }
    const files = (await readdir(join(directory, 'requests'))).sort();
    expect(files).toEqual([
      '0001-responses.json',
      '0002-messages.json',
      '0003-streamGenerateContent.json',
      '0004-completions.json',
    ]);
    for (const file of files) {
      const text = await readFile(join(directory, 'requests', file), 'utf8');
      expect(text).not.toContain('sk-secret');
      expect(text).toContain('the task');
      expect(JSON.parse(text)).toMatchObject({ headers: { 'x-other': 'seen' }, turn: { do: 'nothing' } });
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
