import { chmod, lstat, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, systemClock } from '../support/clock.js';
import { CleanroomError, errnoOf, messageOf } from '../support/errors.js';
import { isObject } from '../support/json-object.js';
import type { HostResult, runHost } from '../support/process.js';
import { isTransient, npmFailure } from './npm-failure.js';
import type { NpmAgentPackage, NpmLayout, Platform } from './npm-packages.js';
import { ROOM_PATHS } from './room-paths.js';
import { publish, readInstalled, stagingDirectory, type ToolRecord } from './tool-cache.js';
import type { ToolLayer } from './types.js';

export interface NpmInstall {
  readonly package: NpmAgentPackage;
  /** An exact version; ranges and tags would make a run depend on the day. */
  readonly version: string;
  /** Absolute; one directory per tool, version and platform is made in it. */
  readonly cacheDirectory: string;
  /** `npm` to look it up in the PATH of `env`, or its absolute path. */
  readonly npm: string;
  /** Environment of npm: HOME and NPM_CONFIG_* make it use the person's own configuration. */
  readonly env: Readonly<Record<string, string>>;
  readonly run: typeof runHost;
  readonly platform: Platform;
  readonly signal?: AbortSignal;
  /**
   * How long to wait before npm is asked again where its registry fails for the moment, ms, once for each. npm's own
   * retries end where an answer has begun. Default: 2 s, then 8 s.
   */
  readonly retryDelaysMs?: readonly number[];
  /** Default: the system's. */
  readonly clock?: Pick<Clock, 'monotonic'>;
}

const RETRY_DELAYS_MS: readonly number[] = [2000, 8000];
/** After this npm is not asked again: what took so long, it has asked for several times by itself. */
const PATIENCE_MS = 2 * 60 * 1000;

const EXACT_VERSION = /^\d{1,9}\.\d{1,9}\.\d{1,9}(-[0-9A-Za-z.-]{1,64})?$/;
const MAX_LOCK_BYTES = 16 * 1024 * 1024;

/**
 * A layer with an agent's own program, installed once per version and kind of machine. When it is there already, npm
 * is not called and no network is needed. Several processes may install the same tool at once: each works in a directory of
 * its own, and one rename decides.
 * @throws CleanroomError `agent.version-invalid`, `agent.platform`, `agent.npm-missing`, `agent.version-unknown`,
 *   `agent.offline`, `agent.registry-denied`, `agent.install-failed`, `agent.package-incomplete`
 */
