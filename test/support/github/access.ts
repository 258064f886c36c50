import { type Answer, type GitHubState, MISSING, type Routes } from './state.js';

/** An account, with its access to the repository and the teams that it is in. */
export interface StoredAccount {
  readonly login: string;
  readonly id: number;
  readonly type: 'User' | 'Bot';
  /** `role_name` of its access. */
  readonly role: string;
  /** `org/team` → state of the membership. */
  readonly teams?: Readonly<Record<string, 'active' | 'pending'>>;
}

/** Who sends the events of GitHub's own examples. */
export const CODERTOCAT: StoredAccount = { login: 'Codertocat', id: 21031067, type: 'User', role: 'write' };

const PERMISSION: Readonly<Record<string, string>> = {
  admin: 'admin',
  maintain: 'write',
  write: 'write',
  triage: 'read',
  read: 'read',
};

/** Accounts, what they may do, and teams. */
export function accessRoutes(state: GitHubState): Routes {
  const find = (login: string | undefined): StoredAccount | undefined =>
    state.accounts.find((one) => one.login.toLowerCase() === login?.toLowerCase());
  const shown = ({ login, id, type }: StoredAccount): object => ({
    ...state.api.example<{ user: object }>('issue-comment').user,
    login,
    id,
    type,
  });
  return {
    'GET /users/{username}': ({ path }): Answer => {
      const account = find(path['username']);
      if (!account) return MISSING;
      const example = state.api.example<object>('public-user-default-response');
      return { status: 200, body: { ...example, login: account.login, id: account.id, type: account.type } };
    },
    'GET /repos/{owner}/{repo}/collaborators/{username}/permission': ({ path }): Answer => {
      const account = find(path['username']);
      if (!account) return MISSING;
      const example = state.api.example<object>(
        'repository-collaborator-permission-response-if-user-has-admin-permissions',
      );
      const { role } = account;
      const own = {
        permission: PERMISSION[role] ?? 'none',
        role_name: role,
        user: { ...shown(account), role_name: role },
      };
      return { status: 200, body: { ...example, ...own } };
    },
    'GET /orgs/{org}/teams/{team_slug}/memberships/{username}': ({ path }): Answer => {
      const member = find(path['username'])?.teams?.[`${path['org']}/${path['team_slug']}`];
      if (!member) return { status: 404, body: { message: 'Not Found' } };
      const example = state.api.example<object>('team-membership-response-if-user-is-a-team-maintainer');
      return { status: 200, body: { ...example, role: 'member', state: member } };
    },
  };
}
