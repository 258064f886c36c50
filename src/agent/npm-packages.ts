import { join } from 'node:path';
import { CleanroomError } from '../support/errors.js';

/** The machine that the rooms run on, in Node's words (`process.platform`, `process.arch`). */
export interface Platform {
  readonly os: string;
  readonly arch: string;
}

/** How one agent is packaged: where its self-contained program lies in an installed package. */
export interface NpmAgentPackage {
  /** Names the layer in the cache and in the room. */
  readonly name: string;
  /** Name in the package registry. */
  readonly package: string;
  /**
   * The directory that becomes the layer, relative to the installation, and the program in it.
   * @throws CleanroomError `agent.platform` when the agent is not made for the platform
   */
  layout(platform: Platform): { readonly directory: string; readonly program: string };
}

/**
 * `@openai/codex` is a small launcher for Node beside one optional package per platform. That one holds
 * `vendor/TRIPLE/` with `bin/codex` (static), `bin/codex-code-mode-host`, `codex-path/rg`, which codex puts into its
 * own PATH, and `codex-package.json`, by which the program finds them. So no Node is needed where it runs.
 */
export const CODEX_PACKAGE: NpmAgentPackage = {
  name: 'codex',
  package: '@openai/codex',
  layout: ({ os, arch }) => {
    const triple = os === 'linux' ? CODEX_LINUX_TRIPLES.get(arch) : undefined;
    if (triple === undefined)
      throw new CleanroomError('agent.platform', `codex has no program for ${os} on ${arch} that a room can run`, {
        hint: 'rooms run on Linux, x64 or arm64',
      });
    return {
      directory: join('node_modules', '@openai', `codex-linux-${arch}`, 'vendor', triple),
      program: join('bin', 'codex'),
    };
  },
};

const CODEX_LINUX_TRIPLES: ReadonlyMap<string, string> = new Map([
  ['x64', 'x86_64-unknown-linux-musl'],
  ['arm64', 'aarch64-unknown-linux-musl'],
]);
