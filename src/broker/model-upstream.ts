import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { CleanroomError } from '../support/errors.js';
import { classifyAddress } from './addresses.js';
import type { Lookup } from './dial.js';
import { PROVIDERS, type ProviderWire } from './providers.js';
import type { ProviderConfig } from './types.js';

/** A provider as the broker dials it. */
export interface ModelUpstream {
  readonly config: ProviderConfig;
  readonly wire: ProviderWire;
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number;
  /** The value of `host`. */
  readonly hostHeader: string;
  /** Path before the provider's own, without a trailing slash. */
  readonly prefix: string;
}

/** The code of the error of `privateLookup`. */
export const CLEAR_TEXT = 'ERR_CLEANROOM_CLEAR_TEXT';
export const CLEAR_TEXT_MESSAGE =
  'plain http leads to a public address, and the key would travel in the clear: give model-base-url with https';

/**
 * Checks a provider's configuration once, at the start.
 * @throws CleanroomError `broker.provider` without ever naming the key
 */
export function modelUpstream(config: ProviderConfig): ModelUpstream {
  const bad = (what: string, hint: string): CleanroomError =>
    new CleanroomError('broker.provider', `provider ${config.name}: ${what}`, { hint, kind: 'usage' });
  if (!URL.canParse(config.baseUrl))
    throw bad('the base URL is no URL', 'give it as https://HOST or https://HOST/PREFIX');
  const url = new URL(config.baseUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw bad('the base URL is neither https nor http', 'give it as https://HOST or https://HOST/PREFIX');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw bad('the base URL holds user information, a query or a fragment', 'give scheme, host, port and path only');
  if (!/^[\x21-\x7e]+$/.test(config.apiKey))
    throw bad(
      'the key is empty or holds characters that no header can carry',
      'check the api-key input for spaces and line ends',
    );
  const secure = url.protocol === 'https:';
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  if (!secure && isIP(hostname) !== 0 && classifyAddress(hostname) !== 'private')
    throw bad('plain http leads to a public address, and the key would travel in the clear', 'give it with https');
  return {
    config,
    wire: PROVIDERS[config.name],
    secure,
    hostname,
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    hostHeader: url.host,
    prefix: url.pathname.replace(/\/+$/, ''),
  };
}

/** Resolves the name of an endpoint that speaks plain http; fails unless all of its addresses are private. */
export function privateLookup(lookup: Lookup): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined || addresses.some(({ address }) => classifyAddress(address) !== 'private'))
          done(Object.assign(new Error(CLEAR_TEXT_MESSAGE), { code: first ? CLEAR_TEXT : 'ENOTFOUND' }), '', 0);
        else if (options.all === true) done(null, [...addresses]);
        else done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, '', 0),
    );
  };
}
