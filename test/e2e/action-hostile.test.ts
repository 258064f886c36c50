import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ActionSite, API_KEY, expectClean, REPAIR, script, TOKEN, treeDigest, WITH } from '../support/action-site.js';
import { ACTION_NODE } from '../support/dist.js';
import { GitHubOpenApi } from '../support/github-openapi.js';
import { HOSTILE } from '../support/hostile-strings.js';
import { commandsIn, entriesOf, type RunnerCommand, runMain, type StepRun } from '../support/runner.js';

let api: GitHubOpenApi;
let site: ActionSite;
beforeAll(() => {
  api = new GitHubOpenApi();
});
afterEach(() => site?.close());

const EVIL = [
  '::set-output name=verdict::evil',
  '::add-mask::evil',
  '  ::error file=evil::evil',
  '::save-state name=scratch::["/evil"]',
  '::set-env name=NODE_OPTIONS::evil',
  '::add-path::/evil',
  '::add-matcher::/evil.json',
  '##[error]evil',
  'text ##[set-output name=verdict;]evil',
  '\u200b::warning::evil',
  '\u00a0\u2003::notice::evil',
  '\u001b::error::evil',
  'progress\r::set-output name=green::evil',
  'progress\r\n::set-output name=green::evil',
  'x\u2028::error::evil',
  '##\u200b[error]evil',
  'verdict<<EOF\nevil\nEOF',
  'verdict=evil',
  `${'x'.repeat(398)}##[error]evil`,
  '::stop-commands::evil',
  '::set-output name=verdict::evil after the stop',
  '::evil::',
  '::add-mask::evil at the end without a newline',
];
/** With those of the corpus that a file of text can hold. */
const ALL = [...EVIL, ...HOSTILE.filter((text) => text.length < 500 && !/\0|\p{Cs}/u.test(text))].join('\n');
/** Prints every one of them, on both streams. */
const SAY = `cat <<'END_OF_IT'\n${ALL}\nEND_OF_IT\ncat >&2 <<'END_OF_IT'\n${ALL}\nEND_OF_IT\nprintf '%s' '${EVIL.at(-1)}'\n`;
const REPORT = (blocked: object | null): string =>
  JSON.stringify({ summary: EVIL.join('\n'), changes: [{ path: EVIL[0], why: ALL.replaceAll('\n', '\r') }], blocked });

/** Commands of ours, by what they may say: the masks, the groups, and how it ended. */
function expectOurs(run: StepRun, masks: readonly string[]): void {
  const of = (...names: string[]): RunnerCommand[] => run.commands.filter(({ name }) => names.includes(name));
  expect(of('add-mask').map(({ data }) => data)).toEqual(masks);
  expect(of('group').length).toBeGreaterThan(0);
  expect(of('endgroup')).toHaveLength(of('group').length);
  for (const { data } of of('group')) expect(data).toMatch(/^(prepare|baseline|attempt \d|proof \d)/);
  for (const { data } of of('stop-commands')) expect(data).toMatch(/^[0-9a-f-]{36}$/);
  expect(of('error', 'notice', 'warning')).toHaveLength(1);
  expect(of('error', 'notice', 'warning')[0]?.properties).toEqual({});
  const rest = run.commands.filter(
    ({ name }) => !['add-mask', 'group', 'endgroup', 'stop-commands', 'error', 'notice', 'warning'].includes(name),
  );
  expect(rest).toEqual([]);
  expect(Object.keys(run.state).sort()).toEqual(['owner', 'scratch']);
  expect(Object.values(run.state).join()).not.toContain('evil');
}

it('reads commands as the runner does', () => {
  const acted = commandsIn(EVIL.join('\n'));
  expect(acted.map(({ name }) => name)).toEqual([
    ...['set-output', 'add-mask', 'error', 'save-state', 'set-env', 'add-path', 'add-matcher', 'error', 'set-output'],
    ...['warning', 'notice', 'error', 'set-output', 'set-output', 'error', 'error', 'stop-commands', 'add-mask'],
  ]);
  expect(acted[0]).toEqual({ name: 'set-output', properties: { name: 'verdict' }, data: 'evil' });
  expect(acted.at(-3)).toEqual({ name: 'error', properties: {}, data: 'evil' });
  expect(entriesOf('a=b<<c\nd<<E=\n1\n\n2\nE=\n\ne=\n')).toEqual({ a: 'b<<c', d: '1\n\n2', e: '' });
  expect(() => entriesOf('a<<E\n1\n')).toThrow('delimiter');
  expect(() => entriesOf('nothing\n')).toThrow('format');
});

