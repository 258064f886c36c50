import { CleanroomError, type InputProblem } from '../support/errors.js';
import { causedBy } from './events.js';
import { type AccessReader, type Admitted, type GateRules, type KnownAccount, LEVELS, type Starter } from './types.js';

export interface GateQuestion {
  readonly event: string;
  readonly people: readonly Starter[];
  readonly rules: GateRules;
  /** `owner/name`, for messages. */
  readonly repository: string;
  /** Undefined without a token. */
  readonly access: AccessReader | undefined;
}

export interface GateAnswer {
  readonly startedBy: readonly Admitted[];
  /** One for each person who may not. Empty: the run may start. */
  readonly problems: readonly InputProblem[];
}

/** The account that GitHub shows in the place of every one that was deleted. */
const GHOST = { login: 'ghost', id: 10_137 };

/**
 * Whether a run may start. Everybody who has a part in its start is judged, and each of them has to be allowed; what
 * GitHub does not answer counts as no. Nothing is thrown.
 */
export async function decideStart(question: GateQuestion): Promise<GateAnswer> {
  const { event, people } = question;
  if (causedBy(event) === 'nobody') return { startedBy: [], problems: [] };
  if (people.length === 0) return { startedBy: [], problems: [refused(question, NOBODY, 'the event names nobody')] };
  const judged = await Promise.all(people.map((person) => judge(person, question)));
  const problems = judged.flatMap((one) => ('no' in one ? [refused(question, one.person, one.no)] : []));
  return { startedBy: judged.flatMap((one) => ('yes' in one ? [one.yes] : [])), problems };
}

const NOBODY: Starter = { as: ['sender'], login: null, id: undefined, type: undefined };

type Judged = { readonly yes: Admitted } | { readonly no: string; readonly person: Starter };

async function judge(person: Starter, { event, rules, access }: GateQuestion): Promise<Judged> {
  const no = (why: string): Judged => ({ no: why, person });
  const { login, as } = person;
  if (login === null) return no('GitHub names no account that could be asked about, as after one was deleted');
  const name = login.toLowerCase();
  if (name === GHOST.login || person.id === GHOST.id) return no('the account was deleted');
  const yes = (rule: string): Judged => ({ yes: { login, as, rule } });

  const known = await identify(person, access);
  if (typeof known === 'string') return no(known);
  const bracketed = name.endsWith('[bot]');
  if (known.type === 'Bot') {
    if (rules.bots.includes(name)) return yes('allow-bots');
    return no(`bots are let in by name alone: set allow-bots to ${login} if it may`);
  }
  if (known.type !== 'User' || bracketed) return no(`an account of type ${known.type} does not start runs`);
  if (rules.users.includes(name)) return yes('allow-users');
  if (rules.permission === 'none') return yes('require-permission: none');
  if (causedBy(event) === 'writer' && rules.permission === 'write') return yes(`${event} takes write access`);
  if (!access) return no('without a token nobody can be asked: give the action github-token');

  const permission = await answer(access.permission(login));
  if ('value' in permission) {
    const { level, account } = permission.value;
    if (account && account.id !== known.id) return no('the name belongs to another account now');
    if (LEVELS.indexOf(level) >= LEVELS.indexOf(rules.permission)) return yes(`${level} access`);
  }
  const words = 'value' in permission ? [`${login} has ${accessWords(permission.value.level)}`] : [permission.error];
  for (const team of rules.teams) {
    const [org = '', slug = ''] = team.split('/');
    const member = await answer(access.isMember(org, slug, login));
    if ('error' in member) words.push(member.error);
    else if (member.value) return yes(`allow-teams: ${team}`);
  }
  return no(words.join('; '));
}

/** Who it is, as the payload says, or GitHub where the runner gave a name alone; a text when that cannot be known. */
async function identify(
  { login, id, type }: Starter,
  access: AccessReader | undefined,
): Promise<Pick<KnownAccount, 'id' | 'type'> | string> {
  if (id !== undefined && type !== undefined) return { id, type };
  if (!access || login === null) return 'without a token nobody can be asked: give the action github-token';
  const account = await answer(access.account(login));
  if ('error' in account) return account.error;
  return account.value;
}

/** A refusal of GitHub's as words; what is no answer of it at all is an error of ours. */
async function answer<T>(asking: Promise<T>): Promise<{ readonly value: T } | { readonly error: string }> {
  try {
    return { value: await asking };
  } catch (error) {
    if (!(error instanceof CleanroomError)) throw error;
    return { error: `${error.message}${error.hint === undefined ? '' : `: ${error.hint}`}` };
  }
}

function accessWords(level: string): string {
  return level === 'none' ? 'no access that a token may see' : `${level} access`;
}

function refused({ rules, repository }: GateQuestion, person: Starter, why: string): InputProblem {
  const lists = [
    ...(rules.users.length > 0 ? ['allow-users'] : []),
    ...(rules.teams.length > 0 ? ['allow-teams'] : []),
    ...(rules.bots.length > 0 ? ['allow-bots'] : []),
  ];
  const listed = lists.length === 0 ? '' : `, or one of ${lists.join(', ')}`;
  const needed =
    rules.permission === 'none' ? 'an account of GitHub' : `somebody with ${rules.permission} access to ${repository}`;
  return {
    where: `who starts this run (${person.as.join(', ')})`,
    given: person.login ?? undefined,
    expected: `${needed}${listed}`,
    hint: why,
  };
}
