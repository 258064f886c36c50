import { describe, expect, it } from 'vitest';
import { stageEnvironment } from '../../../src/loop/stage-environment.js';

const git = { endpoint: 'git.example:443', pathPrefix: '/team/' };
const npm = { endpoint: 'npm.example:8443', pathPrefix: '/' };
const network = { port: 7777, allow: ['git.example:443', 'npm.example:8443'], credentialled: [git, npm], own: {} };

/** What git is told, as `key=value`. */
function gitSettings(environment: Readonly<Record<string, string>>): string[] {
  const count = Number(environment['GIT_CONFIG_COUNT'] ?? 0);
  return Array.from(
    { length: count },
    (_, at) => `${environment[`GIT_CONFIG_KEY_${at}`]}=${environment[`GIT_CONFIG_VALUE_${at}`]}`,
  );
}

describe('the environment of a stage', () => {
  it('names the broker to everything that knows proxies', () => {
    const environment = stageEnvironment({ ...network, credentialled: [] });
    for (const name of ['HTTP_PROXY', 'https_proxy', 'npm_config_proxy'])
      expect(environment[name]).toBe('http://127.0.0.1:7777');
    expect(gitSettings(environment)).toEqual([]);
    expect(environment).not.toHaveProperty('npm_config_replace_registry_host');
  });

  it('points git, by https and by SSH, to where the credential is added, and only below its path', () => {
    expect(gitSettings(stageEnvironment(network))).toEqual([
      'url.http://git.example:443/team/.insteadOf=https://git.example/team/',
      'url.http://git.example:443/team/.insteadOf=https://git.example:443/team/',
      'url.http://git.example:443/team/.insteadOf=git@git.example:team/',
      'url.http://git.example:443/team/.insteadOf=ssh://git@git.example/team/',
      'url.http://npm.example:8443/.insteadOf=https://npm.example:8443/',
    ]);
  });

  it('leaves out what the stage may not reach', () => {
    expect(gitSettings(stageEnvironment({ ...network, allow: ['npm.example:8443'] }))).toHaveLength(1);
    expect(gitSettings(stageEnvironment({ ...network, allow: [] }))).toEqual([]);
  });

  it('goes on where the own settings of git end', () => {
    const own = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'user.name', GIT_CONFIG_VALUE_0: 'x' };
    const environment = { ...own, ...stageEnvironment({ ...network, own }) };
    expect(gitSettings(environment)).toHaveLength(6);
    expect(gitSettings(environment)[0]).toBe('user.name=x');
  });

  it.each([
    ['npm_config_registry', 'https://npm.example:8443', 'http://npm.example:8443/'],
    ['npm_config_registry', 'https://npm.example:8443/a/', 'http://npm.example:8443/a/'],
    ['PIP_INDEX_URL', 'https://git.example/team/simple', 'http://git.example:443/team/simple'],
    ['GOPROXY', 'https://npm.example:8443/go,direct', 'http://npm.example:8443/go,direct'],
    [
      'PIP_EXTRA_INDEX_URL',
      'https://other.example/simple https://git.example/team/simple',
      'https://other.example/simple http://git.example:443/team/simple',
    ],
  ])('points %s=%s to %s', (name, value, expected) => {
    expect(stageEnvironment({ ...network, own: { [name]: value } })[name]).toBe(expected);
  });

  it.each([
    ['npm_config_registry', 'https://other.example/'],
    ['npm_config_registry', 'https://git.example/other/'],
    ['npm_config_registry', 'https://npm.example/'],
    ['npm_config_registry', 'https://npm.example:8443.evil.example/'],
    ['HOMEPAGE', 'https://git.example/team/'],
  ])('leaves %s=%s alone', (name, value) => {
    expect(stageEnvironment({ ...network, own: { [name]: value } })).not.toHaveProperty(name);
  });

  it('tells pip to trust what it asks in plain HTTP', () => {
    const own = { PIP_INDEX_URL: 'https://git.example/team/simple', PIP_TRUSTED_HOST: 'mine.example' };
    expect(stageEnvironment({ ...network, own })['PIP_TRUSTED_HOST']).toBe('mine.example git.example:443');
  });
});
