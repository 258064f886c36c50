import { describe, expect, it } from 'vitest';
import { readActionInputs } from '../../../src/inputs/action-inputs.js';
import { missingMcpSecrets, readMcpSecrets } from '../../../src/inputs/mcp-secrets.js';
import { mcpServers } from '../../../src/inputs/mcp-servers.js';
import { readEnvironmentSecrets, secretValues } from '../../../src/inputs/secrets.js';

const kind = mcpServers();
/** Stands wherever a person could write a secret by mistake. */
const HUSH = 'hush-0123456789';

describe('mcp-servers', () => {
  it('is a mapping, or the same as JSON', () => {
    const given = {
      tracker: {
        url: 'https://Tracker.example/mcp/',
        headers: {
          Authorization: { secret: 'TRACKER', prefix: 'Bearer ' },
          'X-Team': 'core',
          'X-Key': { file: '/keys/./k' },
        },
        tools: ['search', 'read', 'search'],
        timeout: '30s',
        calls: 3,
        output: '64k',
      },
      memory: { command: 'mcp-server-memory --quiet', env: { A: 'b' } },
      cluster: { command: ['cluster', 'mcp'], env: { KEY: { secret: 'K' } }, allow: ['API.example:443'] },
    };
    const none = { argv: null, url: null, env: {}, headers: {}, tools: null, allow: [] };
    const usual = { timeoutMs: 120_000, calls: 200, outputBytes: 1 << 20 };
    const wanted = [
      {
        ...none,
        ...usual,
        name: 'cluster',
        where: 'host',
        argv: ['cluster', 'mcp'],
        env: { KEY: { secret: 'K', prefix: '' } },
        allow: ['api.example:443'],
      },
      {
        ...none,
        ...usual,
        name: 'memory',
        where: 'room',
        argv: ['mcp-server-memory', '--quiet'],
        env: { A: { value: 'b' } },
      },
      {
        ...none,
        name: 'tracker',
        where: 'host',
        url: 'https://tracker.example/mcp/',
        headers: {
          Authorization: { secret: 'TRACKER', prefix: 'Bearer ' },
          'X-Team': { value: 'core' },
          'X-Key': { file: '/keys/k', prefix: '' },
        },
        tools: ['search', 'read'],
        timeoutMs: 30_000,
        calls: 3,
        outputBytes: 64 << 10,
      },
    ];
    expect(kind.fromValue(given)).toEqual({ ok: true, value: wanted });
    expect(kind.fromTexts([JSON.stringify(given)])).toEqual({ ok: true, value: wanted });
    expect(kind.fromValue({ a: { command: 'a', where: 'host' } })).toMatchObject({ value: [{ where: 'host' }] });
    expect(kind.fromValue({ a: { url: 'http://127.0.0.1:8080/mcp' } })).toMatchObject({ ok: true });
  });

  const SERVER = { command: 'a' };
  it.each<[unknown, RegExp]>([
    [[], /a mapping from names/],
    [{ [HUSH]: 'x'.repeat(3) }, /a mapping with the key command or url/],
    [{ Memory: SERVER }, /lower-case letters/],
    [{ '1a': SERVER }, /begins with a letter/],
    [{ 'a-': SERVER }, /lower-case letters/],
    [{ a_b: SERVER }, /lower-case letters/],
    [{ ['a'.repeat(33)]: SERVER }, /at most 32/],
    [{ a: {} }, /either command or url/],
    [{ a: { command: 'a', url: 'https://x.example/' } }, /either command or url/],
    [{ a: { command: [] } }, /a program and its arguments/],
    [{ a: { command: `a $${HUSH}` } }, /as one command line or as a JSON array/],
    [{ a: { command: `a '${HUSH}` } }, /as one command line or as a JSON array/],
    [{ a: { url: `https://u:${HUSH}@x.example/` } }, /without user name/],
    [{ a: { url: `https://x.example/?key=${HUSH}` } }, /query or fragment/],
    [{ a: { url: `https://x.example/#${HUSH}` } }, /query or fragment/],
    [{ a: { url: `https://x.example\\${HUSH}` } }, /http or https URL/],
    [{ a: { url: 'ws://x.example/' } }, /http or https URL/],
    [{ a: { url: 'https://192.0.2.1/' } }, /certificates are for names/],
    [{ a: { url: 'https://x.example/', where: 'room' } }, /host, because a server with an address/],
    [{ a: { url: 'https://x.example/', env: { A: HUSH } } }, /nothing beside url/],
    [{ a: { url: 'https://x.example/', allow: ['a.b:1'] } }, /nothing beside url/],
    [{ a: { ...SERVER, headers: { A: HUSH } } }, /nothing beside command/],
    [{ a: { ...SERVER, where: 'room', env: { A: { secret: 'S' } } } }, /no secret may enter/],
    [{ a: { ...SERVER, where: 'room', env: { A: { file: '/s' } } } }, /no secret may enter/],
    [{ a: { ...SERVER, where: 'elsewhere' } }, /room or host/],
    [{ a: { ...SERVER, calls: 3 } }, /in the agent’s room/],
    [{ a: { ...SERVER, output: '1m' } }, /in the agent’s room/],
    [{ a: { ...SERVER, allow: ['a.b:1'] } }, /in the agent’s room/],
    [{ a: { ...SERVER, where: 'host', allow: [HUSH] } }, /host:port/],
    [{ a: { ...SERVER, timeout: '0s' } }, /a duration/],
    [{ a: { ...SERVER, tools: 'x' } }, /a list of at most/],
    [{ a: { ...SERVER, tools: ['a b'] } }, /names of tools/],
    [{ a: { ...SERVER, tools: [1] } }, /names of tools/],
    [{ a: { ...SERVER, [HUSH]: 1 } }, /one of the keys command/],
    [{ a: { ...SERVER, env: { PATH: HUSH } } }, /does not set itself/],
    [{ a: { ...SERVER, env: { 'A-B': HUSH } } }, /does not set itself/],
    [{ a: { ...SERVER, env: { A: `${HUSH}\n` } } }, /a text of one line/],
    [{ a: { ...SERVER, env: JSON.parse(`{"__proto__": "${HUSH}"}`) as object } }, /does not set itself/],
    [{ a: { url: 'https://x.example/', headers: { A: `é${HUSH}` } } }, /one line in ASCII/],
    [{ a: { url: 'https://x.example/', headers: { A: { secret: 'S', prefix: 'é' } } } }, /a text, \{"file"/],
    [
      { a: { url: 'https://x.example/', headers: JSON.parse(`{"__proto__": "${HUSH}"}`) as object } },
      /does not send itself/,
    ],
    [{ a: { ...SERVER, env: { A: 1 } } }, /a text, \{"file"/],
    [{ a: { ...SERVER, env: { A: { secret: HUSH } } } }, /the name of a secret/],
    [{ a: { ...SERVER, env: { A: { file: HUSH } } } }, /absolute path/],
    [{ a: { ...SERVER, env: { A: { file: '/a', prefix: 'x' } } } }, /no prefix/],
    [{ a: { ...SERVER, env: { A: { file: '/a', secret: 'B' } } } }, /a text, \{"file"|absolute/],
    [{ a: { ...SERVER, env: { A: { secret: 'B', other: HUSH } } } }, /a text, \{"file"/],
    [{ a: { url: 'https://x.example/', headers: { Host: HUSH } } }, /does not send itself/],
    [{ a: { url: 'https://x.example/', headers: { 'Mcp-Session-Id': HUSH } } }, /does not send itself/],
    [{ a: { url: 'https://x.example/', headers: { 'a b': HUSH } } }, /does not send itself/],
    [{ a: { url: 'https://x.example/', headers: { A: { secret: 'S', prefix: `${HUSH}\r\n` } } } }, /a text, \{"file"/],
    [Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`a${at}`, SERVER])), /at most 20 servers/],
  ])('refuses %j', (value, expected) => {
    const parsed = kind.fromValue(value);
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.expected ?? kind.expected).toMatch(expected);
    // A secret in a wrong place must not be repeated; only plain names of places are.
    if (!Object.hasOwn(value as object, HUSH))
      expect(JSON.stringify(parsed).replace(`a.${HUSH}`, '')).not.toContain(HUSH);
  });

  it('names every problem at once', () => {
    const parsed = kind.fromValue({ a: { url: 'ftp://x' }, b: { command: 'b', calls: 0, env: { A: 1 } }, 'C!': {} });
    expect(parsed).toMatchObject({
      ok: false,
      given: '(a name that is not shown), (a name that is not shown), a.url, b.env.A, b.calls, b.calls',
    });
  });

  it('is JSON where it is a text', () => {
    expect(kind.fromTexts(['{'])).toMatchObject({ ok: false, given: '(not shown)', expected: 'JSON text' });
    expect(kind.fromTexts([' '.repeat(65_537)])).toMatchObject({ ok: false });
  });
});

describe('mcp-secrets', () => {
  it('are read line by line', () => {
    const { mcpSecrets, problems } = readMcpSecrets(
      `# of the team\r\nA=${HUSH}\n\n  B_2=x y=${HUSH}  \n`,
      'input mcp-secrets',
    );
    expect(problems).toEqual([]);
    expect(mcpSecrets).toEqual([
      { name: 'A', value: HUSH },
      { name: 'B_2', value: `x y=${HUSH}` },
    ]);
  });

  it.each<[string, RegExp]>([
    [HUSH, /NAME=VALUE/],
    [`1A=${HUSH}`, /NAME=VALUE/],
    [`A-B=${HUSH}`, /NAME=VALUE/],
    ['A=short', /8 to 8192/],
    [`A=${HUSH}\u00e4`, /printable ASCII/],
    [`A=${HUSH}\nA=${HUSH}`, /each name once/],
    [`A=${'x'.repeat(8193)}`, /8 to 8192/],
    ['A=12345678\n'.repeat(101), /at most 100 lines/],
  ])('refuse %j without repeating it', (text, expected) => {
    const { problems } = readMcpSecrets(text, 'input mcp-secrets');
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.at(-1)?.expected).toMatch(expected);
    expect(JSON.stringify(problems)).not.toContain(HUSH);
  });

  it('come from an input, or from the environment of the command line, and are secrets of the run', () => {
    const action = readActionInputs({ 'INPUT_MCP-SECRETS': `A=${HUSH}` });
    expect(action.problems).toEqual([]);
    expect(secretValues(action.secrets)).toEqual([{ name: 'mcp-secrets', value: HUSH }]);
    const line = readEnvironmentSecrets({ CLEANROOM_MCP_SECRETS: `A=${HUSH}` }, 'none');
    expect(secretValues(line.secrets)).toEqual([{ name: 'mcp-secrets', value: HUSH }]);
    expect(readActionInputs({ 'INPUT_MCP-SECRETS': HUSH }).problems).toMatchObject([
      { where: 'input mcp-secrets, line 1' },
    ]);
    expect(readEnvironmentSecrets({ CLEANROOM_MCP_SECRETS: HUSH }, 'none').problems).toMatchObject([
      { where: 'environment variable CLEANROOM_MCP_SECRETS, line 1' },
    ]);
  });

  it('that a server names must be there', () => {
    const parsed = kind.fromValue({
      a: { command: 'a', env: { X: { secret: 'ONE' }, Y: { secret: 'TWO' } } },
      b: { url: 'https://b.example/', headers: { Z: { secret: 'ONE' } } },
    });
    const servers = parsed.ok ? parsed.value : [];
    expect(missingMcpSecrets(servers, [{ name: 'TWO', value: HUSH }], 'input mcp-secrets')).toEqual([
      { where: 'input mcp-secrets', given: undefined, expected: 'a line ONE=VALUE, which mcp-servers names for a, b' },
    ]);
  });
});
