import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { INSTRUCTION_PATTERNS } from '../../../src/plan/protected.js';
import type { Top, Workspace } from '../../../src/workspace/types.js';
import { git, lab, repository } from '../../support/workspace.js';
import { token } from '../suite/site.js';
import type { Attack } from '../suite/types.js';

const FILES = {
  'CLAUDE.md': 'Read @docs/style.md\n',
  'docs/style.md': 'style\n',
  'docs/guide.md': 'guide\n',
  'src/a.js': 'a\n',
};

interface Voice {
  readonly id: string;
  readonly tries: string;
  readonly guard: string;
  /** The author's files; a value that begins with `-> ` is a link. */
  head?(mark: string): Readonly<Record<string, string>>;
  /** The trusted commit's own. */
  readonly trusted?: Readonly<Record<string, string>>;
  /** What an earlier turn of the agent does. */
  earlier?(mark: string): string;
  /** What prepare does, which is code of the pull request. */
  prepare?(mark: string): string;
  /** Prints the mark where the next turn's agent would act on it. */
  readonly look: string;
}

const HIDDEN = 'configuration of agents is hidden, and what a turn makes of it is taken out before the next';
const PLUGIN = 'cat .opencode/plugin/x.js .claude/settings.json .mcp.json .codex/config.toml 2>/dev/null';

const VOICES: readonly Voice[] = [
  {
    id: 'agent-config-head',
    tries: "bring hooks, plugins and servers in a pull request for the agent's own start",
    guard: HIDDEN,
    head: (mark) => ({ '.opencode/plugin/x.js': mark, '.claude/settings.json': mark, '.mcp.json': mark }),
    look: PLUGIN,
  },
  {
    id: 'agent-config-link',
    tries: 'bring them as a link to an ordinary directory',
    guard: HIDDEN,
    head: (mark) => ({ 'lib/plugin/x.js': mark, '.opencode': '-> lib' }),
    look: PLUGIN,
  },
  {
    id: 'agent-config-prepare',
    tries: 'have prepare make them, and instructions besides',
    guard: HIDDEN,
    prepare: (mark) => `mkdir -p .opencode/plugin; echo ${mark} > .opencode/plugin/x.js; echo ${mark} > GEMINI.md`,
    look: `${PLUGIN} GEMINI.md`,
  },
  {
    id: 'agent-config-planted',
    tries: "plant them in one turn for the next one's start",
    guard: HIDDEN,
    earlier: (mark) =>
      `mkdir -p .opencode/plugin lib; echo ${mark} > .opencode/plugin/x.js; echo ${mark} > lib/settings.json; ln -s lib .claude; chmod 0 .opencode/plugin .opencode`,
    look: `chmod -R 700 .opencode; ${PLUGIN}`,
  },
  {
    id: 'agent-config-restored',
    tries: 'bring the hidden ones back by git, for the next turn',
    guard: HIDDEN,
    trusted: { '.claude/settings.json': 'MARK\n' },
    earlier: () =>
      'git update-index --no-skip-worktree .claude/settings.json; git checkout HEAD -- .claude; umount .claude',
    look: PLUGIN,
  },
  {
    id: 'instructions-import',
    tries: 'speak to the agent by a file that trusted instructions import',
    guard: 'an import that leads to what the work commit decides becomes a plain name',
    head: (mark) => ({ 'docs/style.md': mark }),
    look: `grep -q '@docs/style.md' CLAUDE.md && cat docs/style.md`,
  },
  {
    id: 'instructions-link',
    tries: 'speak to the agent by a file that a trusted AGENTS.md is a link to',
    guard: 'a link to what the work commit decides shows the trusted text',
    trusted: { 'AGENTS.md': '-> docs/guide.md' },
    head: (mark) => ({ 'docs/guide.md': mark }),
    look: 'cat AGENTS.md',
  },
];

/** Whether the next turn's agent is told or run what it should not be. */
async function heard(voice: Voice, guarded: boolean): Promise<boolean> {
  const mark = token('voice');
  const marked = (files: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(files).map(([path, content]) => [path, content.replace('MARK', mark)]));
  const repo = await repository(FILES);
  try {
    const trusted = await put(repo, marked(voice.trusted ?? {}));
    const work = await put(repo, voice.head?.(mark) ?? {});
    const made = await lab(repo, { trusted: guarded ? trusted : work, work, trustedFiles: INSTRUCTION_PATTERNS });
    try {
      if (voice.prepare) {
        const prepared = await made.workspace.openTop('prepare');
        await made.run(prepared, voice.prepare(mark));
        await made.workspace.freeze(prepared);
      }
      const { top, renew } = await open(made.workspace, guarded);
      await renew();
      if (voice.earlier) await made.run(top, voice.earlier(mark));
      await renew();
      return (await made.run(top, voice.look)).output.includes(mark);
    } finally {
      await made.dispose();
    }
  } finally {
    await rm(repo, { recursive: true, force: true });
  }
}

async function open(workspace: Workspace, guarded: boolean): Promise<{ top: Top; renew(): Promise<unknown> }> {
  if (!guarded) return { top: await workspace.openTop('agent'), renew: () => Promise.resolve() };
  const top = await workspace.openAgentTop('agent', null);
  return { top, renew: () => top.renew() };
}

async function put(repo: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    const target = join(repo, path);
    await rm(target, { recursive: true, force: true });
    await mkdir(dirname(target), { recursive: true });
    if (content.startsWith('-> ')) await symlink(content.slice(3), target);
    else await writeFile(target, content);
  }
  git(repo, 'add', '-A', '-f');
  git(repo, 'commit', '-q', '--allow-empty', '-m', 'change');
  return git(repo, 'rev-parse', 'HEAD');
}

export const AGENT_FILES: readonly Attack[] = VOICES.map((voice) => ({
  id: voice.id,
  area: 'agent configuration',
  tries: voice.tries,
  guard: voice.guard,
  careless: () => heard(voice, false),
  ours: () => heard(voice, true),
}));
