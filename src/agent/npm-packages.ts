import { join } from 'node:path';
import { CleanroomError } from '../support/errors.js';

/** The machine that the rooms run on, in Node's words (`process.platform`, `process.arch`). */
export interface Platform {
  readonly os: string;
  readonly arch: string;
  /** Which C library the system of the rooms has. Default glibc. */
  readonly libc?: 'glibc' | 'musl';
  /** False: an x64 processor without AVX2. */
  readonly avx2?: boolean;
}

/** What is installed for one platform. */
export interface NpmLayout {
  /** Name in the package registry. */
  readonly package: string;
  /** Tells apart what is installed on the same kind of machine: `musl`, `baseline`; empty: nothing to tell apart. */
  readonly variant: string;
  /** The directory that becomes the layer, relative to the installation. */
  readonly directory: string;
  /** The program in it. */
  readonly program: string;
  /** Whether the program is in one of the package's optional dependencies. */
  readonly optional: boolean;
  /** What runs it: the kernel, or Node. */
  readonly runtime: 'native' | 'node';
}

/** How one agent is packaged. */
export interface NpmAgentPackage {
  /** Names the layer in the cache and in the room. */
  readonly name: string;
  /** @throws CleanroomError `agent.platform` when the agent is not made for the platform */
  layout(platform: Platform): NpmLayout;
}

/**
 * `@openai/codex` is a small launcher for Node beside one optional package per platform. That one holds
 * `vendor/TRIPLE/` with `bin/codex` (static), `bin/codex-code-mode-host`, `codex-path/rg`, which codex puts into its
 * own PATH, and `codex-package.json`, by which the program finds them. So no Node is needed where it runs.
 */
export const CODEX_PACKAGE: NpmAgentPackage = {
  name: 'codex',
  layout: (platform) => {
    const { arch } = linux('codex', platform);
    return {
      package: '@openai/codex',
      variant: '',
      directory: join('node_modules', '@openai', `codex-linux-${arch}`, 'vendor', CODEX_LINUX_TRIPLES[arch]),
      program: join('bin', 'codex'),
      optional: true,
      runtime: 'native',
    };
  },
};

const CODEX_LINUX_TRIPLES = { x64: 'x86_64-unknown-linux-musl', arm64: 'aarch64-unknown-linux-musl' };

/**
 * `@anthropic-ai/claude-code` is a launcher as well. The package of the platform is asked for by its own name: it is
 * one file, linked against the system's C library, that needs neither the launcher nor its install script.
 */
export const CLAUDE_PACKAGE: NpmAgentPackage = {
  name: 'claude',
  layout: (platform) => {
    const { arch, libc } = linux('claude', platform);
    const name = `claude-code-linux-${arch}${libc === 'musl' ? '-musl' : ''}`;
    return {
      package: `@anthropic-ai/${name}`,
      variant: libc === 'musl' ? 'musl' : '',
      directory: join('node_modules', '@anthropic-ai', name),
      program: 'claude',
      optional: false,
      runtime: 'native',
    };
  },
};

/**
 * A bundle for Node that needs nothing beside itself. Its optional dependencies, terminals and keychains made of native
 * code, stay outside of the layer: the agent does without them, and they might not fit the room's system.
 */
export const GEMINI_PACKAGE: NpmAgentPackage = {
  name: 'gemini',
  layout: (platform) => {
    linux('gemini', platform);
    return {
      package: '@google/gemini-cli',
      variant: '',
      directory: join('node_modules', '@google', 'gemini-cli'),
      program: join('bundle', 'gemini.js'),
      optional: false,
      runtime: 'node',
    };
  },
};

/** As with claude. The usual programs for x64 need a processor with AVX2; there is one of each kind without. */
export const OPENCODE_PACKAGE: NpmAgentPackage = {
  name: 'opencode',
  layout: (platform) => {
    const { arch, libc } = linux('opencode', platform);
    const variant = [
      ...(arch === 'x64' && platform.avx2 === false ? ['baseline'] : []),
      ...(libc === 'musl' ? ['musl'] : []),
    ].join('-');
    const name = ['opencode-linux', arch, ...(variant === '' ? [] : [variant])].join('-');
    return {
      package: name,
      variant,
      directory: join('node_modules', name),
      program: join('bin', 'opencode'),
      optional: false,
      runtime: 'native',
    };
  },
};

function linux(agent: string, { os, arch, libc = 'glibc' }: Platform) {
  if (os !== 'linux' || (arch !== 'x64' && arch !== 'arm64'))
    throw new CleanroomError('agent.platform', `${agent} has no program for ${os} on ${arch} that a room can run`, {
      hint: 'rooms run on Linux, x64 or arm64',
    });
  return { arch, libc } as const;
}
