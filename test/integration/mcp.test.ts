import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MAX_LINE_BYTES } from '../../src/evidence/bounds.js';
import { findProgram } from '../../src/room/local/host.js';
import { canary, findForms } from '../support/canary.js';
import {
  EVERYTHING,
  type Found,
  type McpLab,
  MEMORY,
  mcpLab,
  mcpServer,
  textOf,
  toolNames,
} from '../support/mcp-lab.js';

/** Programs in rooms of their own, asked by a real client in an agent's room. */
const missing = (await findProgram('bwrap', process.env['PATH'] ?? '')) ? undefined : 'bubblewrap is not installed';
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;

describe.skipIf(missing !== undefined)(`real MCP servers on the host's side${skipped}`, () => {
  const SECRET = canary();
  let lab: McpLab;
  beforeAll(async () => {
    const everything = { argv: ['node', EVERYTHING], tools: ['echo', 'trigger-long-running-operation'] };
    lab = await mcpLab(
      [
        mcpServer({
          name: 'everything',
          argv: ['node', EVERYTHING],
          env: { SERVICE_TOKEN: { secret: 'TOKEN', prefix: '' }, PLAIN: { value: 'text' } },
          tools: ['echo', 'get-sum', 'get-env', 'trigger-long-running-operation', 'missing-tool'],
        }),
        mcpServer({
          name: 'memory',
          argv: ['node', MEMORY],
          env: { MEMORY_FILE_PATH: { value: '/workspace/memory.jsonl' } },
        }),
        mcpServer({ name: 'strict', ...everything, timeoutMs: 3000, calls: 3, outputBytes: 2048 }),
      ],
      [{ name: 'TOKEN', value: SECRET }],
    );
  });
  afterAll(() => lab?.dispose());
  beforeEach(() => {
    lab.records.length = 0;
    lab.access.length = 0;
    lab.notes.length = 0;
  });

  it('show the tools that are allowed, and answer calls of them', async () => {
    const [info, list, echo, sum] = await lab.ask('everything', [
      ['info'],
      ['list'],
      ['call', 'echo', { message: 'hello' }],
      ['call', 'get-sum', { a: 2, b: 40 }],
    ]);
    expect(info).toMatchObject({ server: { name: 'mcp-servers/everything' } });
    expect(info?.['capabilities']).toEqual({ tools: {} });
    expect(toolNames(list)).toEqual(['echo', 'get-env', 'get-sum', 'trigger-long-running-operation']);
    expect(echo?.['content']).toEqual([{ type: 'text', text: 'Echo: hello' }]);
    expect(textOf(sum)).toContain('42');
    expect(lab.notes).toEqual(['the MCP server everything has no tool missing-tool, which its configuration allows']);
    expect(lab.records).toEqual([
      {
        time: expect.stringMatching(/^20\d\d-/),
        room: expect.stringMatching(/^room-/),
        attempt: 3,
        server: 'everything',
        tool: 'echo',
        arguments: '{"message":"hello"}',
        argumentsSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        verdict: 'allowed',
        rule: 'the tool is allowed',
        isError: false,
        bytes: expect.any(Number),
        redactions: 0,
        durationMs: expect.any(Number),
      },
      expect.objectContaining({ tool: 'get-sum', verdict: 'allowed' }),
    ]);
    expect(lab.access.map(({ kind, verdict }) => `${kind} ${verdict}`)).not.toContain('service denied');
    expect(lab.access).toContainEqual(
      expect.objectContaining({
        kind: 'service',
        path: '/cleanroom/mcp/everything',
        rule: 'everything: tools/list, 4 of 13',
      }),
    );
  });

  it('refuse every other tool, and write that down', async () => {
    const [refused, resources, prompts] = await lab.ask('everything', [
      ['call', 'get-tiny-image', { of: 'x' }],
      ['request', 'resources/list'],
      ['request', 'prompts/get', { name: 'simple-prompt' }],
    ]);
    expect(refused).toMatchObject({
      code: -32_602,
      error: expect.stringContaining('get-tiny-image is not among the tools'),
    });
    expect(resources).toMatchObject({ code: -32_601 });
    expect(prompts).toMatchObject({ code: -32_601 });
    expect(lab.records).toMatchObject([
      { tool: 'get-tiny-image', verdict: 'refused', isError: null, arguments: '{"of":"x"}' },
    ]);
    expect(lab.access).toContainEqual(
      expect.objectContaining({ verdict: 'denied', rule: expect.stringContaining('get-tiny-image') }),
    );
  });

  it('have their secret, and nothing of the room has it', async () => {
    const [env] = await lab.ask('everything', [['call', 'get-env', {}]]);
    expect(JSON.parse(textOf(env))).toMatchObject({ SERVICE_TOKEN: '[redacted]', PLAIN: 'text' });
    expect(findForms(JSON.stringify(env), { SECRET })).toEqual([]);
    expect(lab.records).toMatchObject([{ tool: 'get-env', redactions: 1 }]);
    const room = await lab.inRoom(
      'env; cat /proc/*/environ /proc/*/cmdline 2>/dev/null | tr "\\0" "\\n"; grep -rsa cnrycanar[y] /run /tmp /workspace /home; true',
    );
    expect(findForms(room.stdout + room.stderr, { SECRET })).toEqual([]);
    expect(findForms(JSON.stringify([lab.records, lab.access, lab.notes]), { SECRET })).toEqual([]);
  });

  it('live as long as the run, over all its rooms', async () => {
    const entity = { name: 'Ada', entityType: 'person', observations: ['wrote programs'] };
    await lab.ask('memory', [['call', 'create_entities', { entities: [entity] }]]);
    const [graph] = await lab.ask('memory', [['call', 'read_graph', {}]]);
    expect(graph?.['structuredContent']).toMatchObject({ entities: [entity] });
    expect(lab.records.map(({ rule }) => rule)).toEqual(['all its tools are allowed', 'all its tools are allowed']);
  });

  it('have limits for time, output, and how often', async () => {
    const found = await lab.ask('strict', [
      ['call', 'trigger-long-running-operation', { duration: 30, steps: 2 }],
      ['call', 'echo', { message: 'x'.repeat(3000) }],
      ['call', 'echo', { message: 'short' }],
      ['call', 'echo', { message: 'once more' }],
    ]);
    expect(found).toMatchObject([{ isError: true }, { isError: true }, {}, { code: -32_602 }]);
    expect(textOf(found[0])).toBe('cleanroom: strict: it did not answer within 3 seconds');
    expect(textOf(found[1])).toBe('cleanroom: strict: its answer had more than 2048 bytes');
    expect(textOf(found[2])).toBe('Echo: short');
    expect(found[3]?.['error']).toContain('called 3 times');
    expect(lab.records.map(({ verdict }) => verdict)).toEqual(['failed', 'failed', 'allowed', 'refused']);
  });

  it('that cannot be started are told of to the person, once, and to the room without the reason', async () => {
    const other = await mcpLab([mcpServer({ name: 'absent', argv: ['/nowhere/of/the/host'] })]);
    try {
      const [found] = await other.ask('absent', [['list']]);
      expect(found?.['error']).toContain('cleanroom: absent:');
      expect(JSON.stringify(found)).not.toContain('nowhere');
      expect(other.notes).toEqual([expect.stringContaining('the MCP server absent cannot be used: ')]);
    } finally {
      await other.dispose();
    }
  });

  it('have begun when a room is there that may need them', async () => {
    const other = await mcpLab([mcpServer({ name: 'memory', argv: ['node', MEMORY] })]);
    try {
      await other.inRoom('true');
      while (!Buffer.concat(other.log).includes('running')) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(other.access).toEqual([]);
    } finally {
      await other.dispose();
    }
  });

  it('are the only ones, and offer neither stream nor session', async () => {
    const url = 'http://127.0.0.1:7777/cleanroom/mcp';
    const ask = (path: string, ...more: string[]): string =>
      `curl -s -o /dev/null -w '%{http_code} ' ${more.join(' ')} ${url}${path};`;
    const { stdout } = await lab.inRoom(
      ask('/everything') +
        ask('/everything', '-X DELETE') +
        ask('/other', '-d {}') +
        ask('', '-d {}') +
        ask('/everything/x', '-d {}'),
    );
    expect(stdout).toBe('405 405 404 404 404 ');
  });
});