describe.each(ACTION_NODE)('$name: hostile text', ({ path: node }) => {
  const run = (given: Readonly<Record<string, string>>): Promise<StepRun> =>
    runMain(site.job(node, 'pull_request', site.payload('pull_request', 'opened')), { ...WITH, ...given });

  it('of an agent and a verifier that succeed is only text', async () => {
    const written = { 'answer.json': REPORT(null) };
    site = await ActionSite.make(api, {}, { 'say.sh': SAY, 'work.sh': `${SAY}${REPAIR}\n`, ...written });
    const files = `touch -- '::error::evil' 'a
::set-output name=verdict::evil' '##[error]evil'`;
    const verify = 'sh check.sh\necho "%0A::error::evil"\n: "\nEOF\nverdict=evil"';
    const step = await run({
      verify,
      'verify-files': 'check.sh\nsay.sh',
      'api-key': API_KEY,
      'agent-command': script(`sh work.sh; ${files}; cat answer.json > $CLEANROOM_REPORT_FILE`),
    });
    expect(step.code, step.stdout + step.stderr).toBe(0);
    expect(step.stdout).toContain('evil');
    expectOurs(step, [API_KEY, TOKEN]);
    await expectClean(site, step);
    expect(step.outputs).toMatchObject({ verdict: 'verified', green: 'true', 'passing-command': verify });
    expect(JSON.parse(step.outputs['report'] ?? '')).toEqual(JSON.parse(REPORT(null)));
    expect(Object.values(step.outputs).filter((value) => value === 'evil')).toEqual([]);
  });

  it('of an agent that is blocked, and of a verifier that fails, is only text', async () => {
    const written = { 'answer.json': REPORT({ reason: ALL, evidence: ALL }) };
    site = await ActionSite.make(api, {}, { 'say.sh': SAY, 'work.sh': SAY, ...written });
    const blocked = await run({
      'agent-command': script('sh work.sh; cat answer.json > $CLEANROOM_REPORT_FILE'),
    });
    expect(blocked.outputs).toMatchObject({ verdict: 'blocked', green: 'false' });
    const failed = await run({ 'agent-command': script('sh work.sh; exit 3'), 'max-attempts': '2' });
    expect(failed.outputs['green']).toBe('false');
    for (const step of [blocked, failed]) {
      expect(step.code).toBe(1);
      expectOurs(step, [TOKEN]);
      await expectClean(site, step);
    }
  });

  it('cannot bring the key or the token out, wherever they were found', async () => {
    const encoded = Buffer.from(`x-access-token:${TOKEN}`).toString('base64');
    const leak = `key ${API_KEY}\ntoken ${TOKEN}\n${encoded}\n`;
    site = await ActionSite.make(api, {}, { 'leak.txt': leak, 'say.sh': 'cat leak.txt\n' });
    // What `persist-credentials: true` leaves behind.
    const config = join(site.repo, '.git/config');
    const persisted = `[http "https://github.com/"]\n\textraheader = AUTHORIZATION: basic ${encoded}\n`;
    await writeFile(config, (await readFile(config, 'utf8')) + persisted);
    const look = 'env; cat .git/config /proc/*/environ /proc/*/cmdline leak.txt; ls -la /tmp /home';
    const secrets = '$(tr "\\n" " " < leak.txt)';
    const reported = (blocked: string): string =>
      `printf '{"summary":"%s","changes":[],"blocked":%s}' "${secrets}" "${blocked}" > $CLEANROOM_REPORT_FILE`;
    const given = { 'api-key': API_KEY, 'max-attempts': '1' };
    const works = await run({ ...given, 'agent-command': script(`${look}; ${REPAIR}; ${reported('null')}`) });
    const blocked = `{\\"reason\\":\\"${secrets}\\",\\"evidence\\":\\"\\"}`;
    const blocks = await run({ ...given, 'agent-command': script(reported(blocked)) });
    const carries = await run({ ...given, 'agent-command': script(`${REPAIR}; cp leak.txt copy.txt`) });
    expect(works.outputs['verdict']).toBe('verified');
    expect(works.stdout).toContain('CLEANROOM_ATTEMPT=1');
    expect(works.outputs['report']).toContain('redacted');
    expect(blocks.outputs['verdict']).toBe('blocked');
    expect(carries.outputs['verdict']).toBe('policy-violation');
    for (const step of [works, blocks, carries]) await expectClean(site, step);
    for (const step of [works, blocks]) expectOurs(step, [API_KEY, TOKEN]);
  });
});

