/** A host, and the paths on it, for which the broker holds a credential. Nothing of the credential itself. */
export interface CredentialledPlace {
  /** `host:port`. */
  readonly endpoint: string;
  /** Beginning and ending with a slash. */
  readonly pathPrefix: string;
}

export interface StageNetwork {
  /** The broker's loopback port in the room. */
  readonly port: number;
  /** `host:port` entries that the stage may reach. */
  readonly allow: readonly string[];
  readonly credentialled: readonly CredentialledPlace[];
  /** The environment that the plan gives every command. */
  readonly own: Readonly<Record<string, string>>;
}

/** Variables by which tools are told where a registry is. Addresses in them are pointed to where credentials are added. */
const ADDRESSES =
  /^(?:npm_config_registry|yarn_(?:npm_registry_server|registry)|pip_(?:index_url|extra_index_url|find_links)|uv_(?:index|index_url|extra_index_url|default_index|find_links)|goproxy)$/i;

/**
 * The variables by which programs of a stage find the broker; nothing else leads out of a room anyway. A refusal is
 * final, so tools that would ask again and again are told to give up soon.
 */
export function stageEnvironment(network: StageNetwork): Readonly<Record<string, string>> {
  const url = `http://127.0.0.1:${network.port}`;
  const none = 'localhost,127.0.0.1,::1';
  const places = network.credentialled.filter(({ endpoint }) => network.allow.includes(endpoint));
  return {
    HTTP_PROXY: url,
    HTTPS_PROXY: url,
    http_proxy: url,
    https_proxy: url,
    NO_PROXY: none,
    no_proxy: none,
    npm_config_proxy: url,
    npm_config_https_proxy: url,
    npm_config_fetch_retries: '1',
    npm_config_fetch_retry_mintimeout: '1000',
    PIP_RETRIES: '1',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    GIT_TERMINAL_PROMPT: '0',
    NODE_USE_ENV_PROXY: '1',
    ...(places.length > 0 ? credentialEnvironment(places, network.own) : {}),
  };
}

/** Points clients to plain HTTP for these places, which the broker turns into TLS with the credential. */
function credentialEnvironment(
  places: readonly CredentialledPlace[],
  own: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const environment: Record<string, string> = {};
  const git: [string, string][] = [];
  const trusted = new Set<string>();
  for (const { endpoint, pathPrefix } of places) {
    const [host = '', port = ''] = endpoint.split(':');
    const key = `url.${plainAddress({ endpoint, pathPrefix })}.insteadOf`;
    for (const authority of authoritiesOf(endpoint)) git.push([key, `https://${authority}${pathPrefix}`]);
    // An address in SSH's way names the same repositories, but no room has a key.
    if (port === '443') git.push([key, `git@${host}:${pathPrefix.slice(1)}`], [key, `ssh://git@${host}${pathPrefix}`]);
  }
  const before = Number(own['GIT_CONFIG_COUNT'] ?? 0);
  for (const [index, [key, value]] of git.entries()) {
    environment[`GIT_CONFIG_KEY_${before + index}`] = key;
    environment[`GIT_CONFIG_VALUE_${before + index}`] = value;
  }
  environment['GIT_CONFIG_COUNT'] = String(before + git.length);
  for (const [name, value] of Object.entries(own)) {
    if (!ADDRESSES.test(name)) continue;
    let pointed = value;
    for (const place of places) {
      for (const authority of authoritiesOf(place.endpoint)) {
        const address = `https://${authority}${place.pathPrefix}`;
        // An address may leave its last slash out.
        const whole = `${pointed}${pointed.endsWith('/') ? '' : '/'}`;
        if (!pointed.includes(address) && whole.endsWith(address)) pointed = whole;
        pointed = pointed.replaceAll(address, plainAddress(place));
      }
    }
    if (pointed === value) continue;
    environment[name] = pointed;
    for (const place of places) if (pointed.includes(plainAddress(place))) trusted.add(place.endpoint);
  }
  // Addresses of packages, in metadata and lock files, name the registry's own.
  environment['npm_config_replace_registry_host'] = 'always';
  // Only a credential could do more with it than read.
  environment['npm_config_audit'] = 'false';
  if (trusted.size > 0) environment['PIP_TRUSTED_HOST'] = [own['PIP_TRUSTED_HOST'] ?? '', ...trusted].join(' ').trim();
  return environment;
}

function plainAddress({ endpoint, pathPrefix }: CredentialledPlace): string {
  return `http://${endpoint}${pathPrefix}`;
}

/** How an https address may write host and port. */
function authoritiesOf(endpoint: string): readonly string[] {
  return endpoint.endsWith(':443') ? [endpoint.slice(0, -':443'.length), endpoint] : [endpoint];
}
