import { CleanroomError } from '../support/errors.js';
import type { GitHubClient } from './github-client.js';
import { idOf } from './github-shapes.js';

const LEVELS = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;
type Level = (typeof LEVELS)[number];

interface Account {
  readonly login: string;
  readonly id: number;
  readonly type: string;
}

/** Who may do what in one repository, and who belongs to which team. */
export class Access {
  readonly #client: GitHubClient;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /** An account by its name. @throws CleanroomError `github.*` */
  async account(login: string): Promise<Account> {
    const call = {
      route: 'GET /users/{username}',
      parameters: { username: login },
      permission: 'metadata: read',
      doing: `look up the account ${login}`,
    };
    const { data } = await this.#client.read(call, this.#client.budget(), (data) => toAccount(data) !== undefined);
    const account = toAccount(data);
    if (!account || account.login.toLowerCase() !== login.toLowerCase()) throw unknownForm(call.doing);
    return account;
  }

  /** Access of somebody to the repository; `none` also where GitHub knows no such account. @throws CleanroomError `github.*` */
  async permission(login: string): Promise<{ readonly level: Level; readonly account: Account | undefined }> {
    const call = {
      route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
      parameters: { username: login },
      permission: 'metadata: read',
      doing: `ask what access ${login} has`,
    };
    const found = await this.#found(call, (data) => toLevel(data) !== undefined);
    if (found === undefined) return { level: 'none', account: undefined };
    const level = toLevel(found);
    const account = toAccount(field(found, 'user'));
    if (level === undefined) throw unknownForm(call.doing);
    // An answer about nobody, or about somebody else, is none.
    if (account?.login.toLowerCase() !== login.toLowerCase()) return { level: 'none', account };
    return { level, account };
  }

  /** Whether somebody is an active member of a team. @throws CleanroomError `github.*` */
  async isMember(org: string, team: string, login: string): Promise<boolean> {
    const call = {
      route: 'GET /orgs/{org}/teams/{team_slug}/memberships/{username}',
      parameters: { org, team_slug: team, username: login },
      permission: 'members: read',
      doing: `ask whether ${login} is in the team ${org}/${team} (the token of a workflow may not: give github-token one of an app)`,
    };
    const found = await this.#found(call, (data) => typeof field(data, 'state') === 'string');
    return found !== undefined && field(found, 'state') === 'active';
  }

  /** What GitHub answers; undefined where it knows nothing of the kind. */
  async #found(call: Parameters<GitHubClient['read']>[0], accepts: (data: unknown) => boolean): Promise<unknown> {
    try {
      return (await this.#client.read(call, this.#client.budget(), accepts)).data;
    } catch (error) {
      if (error instanceof CleanroomError && error.code === 'github.not-found') return undefined;
      throw error;
    }
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function toAccount(value: unknown): Account | undefined {
  const [login, id, type] = [field(value, 'login'), idOf(value), field(value, 'type')];
  return typeof login === 'string' && id !== undefined && typeof type === 'string' ? { login, id, type } : undefined;
}

/**
 * `permission` knows four levels, and counts a role of an organisation's own as the one that it was made from;
 * `role_name` tells `maintain` and `triage` apart from them.
 */
function toLevel(value: unknown): Level | undefined {
  const [permission, role] = [field(value, 'permission'), field(value, 'role_name')];
  if (permission === 'write') return role === 'maintain' ? 'maintain' : 'write';
  if (permission === 'read') return role === 'triage' ? 'triage' : 'read';
  return permission === 'admin' || permission === 'none' ? permission : undefined;
}

function unknownForm(doing: string): CleanroomError {
  return new CleanroomError('github.response', `cannot ${doing}: GitHub answered in an unknown form`);
}
