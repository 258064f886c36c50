import { describe, expect, it } from 'vitest';
import { readActionInputs } from '../../../src/inputs/action-inputs.js';
import { readCredentials } from '../../../src/inputs/credentials.js';
import { readEnvironmentSecrets, secretValues } from '../../../src/inputs/secrets.js';

const TOKEN = 'tok-hush-0123456789';

describe('credentials', () => {
  it('are read line by line: Basic with a user, Bearer without one', () => {
    const text = `# of the team\r\nhttps://user:${TOKEN}@Git.Example\n\n  https://:${TOKEN}%40x@npm.example:8443/team/npm  \n`;
    const { credentials, problems } = readCredentials(text, 'input credentials');
    expect(problems).toEqual([]);
    const basic = Buffer.from(`user:${TOKEN}`).toString('base64');
    expect(credentials).toEqual([
      { endpoint: 'git.example:443', pathPrefix: '/', authorization: `Basic ${basic}`, secrets: [TOKEN, basic] },
      {
        endpoint: 'npm.example:8443',
        pathPrefix: '/team/npm/',
        authorization: `Bearer ${TOKEN}@x`,
        secrets: [`${TOKEN}@x`, `${TOKEN}%40x`],
      },
    ]);
  });

  it.each<[string, RegExp]>([
    [`http://user:${TOKEN}@git.example`, /https:\/\/ in front/],
    [`git.example ${TOKEN}`, /https:\/\/ in front/],
    [`https://${TOKEN}@git.example`, /USER:TOKEN@HOST/],
    [`https://user:${TOKEN}`, /USER:TOKEN@HOST/],
    [`https://user:${TOKEN}:x@git.example`, /%3A for :/],
    [`https://user:${TOKEN}/x@git.example`, /%2F for \//],
    ['https://user:short@git.example', /8 to 4096 characters/],
    [`https://user:${TOKEN}%0a@git.example`, /printable ASCII/],
    [`https://user:${TOKEN}%zz@git.example`, /printable ASCII/],
    [`https://us%3Aer:${TOKEN}@git.example`, /without a colon/],
    [`https://user:${TOKEN}@127.0.0.1`, /not an IP address/],
    [`https://user:${TOKEN}@git.example.`, /trailing dot/],
    [`https://user:${TOKEN}@*.example`, /wildcard/],
    [`https://user:${TOKEN}@git.example:0`, /port from 1/],
    [`https://user:${TOKEN}@git.example/a/../b`, /plain segments/],
    [`https://user:${TOKEN}@git.example/a%2fb`, /plain segments/],
    [`https://user:${TOKEN}@git.example/a//b`, /plain segments/],
    [`https://user:${TOKEN}@git.example/?a=b`, /USER:TOKEN@HOST/],
  ])('%j is a problem that repeats none of it', (line, expected) => {
    const { credentials, problems } = readCredentials(`\n${line}`, 'input credentials');
    expect(credentials).toEqual([]);
    expect(problems).toMatchObject([{ where: 'input credentials, line 2', expected: expect.stringMatching(expected) }]);
    expect(JSON.stringify(problems)).not.toContain('hush');
  });

  it('are all judged at once', () => {
    const twice = `https://a:${TOKEN}@git.example/x/`;
    const text = [twice, twice.replace('a:', 'b:'), 'nonsense', `https://a:${TOKEN}@git.example/y/`].join('\n');
    const { credentials, problems } = readCredentials(text, 'w');
    expect(credentials).toHaveLength(2);
    expect(problems.map(({ where }) => where)).toEqual(['w, line 2', 'w, line 3']);
  });

  it('are bounded', () => {
    for (const text of ['x'.repeat(70_000), 'https://\n'.repeat(200)])
      expect(readCredentials(text, 'w').problems).toHaveLength(1);
  });

  it('come from an input, or from the environment of the command line, never from another place', () => {
    const line = `https://user:${TOKEN}@git.example`;
    const inputs = readActionInputs({ INPUT_CREDENTIALS: line });
    expect(inputs.problems).toEqual([]);
    expect(inputs.secrets.credentials).toHaveLength(1);
    expect(inputs.layer.values).toEqual({});
    const environment = readEnvironmentSecrets({ CLEANROOM_CREDENTIALS: line, OPENAI_API_KEY: 'sk-0' }, 'openai');
    expect(environment.secrets).toMatchObject({ apiKey: 'sk-0', credentials: [{ endpoint: 'git.example:443' }] });
    expect(readEnvironmentSecrets({ CLEANROOM_CREDENTIALS: 'x' }, 'none').problems).toHaveLength(1);
    expect(secretValues(inputs.secrets).map(({ value }) => value)).toContain(TOKEN);
  });
});
