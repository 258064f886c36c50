import { describe, expect, it } from 'vitest';
import { compilePolicy, policyNotes } from '../../../src/policy/compile.js';
import { parseEndpoint } from '../../../src/policy/endpoint.js';
import { InputError } from '../../../src/support/errors.js';

describe('an endpoint', () => {
  it.each([
    ['files.example.com:443', 'files.example.com:443'],
    [' Files.Example.COM:80 ', 'files.example.com:80'],
    ['xn--bcher-kva.example:65535', 'xn--bcher-kva.example:65535'],
    ['host:1', 'host:1'],
    ['1.example:1', '1.example:1'],
    ['a1.0xg:1', 'a1.0xg:1'],
  ])('%j is %s', (raw, endpoint) => {
    expect(parseEndpoint(raw)).toEqual({ ok: true, endpoint });
  });

  it.each([
    ['', 'ASCII'],
    ['bücher.example:443', 'ASCII'],
    ['a b:1', 'ASCII'],
    ['example.com', 'a port after the host'],
    [':443', 'host name'],
    ['example.com:', 'a port after the host'],
    ['example.com:0', '1 to 65535'],
    ['example.com:65536', '1 to 65535'],
    ['example.com:0443', '1 to 65535'],
    ['example.com:+443', '1 to 65535'],
    ['*.example.com:443', 'wildcard'],
    ['https://example.com:443', 'without scheme'],
    ['example.com:443/x', 'without scheme'],
    ['example.com\\@a.b:443', 'without scheme'],
    ['user@example.com:443', 'without a user name'],
    ['127.0.0.1:80', 'not an IP address'],
    ['2130706433:80', 'not an IP address'],
    ['0x7f.1:80', 'not an IP address'],
    ['example.0x7f000001:80', 'not an IP address'],
    ['[::1]:80', 'not an IP address'],
    ['::1:80', 'not an IP address'],
    ['example.com.:443', 'trailing dot'],
    ['localhost:80', 'outside this machine'],
    ['x.LOCALHOST:80', 'outside this machine'],
    ['-a.example:1', 'letters, digits'],
    ['a..b:1', 'letters, digits'],
    ['a_b.example:1', 'letters, digits'],
    [`${'a'.repeat(64)}.example:1`, 'letters, digits'],
    [`${'a.'.repeat(200)}b:1`, 'at most 253'],
  ])('%j is none', (raw, expected) => {
    const parsed = parseEndpoint(raw);
    expect(parsed).toMatchObject({ ok: false, expected: expect.stringContaining(expected) });
  });

  it('does not repeat a password', () => {
    expect(JSON.stringify(parseEndpoint('user:hush@example.com:443'))).not.toContain('hush');
  });
});

describe('a policy', () => {
  const none = { prepare: [], agent: [], proof: [], private: [] };

  it('is the same however it was written', () => {
    const a = compilePolicy({
      ...none,
      agent: ['b.example:1', 'A.example:1', 'b.example:1'],
      prepare: ['c.example:2'],
    });
    const b = compilePolicy({ ...none, agent: ['a.example:1', 'B.example:1'], prepare: [' c.example:2'] });
    expect(a).toEqual(b);
    expect(a.agent).toEqual(['a.example:1', 'b.example:1']);
    expect(a.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has another digest when a stage may reach something else', () => {
    const digests = [
      none,
      { ...none, agent: ['a.example:1'] },
      { ...none, proof: ['a.example:1'] },
      { ...none, prepare: ['a.example:1'] },
      { ...none, private: ['a.example:1'] },
      { ...none, agent: ['a.example:2'] },
    ].map((source) => compilePolicy(source).sha256);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('has for a word the hosts that it means, and the digest of the hosts', () => {
    const meanings = new Map([
      [
        'npm' as const,
        {
          ok: true as const,
          entries: [
            { entry: 'b.example:443', via: 'npm config @x:registry' },
            { entry: 'a.example:443', via: 'npm config registry' },
          ],
          notes: ['something else'],
        },
      ],
    ]);
    const policy = compilePolicy({ ...none, agent: [{ text: 'NPM', from: 'here' }, 'npm', 'a.example:443'], meanings });
    expect(policy.agent).toEqual(['a.example:443', 'b.example:443']);
    expect(policy.notes).toEqual(['npm: something else']);
    expect(policy.origins.map(({ entry, from, word, via }) => [entry, from, word, via])).toEqual([
      ['a.example:443', 'allow-agent', null, null],
      ['a.example:443', 'allow-agent', 'npm', 'npm config registry'],
      ['a.example:443', 'here', 'npm', 'npm config registry'],
      ['b.example:443', 'allow-agent', 'npm', 'npm config @x:registry'],
      ['b.example:443', 'here', 'npm', 'npm config @x:registry'],
    ]);
    expect(policyNotes(policy)).toEqual(['npm means a.example:443, b.example:443', 'npm: something else']);
    const written = compilePolicy({ ...none, agent: ['a.example:443', 'b.example:443'] });
    expect(policyNotes(written)).toEqual([]);
    expect(policy.sha256).toBe(written.sha256);
  });

  it('does not guess what a word means', () => {
    const meanings = new Map([['go' as const, { ok: false as const, reason: 'go is broken' }]]);
    const compile = (): unknown =>
      compilePolicy({ ...none, agent: ['go'], prepare: [{ text: 'npm', from: 'x:1' }], meanings });
    expect(compile).toThrow(
      [
        'x:1 is "npm", expected a word that this machine\'s tools can explain: they were not asked (name the hosts themselves, as HOST:PORT, in place of npm)',
        'allow-agent is "go", expected a word that this machine\'s tools can explain: go is broken (name the hosts themselves, as HOST:PORT, in place of go)',
      ].join('\n'),
    );
  });

  it('reports every entry that is no endpoint', () => {
    let error: unknown;
    try {
      compilePolicy({ prepare: ['a'], agent: ['b.example:1', '*'], proof: ['1.2.3.4:5'], private: [] });
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(InputError);
    const found = (error as InputError).problems.map(({ where, given }) => `${where} ${given}`);
    expect(found).toEqual(['allow-prepare a', 'allow-agent *', 'allow-proof 1.2.3.4:5']);
  });
});