describe.skipIf(missing !== undefined)(`a hostile MCP server${skipped}`, () => {
  const SECRET = canary();
  let lab: McpLab;
  beforeEach(async () => {
    const program = await readFile(resolve(import.meta.dirname, '../support/mcp-hostile.mjs'), 'utf8');
    lab = await mcpLab(
      [
        mcpServer({
          name: 'hostile',
          argv: ['node', '--input-type=module', '-e', program],
          env: { SECRET: { secret: 'S', prefix: '' } },
          timeoutMs: 20_000,
          outputBytes: 64 << 10,
        }),
      ],
      [{ name: 'S', value: SECRET }],
    );
  });
  afterEach(() => lab?.dispose());

  const ask = (...steps: readonly (readonly unknown[])[]): Promise<Found[]> => lab.ask('hostile', steps);

  it('is read strictly, and its answers are taken apart', async () => {
    const found = await ask(
      ['list'],
      ['call', 'wrong-id', {}],
      ['call', 'garbage', {}],
      ['call', 'odd', {}],
      ['call', 'no-blocks', {}],
    );
    expect(found[0]?.['tools']).toContainEqual({ name: 'die', inputSchema: { type: 'object' } });
    expect(found[1]?.['content']).toEqual([{ type: 'text', text: 'right' }]);
    expect(textOf(found[2])).toBe('right');
    expect(found[3]).toEqual({ content: [], structuredContent: { n: 123456789012, ok: true }, isError: false });
    expect(textOf(found[4])).toBe('cleanroom: hostile: its answer is no list of at most 1000 blocks');
    expect(lab.records.map(({ verdict, isError }) => [verdict, isError])).toEqual([
      ['allowed', false],
      ['allowed', false],
      ['allowed', false],
      ['failed', null],
    ]);
  });

  it('gets nothing by asking', async () => {
    const [found] = await ask(['call', 'ask', {}]);
    expect(JSON.parse(textOf(found))).toEqual(
      ['sampling/createMessage', 'elicitation/create', 'roots/list'].map((id) => ({ id, code: -32_601 })),
    );
  });

  it('is ended when it asks without end, and begun anew', async () => {
    const found = await ask(['call', 'pushy', {}], ['call', 'wrong-id', {}]);
    expect(textOf(found[0])).toBe('cleanroom: hostile: it asks too much of its client');
    expect(textOf(found[1])).toBe('right');
  });

  it('fills no memory, and loses only the answer that is too large', async () => {
    const found = await ask(
      ['call', 'huge', { bytes: 32 << 20 }],
      ['call', 'deep', {}, { cancelAfter: 1000 }],
      ['call', 'wrong-id', {}],
    );
    expect(textOf(found[0])).toContain('its answer had more than');
    // Nobody can tell whose answer it was.
    expect(found[1]?.['error']).toContain('AbortError');
    expect(textOf(found[2])).toBe('right');
  });

  it('may die, and is begun anew some times', async () => {
    const dies = Array.from({ length: 11 }, () => ['call', 'die', {}]);
    const found = await ask(['call', 'wrong-id', {}], ...dies);
    expect(found.slice(1, 11).map(textOf)).toEqual(
      Array.from({ length: 10 }, () => 'cleanroom: hostile: its program ended'),
    );
    expect(textOf(found[11])).toContain('is not begun again');
    expect(lab.records[1]).toMatchObject({ verdict: 'failed', rule: 'its program ended: exit code 7' });
    expect(Buffer.concat(lab.log).toString()).toContain('last words');
  });

  it('reaches its own hosts alone, which are none here', async () => {
    const [found] = await ask(['call', 'fetch', { url: 'http://elsewhere.test/' }]);
    expect(textOf(found)).toContain('403');
    expect(lab.access).toContainEqual(
      expect.objectContaining({ room: 'mcp-hostile', host: 'elsewhere.test', verdict: 'denied' }),
    );
    await lab.close();
    expect(lab.notes).toEqual([expect.stringContaining('the MCP server hostile could not reach elsewhere.test:80')]);
  });

  it('gives no secret away in what it says, of itself too', async () => {
    const found = await ask(['info'], ['call', 'say', { a: [{ b: 1 }] }]);
    expect(findForms(JSON.stringify(found), { SECRET })).toEqual([]);
    expect(found[0]).toMatchObject({ server: { name: 'hostile', version: '[redacted]' } });
    expect(JSON.parse(textOf(found[1]))).toEqual({
      args: { a: [{ b: 1 }] },
      secret: '[redacted]',
      reversed: '[redacted]',
    });
  });

  it('is left alone when the agent cancels, or its room is gone', async () => {
    const [found] = await ask(['call', 'silent', {}, { cancelAfter: 500 }]);
    expect(found?.['error']).toContain('AbortError');
    const stop = new AbortController();
    const asking = lab.inRoom(
      `curl -s -d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"silent","arguments":{"by":"curl"}}}' http://127.0.0.1:7777/cleanroom/mcp/hostile`,
      stop.signal,
    );
    await expect.poll(() => Buffer.concat(lab.log).toString()).toContain('silent: {"by":"curl"}');
    stop.abort();
    await asking;
    while (lab.records.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(lab.records.map(({ verdict }) => verdict)).toEqual(['failed', 'failed']);
    expect(lab.records.map(({ rule }) => rule)).toContain('the room hung up');
  });

  it('leaves nothing behind', async () => {
    await ask(['call', 'wrong-id', {}]);
    expect((await readdir(lab.root)).sort()).toEqual(['mcp-hostile-credentials', 'mcp-hostile-workspace']);
    await lab.close();
    expect(await readdir(lab.root)).toEqual([]);
  });

  it('takes its children along, whether it dies or is ended', async () => {
    // A number that no other program of this machine waits for.
    const seconds = 900_000_000 + process.pid;
    const left = async (): Promise<string[]> => {
      const found: string[] = [];
      for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
        const argv = await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '');
        if (argv === `sleep\0${seconds}\0`) found.push(pid);
      }
      return found;
    };
    const found = await ask(['call', 'fork', { seconds }], ['call', 'wrong-id', {}]);
    expect(found.map(textOf)).toEqual(['forked', 'right']);
    while ((await left()).length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    // What is asked next is answered by another one, after this one's room is gone.
    const next = await ask(['call', 'die', {}], ['call', 'fork', { seconds }]);
    expect(next.map(textOf)).toEqual(['cleanroom: hostile: its program ended', 'forked']);
    await lab.close();
    expect(await left()).toEqual([]);
    expect(await readdir(lab.root)).toEqual([]);
  });

  it('is kept from what a hostile room sends', async () => {
    const url = 'http://127.0.0.1:7777/cleanroom/mcp/hostile';
    const send = (body: string): string => `printf '%s' '${body}' | curl -s --data-binary @- ${url}; echo;`;
    const call = (params: string, id = '"id":1,'): string =>
      `{"jsonrpc":"2.0",${id}"method":"tools/call","params":${params}}`;
    const { stdout, stderr } = await lab.inRoom(
      [
        send(`[${call('{"name":"say"}')}]`),
        send(call('{"name":"say"}', '')),
        send(call('{"name":"say"}', '"id":1.5,')),
        send(call('{"name":"say"}', '"id":{},')),
        send(call('{"name":"say","arguments":[1]}')),
        send(call('{"name":7}')),
        send(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"say"}}x`),
        send('{"jsonrpc":"2.0","id":1,"result":{}}'),
        send('{"jsonrpc":"2.0","id":1,"method":"sampling/createMessage"}'),
        `head -c 6000000 /dev/zero | tr '\\0' x | curl -s --data-binary @- ${url}; echo;`,
        `(printf '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"say","arguments":{"a":'; head -c 100000 /dev/zero | tr '\\0' '['; ) | curl -s --data-binary @- ${url}; echo;`,
        // The last of two names counts, on both sides.
        send(call('{"name":"die","name":"say","arguments":{"x":1},"arguments":{"y":2}}')),
      ].join('\n'),
    );
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { error?: { message: string }; id: unknown; result?: Found });
    expect(
      answers.map(({ error }) => error?.message.replace('cleanroom: hostile: refused: ', '')),
      stderr,
    ).toEqual([
      'batches are not accepted',
      'a request needs an id',
      'id must be a whole number or a text of at most 256 characters',
      'id must be a whole number or a text of at most 256 characters',
      'arguments must be an object',
      'name must be a text of at most 256 characters',
      'it is no JSON object: text behind its end',
      'there is no method: this server asks nothing, and takes no answers',
      'sampling/createMessage is not passed on: only tools are',
      'more than 4194304 bytes were sent',
      'it is no JSON object: more than 256 levels',
      undefined,
    ]);
    expect(JSON.parse(textOf(answers.at(-1)?.result))).toMatchObject({ args: { y: 2 } });
    expect(lab.records.map(({ tool, verdict, arguments: args }) => [tool, verdict, args])).toEqual([
      ['say', 'refused', '{}'],
      ['', 'refused', '{}'],
      ['say', 'allowed', '{"y":2}'],
    ]);
    expect(Math.max(...lab.records.map((record) => JSON.stringify(record).length))).toBeLessThan(MAX_LINE_BYTES);
  });
});
