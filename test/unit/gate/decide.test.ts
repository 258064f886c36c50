import { describe, expect, it } from 'vitest';
import { decideStart, type GateQuestion } from '../../../src/gate/decide.js';
import type { AccessReader, GateRules, KnownAccount, Level, Starter } from '../../../src/gate/types.js';
import { CleanroomError } from '../../../src/support/errors.js';

const RULES: GateRules = { permission: 'write', users: [], teams: [], bots: [] };
const IDS: Readonly<Record<string, number>> = { maria: 1, mallory: 2, 'renovate[bot]': 3, trixie: 4, 'bob[bot]': 5 };
const person = (login: string, as = 'sender', more: Partial<Starter> = {}): Starter => ({
  as: [as],
  login,
  id: IDS[login.toLowerCase()] ?? 99,
  type: login.endsWith('[bot]') ? 'Bot' : 'User',
  ...more,
});

/** GitHub, as far as somebody wrote down what it knows; everything else is a refusal. */
function github(
  levels: Readonly<Record<string, Level>>,
  more: {
    readonly teams?: Readonly<Record<string, readonly string[]>>;
    readonly ids?: Readonly<Record<string, number>>;
  } = {},
): AccessReader & { readonly asked: string[] } {
  const asked: string[] = [];
  const known = (login: string): KnownAccount => ({
    login,
    id: more.ids?.[login] ?? IDS[login] ?? 99,
    type: login.endsWith('[bot]') ? 'Bot' : 'User',
  });
  const refuse = (): never => {
    throw new CleanroomError('github.forbidden', 'GitHub answered 403', { hint: 'the token needs more' });
  };
  return {
    asked,
    async account(login) {
      asked.push(`account ${login}`);
      return login.toLowerCase() in IDS ? known(login.toLowerCase()) : refuse();
    },
    async permission(login) {
      asked.push(`permission ${login}`);
      const level = levels[login.toLowerCase()];
      return level === undefined ? refuse() : { level, account: known(login.toLowerCase()) };
    },
    async isMember(org, team, login) {
      asked.push(`team ${org}/${team} ${login}`);
      const members = more.teams?.[`${org}/${team}`];
      return members === undefined ? refuse() : members.includes(login.toLowerCase());
    },
  };
}

const ask = (more: Partial<GateQuestion>) =>
  decideStart({
    event: 'issue_comment',
    people: [person('maria')],
    rules: RULES,
    repository: 'octo/project',
    access: github({ maria: 'write', mallory: 'read' }),
    ...more,
  });
const rulesOf = async (more: Partial<GateQuestion>): Promise<string[]> => {
  const { problems, startedBy } = await ask(more);
  return problems.length > 0
    ? problems.map(({ given, hint }) => `no ${given ?? '-'}: ${hint}`)
    : startedBy.map(({ login, rule }) => `${login}: ${rule}`);
};

describe('access to the repository', () => {
  const LEVELS: readonly Level[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];
  const cases = (['write', 'maintain', 'admin'] as const).flatMap((permission) =>
    LEVELS.map((level) => ({ permission, level, may: LEVELS.indexOf(level) >= LEVELS.indexOf(permission) })),
  );
  it.each(cases)('$level where $permission is asked for: $may', async ({ permission, level, may }) => {
    const { problems } = await ask({ rules: { ...RULES, permission }, access: github({ maria: level }) });
    expect(problems).toHaveLength(may ? 0 : 1);
  });

  it('is asked of everybody who has a part in it, and one who may not is enough', async () => {
    const people = [person('maria', 'sender'), person('mallory', 'triggering actor')];
    expect(await rulesOf({ people })).toEqual(['no mallory: mallory has read access']);
    const { problems } = await ask({ people });
    expect(problems[0]).toMatchObject({
      where: 'who starts this run (triggering actor)',
      expected: 'somebody with write access to octo/project',
    });
  });

  it('is not asked where anybody may, but of nobody at all', async () => {
    const access = github({});
    const rules = { ...RULES, permission: 'none' as const };
    expect(await rulesOf({ people: [person('mallory')], rules, access })).toEqual([
      'mallory: require-permission: none',
    ]);
    expect(access.asked).toEqual([]);
    const gone = { as: ['sender'], login: null, id: undefined, type: undefined };
    expect(await rulesOf({ people: [gone], rules })).toEqual([
      expect.stringContaining('no -: GitHub names no account'),
    ]);
  });

  it('of a name that was taken by somebody else is not that of the account', async () => {
    const access = github({ maria: 'admin' }, { ids: { maria: 777 } });
    expect(await rulesOf({ access })).toEqual([expect.stringContaining('another account now')]);
  });

  it('that GitHub does not tell is none', async () => {
    expect(await rulesOf({ access: github({}) })).toEqual(['no maria: GitHub answered 403: the token needs more']);
    expect(await rulesOf({ access: undefined })).toEqual([expect.stringContaining('github-token')]);
    expect(await rulesOf({ people: [] })).toEqual([expect.stringContaining('names nobody')]);
  });

  it('lets an error of ours through', async () => {
    const access = { ...github({}), permission: () => Promise.reject(new TypeError('a bug')) };
    await expect(ask({ access })).rejects.toThrow('a bug');
  });
});