export async function installNpmAgent(install: NpmInstall): Promise<ToolLayer> {
  const { package: agent, version, platform } = install;
  if (!EXACT_VERSION.test(version))
    throw new CleanroomError('agent.version-invalid', `${agent.name} version ${JSON.stringify(version)} is not exact`, {
      hint: 'give a full version such as 1.2.3',
      kind: 'usage',
    });
  const layout = agent.layout(platform);
  const key = [platform.os, platform.arch, ...(layout.variant === '' ? [] : [layout.variant])].join('-');
  const target = join(install.cacheDirectory, `${agent.name}-${version}-${key}`);
  const layer: ToolLayer = {
    source: join(target, layout.directory),
    target: `${ROOM_PATHS.tools}/${agent.name}`,
    version,
  };
  const expected = {
    name: agent.name,
    package: layout.package,
    version,
    platform: key,
    program: join(layout.directory, layout.program),
  };
  if ((await readInstalled(target, expected)) !== undefined) return layer;

  const staging = await cacheStaging(target, install.cacheDirectory);
  try {
    await runNpmPatiently(install, layout, staging);
    if (layout.runtime === 'node') await chmod(join(staging, expected.program), 0o755).catch(() => {});
    await publish(staging, target, await recordOf(staging, expected));
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
  return layer;
}

async function cacheStaging(target: string, cacheDirectory: string): Promise<string> {
  try {
    return await stagingDirectory(target);
  } catch (cause) {
    throw new CleanroomError('agent.cache', `cannot write the tool cache ${cacheDirectory}: ${messageOf(cause)}`, {
      hint: 'point the tool cache at a directory that you may write',
      cause,
    });
  }
}

/** Asks again where what failed may be over in a moment; what npm has fetched by then is in its own cache. */
async function runNpmPatiently(install: NpmInstall, layout: NpmLayout, staging: string): Promise<void> {
  const { retryDelaysMs: delays = RETRY_DELAYS_MS, clock = systemClock } = install;
  const end = clock.monotonic() + PATIENCE_MS;
  for (let times = 1; ; times += 1) {
    const result = await runNpm(install, layout, staging);
    if (result.code === 0) return;
    const delay = delays[times - 1];
    if (delay === undefined || clock.monotonic() >= end || !isTransient(result))
      throw npmFailure(`${layout.package}@${install.version}`, result, times);
    await sleep(delay, undefined, install.signal ? { signal: install.signal } : {});
  }
}

async function runNpm(install: NpmInstall, layout: NpmLayout, staging: string): Promise<HostResult> {
  const spec = `${layout.package}@${install.version}`;
  // An own package.json keeps npm from looking for a project, and its configuration, in the directories above.
  await writeFile(join(staging, 'package.json'), '{"private":true}\n');
  try {
    return await install.run({
      argv: [
        install.npm,
        'install',
        '--prefix',
        staging,
        '--location=project',
        '--install-strategy=hoisted',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--no-package-lock',
        '--no-bin-links',
        '--omit=dev',
        // Codex's program is an optional dependency, one per platform; a person's configuration may leave those out.
        layout.optional ? '--include=optional' : '--omit=optional',
        // The package says for which C library it is. That of this host, which npm would insist on, is not the room's.
        ...(layout.variant.endsWith('musl') ? ['--force'] : []),
        spec,
      ],
      cwd: staging,
      env: install.env,
      ...(install.signal ? { signal: install.signal } : {}),
    });
  } catch (cause) {
    if (cause instanceof CleanroomError && cause.code === 'process.spawn' && errnoOf(cause.cause) === 'ENOENT')
      throw new CleanroomError(
        'agent.npm-missing',
        `npm is needed to install ${spec}, and ${install.npm} was not found`,
        {
          hint: 'install Node.js with npm, or run once on a machine that has it and share the tool cache',
          cause,
        },
      );
    throw cause;
  }
}

async function recordOf(
  staging: string,
  expected: Pick<ToolRecord, 'name' | 'package' | 'version' | 'platform' | 'program'>,
): Promise<ToolRecord> {
  const program = await lstat(join(staging, expected.program)).catch(() => undefined);
  if (!program?.isFile() || (program.mode & 0o111) === 0)
    throw new CleanroomError(
      'agent.package-incomplete',
      `${expected.package}@${expected.version} holds no program for ${expected.platform} at ${expected.program}`,
      {
        hint: 'the registry may lack the platform package, or this version is laid out differently: use the default version',
      },
    );
  return {
    schema: 'cleanroom/tool/v1',
    ...expected,
    programBytes: program.size,
    packages: await installedPackages(staging),
  };
}

/** What npm wrote down about the packages that it unpacked and checked. */
async function installedPackages(staging: string): Promise<ToolRecord['packages']> {
  const path = join(staging, 'node_modules', '.package-lock.json');
  const size = await lstat(path).then(
    (entry) => entry.size,
    () => 0,
  );
  if (size === 0 || size > MAX_LOCK_BYTES) return [];
  const lock: unknown = JSON.parse(await readFile(path, 'utf8'));
  const packages = isObject(lock) && isObject(lock['packages']) ? lock['packages'] : {};
  return Object.entries(packages).flatMap(([location, entry]) =>
    isObject(entry) && typeof entry['version'] === 'string'
      ? [
          {
            name: location.replace(/^.*node_modules\//, ''),
            version: entry['version'],
            integrity: typeof entry['integrity'] === 'string' ? entry['integrity'] : null,
          },
        ]
      : [],
  );
}
