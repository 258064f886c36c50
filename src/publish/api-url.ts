/**
 * Address of the REST API of a GitHub whose web address is known, for jobs that name no other: github.com, GitHub with data
 * residency, or GitHub Enterprise Server.
 * @param serverUrl null: github.com
 * @see https://docs.github.com/en/enterprise-server/rest/enterprise-admin
 */
export function apiUrlOf(serverUrl: string | null): string {
  const { protocol, host } = new URL(serverUrl ?? 'https://github.com');
  if (host === 'github.com') return 'https://api.github.com';
  return host.endsWith('.ghe.com') ? `${protocol}//api.${host}` : `${protocol}//${host}/api/v3`;
}
