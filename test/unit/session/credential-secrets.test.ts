import { describe, expect, it } from 'vitest';
import { CopySearch } from '../../../src/session/copy-search.js';
import { marksOf } from '../../../src/session/credential-removal.js';
import { secretsOf } from '../../../src/session/credential-secrets.js';

const values = (text: string | Buffer) => secretsOf({ f: Buffer.from(text) }).values;

describe('secrets of copied files', () => {
  it.each([
    [
      'codex',
      '{"OPENAI_API_KEY":null,"tokens":{"id_token":"eyJ.id.sig","access_token":"eyJ.access","refresh_token":"rt_abcdef","account_id":"1b4e28ba-2fa1-11d2-883f"},"last_refresh":"2026-11-01T00:00:00Z"}',
      ['eyJ.id.sig', 'eyJ.access', 'rt_abcdef'],
    ],
    [
      'claude',
      '{"claudeAiOauth":{"accessToken":"sk-ant-oat01-x","refreshToken":"sk-ant-ort01-x","expiresAt":1,"scopes":["user:inference"],"subscriptionType":"max","rateLimitTier":"default_claude_max"}}',
      ['sk-ant-oat01-x', 'sk-ant-ort01-x'],
    ],
    [
      'gemini',
      '{"access_token":"ya29.abcd","scope":"https://www.example/auth","token_type":"Bearer-token","token_uri":"https://oauth2.example","expiry_date":1,"refresh_token":"1//03abcdef"}',
      ['ya29.abcd', '1//03abcdef'],
    ],
    [
      'opencode',
      '{"a":{"type":"oauth","refresh":"refresh-1","access":"access-11","expires":2},"b":{"type":"api","key":"sk-key-value"}}',
      ['refresh-1', 'access-11', 'sk-key-value'],
    ],
    ['npm', '//registry.example/:_authToken=npm_abcdefgh\nalways-auth=true\nfund=false\n', ['npm_abcdefgh']],
    ['netrc', 'machine h login me password s3cretword\n', ['s3cretword']],
    ['environment', 'export AWS_SECRET_ACCESS_KEY="wJalrXUtnFEMI/K7"\nAWS_REGION=eu-central-1\n', ['wJalrXUtnFEMI/K7']],
    ['yaml', 'model: gpt-5.6-terra\nopenai-api-key: sk-yaml-value # mine\n', ['sk-yaml-value']],
    [
      'toml',
      'model = "gpt-5.6-terra"\n[x]\nbearer_token = "toml-value-1"\ntoken_limit = 123456789\n',
      ['toml-value-1'],
    ],
    ['a password in an address', 'https://me:pass-word-9@git.example\n', ['pass-word-9']],
    ['a single word', 'ghp_16C7e42F292c6912E7\n', ['ghp_16C7e42F292c6912E7']],
    ['prose', 'the token is not here, and no password\n', []],
    ['a registry with a port', '//localhost:4873/:_authToken="abcd-1234"\n', ['abcd-1234']],
    ['a header', '{"headers":{"Authorization":"Bearer ghp_0123456789"}}', ['ghp_0123456789']],
    ['a header in TOML', 'http_headers = { Authorization = "Bearer ghp_0123456789" }\n', ['ghp_0123456789']],
    ['names of variables', 'bearer_token_env_var = "A_TOKEN"\ntoken = "$GITHUB_TOKEN"\nsecret: GITHUB_TOKEN\n', []],
    ['a variable in JSON', '{"apiKey":"{env:ANTHROPIC_API_KEY}","secret":"$MY_OWN_SECRET"}', []],
    ['what is about a secret', 'credentials_store = "keychain-1"\ntokenizer = "o200k_base"\n', []],
    ['words', 'password=postgres\nDB_PASSWORD: password\ntoken: undefined\nalways-auth=true\n', []],
    ['an address for mail', 'someone@mail.example\n', []],
    ['a version', '20.11.1000\n', []],
    ['a word', 'dark-colours\n', []],
    ['prose of passwords', 'A password protected file needs a password manager.\n', []],
    ['what is no text', Buffer.from('\0token=abcdefghij'), []],
    ['a short one', '{"token":"abc"}', []],
  ])('%s', (_name, text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it.each([
    ['skills/a.py', 'api_key: Optional[str] = None\npassword = os.environ["PASSWORD"]\ntoken = get_token1(a)\n', []],
    ['AGENTS.md', 'Token: authentication comes first.\n', []],
    ['plugin/index.js', 'const token = "ghp_0123456789";\n', ['ghp_0123456789']],
  ])('in programs and prose only what looks like one: %s', (path, text, expected) => {
    expect(secretsOf({ [path]: Buffer.from(text) }).values).toEqual(expected);
  });

  it('private keys, also in JSON', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\n-----END';
    expect(values(`${key} PRIVATE KEY-----\n`)).toEqual([key]);
    expect(values(JSON.stringify({ any: `${key} PRIVATE KEY-----\n` }))).toEqual([key]);
  });

  it('are bounded, which is said', () => {
    const many = JSON.stringify(Object.fromEntries([...Array(150).keys()].map((n) => [`token${n}`, `value-of-${n}`])));
    const found = secretsOf({ many: Buffer.from(many), large: Buffer.alloc(300 * 1024, 'a') });
    expect(found.values).toHaveLength(100);
    expect(found.notes).toEqual([
      expect.stringContaining('~/large is too large'),
      expect.stringContaining('hold 150 secrets'),
    ]);
  });

  it('take no longer for a hostile file', () => {
    for (const line of [
      'a.'.repeat(120_000),
      'token="'.repeat(35_000),
      'token='.repeat(40_000),
      '-----BEGIN PRIVATE KEY-----'.repeat(9000),
      '://a:'.repeat(50_000),
    ])
      expect(values(line).length).toBeLessThanOrEqual(100);
  });
});

describe('copies in a change', () => {
  const secret = 'rt_0123456789abcdef';
  const whole = Buffer.from('\0no text, and a credential all the same');
  const search = new CopySearch([secret], marksOf([whole]));
  const found = (path: string, content: string | Buffer) =>
    search.in(new Map([[path, Buffer.from(content)]])).length > 0;

  it.each([
    ['a value', `x = "${secret}"\n`],
    ['base64', Buffer.from(`--${secret}--`).toString('base64')],
    ['base64 in lines', Buffer.from(`--${secret}--`).toString('base64').replace(/.{9}/g, '$&\r\n')],
    ['hex', Buffer.from(secret).toString('hex')],
    ['binary', Buffer.from(`\0\0${secret}\0`)],
    ['a whole file', whole],
  ])('are found: %s', (_name, content) => {
    expect(found('a', content)).toBe(true);
  });

  it('are found in a name', () => {
    expect(found(`notes-${secret}.txt`, '')).toBe(true);
  });

  it('are no files that are too short for a secret', () => {
    const short = [Buffer.from('{}\n'), Buffer.from(''), Buffer.from('false\n')];
    expect(new CopySearch([], marksOf(short)).in(new Map([['a', Buffer.from('{}\n')]]))).toEqual([]);
  });

  it('are nothing else, nor what two files make together', () => {
    expect(found('a', 'rt_0123456789')).toBe(false);
    const halves = new Map([
      ['a', Buffer.from(secret.slice(0, 9))],
      ['', Buffer.from(secret.slice(9))],
    ]);
    expect(search.in(halves)).toEqual([]);
    expect(new CopySearch([], []).in(halves)).toEqual([]);
  });
});