describe.each(ACTION_NODE)('$name: bad inputs', ({ path: node }) => {
  it('are all reported at once, and nothing is started', async () => {
    site = await ActionSite.make(api);
    const before = await treeDigest(site.repo);
    const bad: Readonly<Record<string, string>> = {
      effort: 'A LOT',
      'max-attempts': '0',
      timeout: 'soon',
      memory: '4 apples',
      baseline: 'maybe',
      protect: '../x',
      'allow-agent': 'https://example.com/\n::set-output name=verdict::evil',
      env: 'PATH=/evil',
      comment: 'yes please',
      'max-atempts': '3',
      'working-directory': '/etc',
      'api-key': `${API_KEY} with a blank`,
    };
    const started = join(site.temp, 'started');
    const step = await runMain(site.job(node, 'pull_request', site.payload('pull_request', 'opened')), {
      prompt: 'x',
      verify: `touch ${started}`,
      ...bad,
    });
    expect(step.code).toBe(1);
    const errors = step.commands.filter(({ name }) => name === 'error').map(({ data }) => data);
    for (const name of Object.keys(bad)) {
      expect(
        errors.filter((error) => error.startsWith(`input ${name} is `)),
        errors.join('\n'),
      ).toHaveLength(1);
    }
    expect(errors).toHaveLength(Object.keys(bad).length + 1);
    expect(errors.at(-1)).toBe(`${Object.keys(bad).length} bad inputs`);
    expect(errors.find((error) => error.includes('max-atempts'))).toContain('max-attempts');
    expect(step.commands.filter(({ name }) => !['error', 'add-mask'].includes(name))).toEqual([]);
    expect(step.outputs).toEqual({});
    expect(site.server.requests).toEqual([]);
    expect(existsSync(started)).toBe(false);
    expect((await readdir(site.temp)).filter((name) => name.startsWith('cleanroom'))).toEqual([]);
    expect(await treeDigest(site.repo)).toBe(before);
    await expectClean(site, step);
  });

  it('of the event, of commits and of the repository are among them', async () => {
    site = await ActionSite.make(api, {}, { '.github/cleanroom.yml': 'timeout: later\nmax-attempts: [1]\n' });
    const payload = site.payload('pull_request', 'opened');
    const broken = site.payload('pull_request', 'opened') as { pull_request: { head: Record<string, unknown> } };
    broken.pull_request.head['ref'] = '-x\n::set-output name=verdict::evil';
    const unknown = { issue: { number: 9, pull_request: {} } };
    const cases: readonly { event: string; payload: unknown; given: Record<string, string>; errors: RegExp[] }[] = [
      {
        event: 'pull_request',
        payload,
        given: { schema: 'no.json' },
        errors: [/cleanroom.yml:1:1: timeout/, /cleanroom.yml:2:1: max-attempts/, /schema is "no.json"/],
      },
      { event: 'pull_request', payload: broken, given: {}, errors: [/pull_request.head.ref is "-x\\n::set-output/] },
      { event: 'pull_request', payload, given: { ref: 'no-branch' }, errors: [/^ref is "no-branch"/] },
      { event: 'issue_comment', payload: unknown, given: {}, errors: [] },
    ];
    for (const { event, payload: sent, given, errors: expected } of cases) {
      const step = await runMain(site.job(node, event, sent), { ...WITH, memory: 'no', ...given });
      expect(step.code).toBe(1);
      const errors = step.commands.filter(({ name }) => name === 'error').map(({ data }) => data);
      for (const pattern of [/^input memory is "no"/, ...expected])
        expect(
          errors.filter((error) => pattern.test(error)),
          errors.join('\n'),
        ).toHaveLength(1);
      expect(errors.at(-1)).toBe(`${errors.length - 1} bad inputs`);
      expect(step.commands.filter(({ name }) => !['error', 'add-mask'].includes(name))).toEqual([]);
      expect(step.outputs).toEqual({});
      await expectClean(site, step);
    }
    expect((await readdir(site.temp)).filter((name) => name.startsWith('cleanroom'))).toEqual([]);
  });
});