describe('events', () => {
  it.each(['schedule', 'merge_group'])('%s is of nobody, and nobody is asked', async (event) => {
    expect(await ask({ event, people: [person('mallory')], access: undefined })).toEqual({
      startedBy: [],
      problems: [],
    });
  });

  it.each(['push', 'workflow_dispatch', 'repository_dispatch', 'release', 'create', 'deployment'])(
    '%s takes write access by itself, and no more than that',
    async (event) => {
      const access = github({ maria: 'write' });
      expect(await rulesOf({ event, access })).toEqual([`maria: ${event} takes write access`]);
      expect(access.asked).toEqual([]);
      const rules = { ...RULES, permission: 'maintain' as const };
      expect(await rulesOf({ event, access, rules })).toEqual(['no maria: maria has write access']);
      expect(await rulesOf({ event, people: [person('renovate[bot]')] })).toEqual([
        expect.stringContaining('allow-bots'),
      ]);
    },
  );

  it.each(['pull_request', 'pull_request_target', 'issues', 'fork', 'watch', 'workflow_run', 'gollum', 'unheard_of'])(
    '%s takes no more than an account',
    async (event) => {
      expect(await rulesOf({ event, people: [person('mallory')] })).toEqual(['no mallory: mallory has read access']);
    },
  );
});

describe('bots', () => {
  it('are let in by all of their name, whatever access they have', async () => {
    const access = github({ 'renovate[bot]': 'admin', 'bob[bot]': 'admin' });
    const rules = { ...RULES, bots: ['renovate[bot]'], users: ['bob'] };
    expect(await rulesOf({ people: [person('Renovate[bot]')], rules, access })).toEqual(['Renovate[bot]: allow-bots']);
    expect(await rulesOf({ people: [person('bob[bot]')], rules, access })).toEqual([
      expect.stringContaining('set allow-bots to bob[bot]'),
    ]);
    expect(access.asked).toEqual([]);
  });

  it('are known by their type, not by an ending, and not by the list of people', async () => {
    const rules = { ...RULES, bots: ['renovate[bot]', 'trixie'], users: ['trixie'] };
    // No person can have that name: whatever says so is wrong.
    const odd = person('renovate[bot]', 'sender', { type: 'User' });
    expect(await rulesOf({ people: [odd], rules, access: github({ 'renovate[bot]': 'admin' }) })).toEqual([
      expect.stringContaining('type User does not start runs'),
    ]);
    // A bot without the ending is one all the same.
    const plain = person('mallory', 'sender', { type: 'Bot' });
    expect(await rulesOf({ people: [plain], rules: { ...rules, users: ['mallory'] } })).toEqual([
      expect.stringContaining('bots are let in by name alone'),
    ]);
    expect(
      await rulesOf({ people: [person('trixie', 'sender', { type: 'User' })], rules: { ...rules, users: [] } }),
    ).toEqual([expect.stringContaining('no trixie')]);
  });

  it('that the runner alone names are looked up', async () => {
    const bare = (login: string): Starter => ({ as: ['actor'], login, id: undefined, type: undefined });
    const rules = { ...RULES, bots: ['renovate[bot]'] };
    const access = github({ maria: 'write' });
    expect(await rulesOf({ people: [bare('renovate[bot]'), bare('maria')], rules, access })).toEqual([
      'renovate[bot]: allow-bots',
      'maria: write access',
    ]);
    expect(access.asked).toContain('account renovate[bot]');
    expect(await rulesOf({ people: [bare('evil[bot]')], rules, access })).toEqual([expect.stringContaining('403')]);
    expect(await rulesOf({ people: [bare('renovate[bot]')], rules, access: undefined })).toEqual([
      expect.stringContaining('without a token'),
    ]);
  });
});

describe('lists', () => {
  it('are of whole names, in any case', async () => {
    const rules = { ...RULES, users: ['mallory'] };
    expect(await rulesOf({ people: [person('MALLORY')], rules })).toEqual(['MALLORY: allow-users']);
    const near = ['mallor', 'mallory2', 'xmallory', 'mallory-'];
    const people = near.map((login) => person(login));
    expect(await rulesOf({ people, rules })).toHaveLength(near.length);
  });

  it('of teams are asked for, and what cannot be asked is no', async () => {
    const rules = { ...RULES, teams: ['octo/hidden', 'octo/core'] };
    const access = github({ mallory: 'read' }, { teams: { 'octo/core': ['mallory'] } });
    const people = [person('mallory')];
    expect(await rulesOf({ people, rules, access })).toEqual(['mallory: allow-teams: octo/core']);
    const others = github({ mallory: 'read' }, { teams: { 'octo/core': [] } });
    expect(await rulesOf({ people, rules, access: others })).toEqual([
      'no mallory: mallory has read access; GitHub answered 403: the token needs more',
    ]);
  });

  it.each([
    ['ghost', 99],
    ['Ghost', 10_137],
    ['someone', 10_137],
  ])('never let in what GitHub shows for a deleted account: %s %i', async (login, id) => {
    const rules = { ...RULES, permission: 'none' as const, users: ['ghost', 'someone'] };
    const people = [{ as: ['sender'], login, id, type: 'User' }];
    expect(await rulesOf({ people, rules })).toEqual([expect.stringContaining('deleted')]);
  });

  it.each(['Organization', 'Mannequin', 'EnterpriseUserAccount'])(
    'never let in an account of type %s',
    async (type) => {
      const rules = { ...RULES, permission: 'none' as const, users: ['maria'], bots: ['maria'] };
      expect(await rulesOf({ people: [person('maria', 'sender', { type })], rules })).toEqual([
        expect.stringContaining(type),
      ]);
    },
  );
});
