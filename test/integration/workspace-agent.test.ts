import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { INSTRUCTION_PATTERNS } from '../../src/plan/protected.js';
import { git, type Lab, type LabOptions, lab, repository } from '../support/workspace.js';

const LIMITS = { bytes: 16 << 20, files: 1000 };
const CONFIG = {
  '.claude/settings.json': '{"hooks":{}}\n',
  '.claude/CLAUDE.md': 'hidden\n',
  '.mcp.json': '{}\n',
  'opencode.json': '{}\n',
  'opencode.jsonc': '{}\n',
  'pkg/.opencode/plugin/x.js': 'x\n',
  'pkg/.codex/config.toml': 'x\n',
  'pkg/deep/.gemini/settings.json': '{}\n',
};
const FILES = {
  'AGENTS.md': 'be good\n',
  'pkg/AGENTS.md': 'be better\n',
  'src/a.js': 'a\n',
  'pkg/b.js': 'b\n',
  'pkg/deep/c.js': 'c\n',
  '.gitignore': 'local/\n.claude/settings.local.json\nCLAUDE.local.md\nnode_modules/\n',
  ...CONFIG,
};
const FIND = `find . -path ./.git -prune -o \\( -name '.claude*' -o -name '.codex' -o -name '.gemini' -o -name '.mcp.json' -o -name '.opencode' -o -name 'opencode.json*' -o -name '*.md' \\) -print | sort`;

const disposables: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const dispose of disposables.splice(0).reverse()) await dispose();
});

async function over(repo: string, options: LabOptions): Promise<Lab> {
  const made = await lab(repo, { trustedFiles: [...INSTRUCTION_PATTERNS], ...options });
  disposables.push(
    () => rm(repo, { recursive: true, force: true }),
    () => made.dispose(),
  );
  return made;
}

/** Writes, adds and commits; values that begin with `-> ` are links, null takes a file out. */
async function commit(repo: string, files: Readonly<Record<string, string | null>>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    const target = join(repo, path);
    await rm(target, { recursive: true, force: true });
    if (content === null) continue;
    await mkdir(dirname(target), { recursive: true });
    if (content.startsWith('-> ')) await symlink(content.slice(3), target);
    else await writeFile(target, content);
  }
  git(repo, 'add', '-A', '-f');
  git(repo, 'commit', '-qm', 'change');
  return git(repo, 'rev-parse', 'HEAD');
}

describe.each([
  ['overlay', {}],
  ['overlay from objects', { checkoutUsable: false }],
  ['copy', { copy: true }],
] as const)('an agent’s top by %s', (_name, options) => {
  it('hides agent configuration at any depth, and a proof sees it', async () => {
    const made = await over(await repository(FILES), options);
    const top = await made.workspace.openAgentTop('agent', null);
    expect(await top.renew()).toEqual([]);
    expect(top.hidden).toEqual([
      '.claude',
      '.mcp.json',
      'opencode.json',
      'opencode.jsonc',
      'pkg/.codex',
      'pkg/.opencode',
      'pkg/deep/.gemini',
    ]);
    expect(await made.run(top, `${FIND}; git status --porcelain`)).toEqual({
      code: 0,
      output: './AGENTS.md\n./pkg/AGENTS.md\n',
    });
    const untouched = await made.workspace.collect(top, LIMITS);
    expect(untouched).toMatchObject({ files: [], refusals: [] });
    expect(untouched.diff.length).toBe(0);
    const script =
      'echo more >> pkg/b.js; echo n > pkg/deep/n; git add -A && git commit -qm own && echo s >> pkg/b.js && git stash -q && git stash drop -q; git checkout -q . ; git reset -q --hard; git clean -fdq; git status --porcelain';
    expect(await made.run(top, script)).toEqual({ code: 0, output: '' });
    const patch = await made.workspace.collect(top, LIMITS);
    expect(patch.files.map(({ status, path }) => `${status} ${path}`)).toEqual([
      'modified pkg/b.js',
      'added pkg/deep/n',
    ]);
    const proof = await made.workspace.openPatched('proof', patch, patch.files);
    const seen = await made.run(
      proof,
      `cat ${Object.keys(CONFIG).join(' ')} pkg/b.js pkg/deep/n; git status --porcelain`,
    );
    expect(seen.output).toBe(`${Object.values(CONFIG).join('')}b\nmore\nn\n M pkg/b.js\n?? pkg/deep/n\n`);
  });

  it('takes no removal of what it does not show for a change', async () => {
    const made = await over(await repository(FILES), options);
    const top = await made.workspace.openAgentTop('agent', null);
    await top.renew();
    await made.run(top, 'rm -r pkg; mkdir .claude; rmdir .claude; rm -rf .mcp.json; mkdir opencode.json');
    const patch = await made.workspace.collect(top, LIMITS);
    expect(patch.files.map(({ status, path }) => `${status} ${path}`)).toEqual([
      'deleted pkg/AGENTS.md',
      'deleted pkg/b.js',
      'deleted pkg/deep/c.js',
    ]);
    const proof = await made.workspace.openPatched('proof', patch, patch.files);
    expect((await made.run(proof, 'find pkg -type f | sort')).output).toBe(
      'pkg/.codex/config.toml\npkg/.opencode/plugin/x.js\npkg/deep/.gemini/settings.json\n',
    );
  });

  it('has a change of it in the patch, and not in the next room', async () => {
    const made = await over(await repository(FILES), options);
    const top = await made.workspace.openAgentTop('agent', null);
    await top.renew();
    const plant =
      'mkdir -p .claude src/.opencode/plugin; echo evil > .claude/settings.json; echo evil > src/.opencode/plugin/e.js; ln -s src/a.js pkg/.codex; echo {} > .MCP.json; chmod 0 .claude; ln -s /etc pkg/deep/.gemini; mkdir -p src/.codex/x; chmod 0 src/.codex/x src/.codex';
    expect(await made.run(top, plant)).toEqual({ code: 0, output: '' });
    const patch = await made.workspace.collect(top, LIMITS);
    expect(patch.files.map(({ status, path }) => `${status} ${path}`)).toEqual(
      expect.arrayContaining(['modified .claude/settings.json', 'added src/.opencode/plugin/e.js', 'added pkg/.codex']),
    );
    expect([...(await top.renew())].sort()).toEqual([
      '.MCP.json',
      '.claude',
      'pkg/.codex',
      'pkg/deep/.gemini',
      'src/.codex',
      'src/.opencode',
    ]);
    expect((await made.run(top, FIND)).output).toBe('./AGENTS.md\n./pkg/AGENTS.md\n');
    expect((await made.workspace.collect(top, LIMITS)).files).toEqual([]);
    expect(await top.renew()).toEqual([]);
  });

  it('takes out what was made in the place of hidden things among packages', async () => {
    const made = await over(await repository({ 'vendor/lib/.claude/settings.json': '{}\n', 'a.js': 'a\n' }), options);
    const top = await made.workspace.openAgentTop('agent', null);
    expect(top.hidden).toEqual(['vendor/lib/.claude']);
    await top.renew();
    await made.run(top, 'mkdir -p vendor/lib/.claude; echo evil > vendor/lib/.claude/settings.json');
    expect(await top.renew()).toEqual(['vendor/lib/.claude']);
    expect((await made.run(top, 'ls -A vendor/lib')).output).toBe('');
  });

  it('shows what is trusted by name', async () => {
    const made = await over(await repository(FILES), { ...options, trustedConfig: ['.claude', 'opencode.json'] });
    const top = await made.workspace.openAgentTop('agent', null);
    await top.renew();
    expect(top.hidden).toEqual(['.mcp.json', 'pkg/.codex', 'pkg/.opencode', 'pkg/deep/.gemini']);
    expect((await made.run(top, 'cat .claude/settings.json opencode.json; echo own > .claude/x')).output).toBe(
      '{"hooks":{}}\n{}\n',
    );
    expect(await top.renew()).toEqual([]);
    expect((await made.run(top, 'cat .claude/x')).output).toBe('own\n');
    expect(made.workspace.base.instructions.map(({ path }) => path)).toEqual([
      '.claude/CLAUDE.md',
      'AGENTS.md',
      'pkg/AGENTS.md',
    ]);
  });

  it('hides what prepare made, and ignored files that are kept', async () => {
    const repo = await repository({ ...FILES, '.claude/settings.json': '{}\n' });
    await writeFile(join(repo, '.claude/settings.local.json'), 'local\n');
    await writeFile(join(repo, 'CLAUDE.local.md'), 'local\n');
    await mkdir(join(repo, 'local/.opencode/plugin'), { recursive: true });
    await writeFile(join(repo, 'local/.opencode/plugin/p.js'), 'p\n');
    await writeFile(join(repo, 'local/AGENTS.md'), 'kept\n');
    await mkdir(join(repo, 'node_modules/p'), { recursive: true });
    await writeFile(join(repo, 'node_modules/p/CLAUDE.md'), 'of a package\n');
    const made = await over(repo, { ...options, keepIgnored: true });
    const top = await made.workspace.openAgentTop('agent', null);
    await top.renew();
    expect(top.hidden).toEqual(
      expect.arrayContaining(['.claude', 'CLAUDE.local.md', 'local/.opencode', 'local/AGENTS.md']),
    );
    expect((await made.run(top, `${FIND}; cat node_modules/p/CLAUDE.md`)).output).toBe(
      './AGENTS.md\n./node_modules/p/CLAUDE.md\n./pkg/AGENTS.md\nof a package\n',
    );
    const proof = await made.workspace.openTop('proof');
    expect((await made.run(proof, 'cat .claude/settings.local.json local/AGENTS.md')).output).toBe('local\nkept\n');

    const second = await over(await repository(FILES), options);
    const prepared = await second.workspace.openTop('prepare');
    await second.run(
      prepared,
      'mkdir -p out/.claude new/.opencode; echo h > out/.claude/settings.json; echo p > new/.opencode/p; echo m > GEMINI.md; echo n > new/CLAUDE.md; echo o > out/kept; echo changed > AGENTS.md',
    );
    await second.workspace.freeze(prepared);
    const after = await second.workspace.openAgentTop('agent', null);
    await after.renew();
    expect((await second.run(after, `${FIND}; cat out/kept AGENTS.md`)).output).toBe(
      './AGENTS.md\n./pkg/AGENTS.md\no\nbe good\n',
    );
    expect((await second.workspace.collect(after, LIMITS)).files).toEqual([]);
    const pristine = await second.workspace.openTop('proof');
    expect((await second.run(pristine, 'cat out/.claude/settings.json GEMINI.md')).output).toBe('h\nm\n');
  });

  it('is told by the trusted commit alone', async () => {
    const repo = await repository({
      'CLAUDE.md': 'See @docs/style.md, @src/a.js and @docs/same.md#part, mail me@docs/style.md\n',
      'GEMINI.md': 'Read\n@./docs/chain.md\n',
      'docs/style.md': 'style\n',
      'docs/same.md': 'same\n',
      'docs/chain.md': 'more in @style.md\n',
      'docs/guide.md': 'guide\n',
      'src/a.js': 'a\n',
    });
    const trusted = await commit(repo, {
      'AGENTS.md': '-> docs/guide.md',
      'sub/AGENTS.md': '-> ../../etc/passwd',
      'sub/CLAUDE.md': '-> /etc/passwd',
      'sub/GEMINI.md': '-> ../docs/same.md',
      'loop/AGENTS.md': '-> AGENTS.md',
    });
    const work = await commit(repo, {
      'docs/style.md': 'evil\n',
      'docs/guide.md': 'evil\n',
      'CLAUDE.md': 'evil\n',
      'new/AGENTS.md': 'evil\n',
      'new/.agents/skills/x/SKILL.md': 'evil\n',
      'CONTEXT.md': 'evil\n',
      '.claude/settings.json': 'evil\n',
      '.codex': '-> docs',
      'loop/x': 'x\n',
    });
    const made = await over(repo, { ...options, trusted, work });
    const { base } = made.workspace;
    const shown = 'See docs/style.md, @src/a.js and @docs/same.md#part, mail me@docs/style.md\n';
    const top = await made.workspace.openAgentTop('agent', null);
    await top.renew();
    const read = `for f in CLAUDE.md GEMINI.md AGENTS.md sub/AGENTS.md sub/CLAUDE.md sub/GEMINI.md loop/AGENTS.md new/AGENTS.md CONTEXT.md .codex new/.agents; do echo "$f: $(cat $f 2>/dev/null)"; done`;
    expect((await made.run(top, `${read}; git status --porcelain`)).output).toBe(
      `CLAUDE.md: ${shown}GEMINI.md: Read\n./docs/chain.md\nAGENTS.md: guide\nsub/AGENTS.md: \nsub/CLAUDE.md: \nsub/GEMINI.md: same\nloop/AGENTS.md: \nnew/AGENTS.md: \nCONTEXT.md: \n.codex: \nnew/.agents: \n`,
    );
    expect(base.instructions.map(({ path }) => path).sort()).toEqual([
      'AGENTS.md',
      'CLAUDE.md',
      'GEMINI.md',
      'sub/GEMINI.md',
    ]);
    expect(base.instructions.find(({ path }) => path === 'CLAUDE.md')?.bytes).toBe(shown.length);
    expect(base.notices.join('\n')).toMatch(
      /AGENTS\.md is a link to a file that the trusted commit has otherwise[\s\S]*CLAUDE\.md imports[\s\S]*docs\/style\.md[\s\S]*GEMINI\.md imports[\s\S]*docs\/chain\.md/,
    );
    await made.run(top, 'touch CLAUDE.md; chmod u+w CLAUDE.md; echo x >> src/a.js');
    const patch = await made.workspace.collect(top, LIMITS);
    expect(patch.files.map(({ status, path }) => `${status} ${path}`)).toEqual(['modified src/a.js']);
    await made.run(top, 'echo obey > CLAUDE.md; rm AGENTS.md; ln -s src/a.js AGENTS.md');
    expect((await made.workspace.collect(top, LIMITS)).files.map(({ path }) => path)).toEqual([
      'AGENTS.md',
      'CLAUDE.md',
      'src/a.js',
    ]);
    expect([...(await top.renew())].sort()).toEqual(['AGENTS.md', 'CLAUDE.md']);
    expect((await made.run(top, 'cat CLAUDE.md AGENTS.md')).output).toBe(`${shown}guide\n`);
    const proof = await made.workspace.openTop('proof');
    expect((await made.run(proof, 'readlink AGENTS.md; cat CLAUDE.md')).output).toMatch(/^docs\/guide\.md\nSee @docs/);
  });

  it('comes in skills, and in names of plugins, from the trusted commit alone', async () => {
    const skill = '---\nname: s\ndescription: good\n---\n';
    const repo = await repository({ 'docs/guide.md': 'guide\n' });
    const trusted = await commit(repo, {
      '.agents/skills/own/SKILL.md': skill,
      '.agents/skills/shared': '-> ../../shared/same',
      '.agents/skills/led': '-> ../../shared/other',
      '.agents/skills/twice': '-> ../../shared/linked',
      '.agents/skills/none': '-> ../../packages/none',
      'shared/same/SKILL.md': skill,
      'shared/other/SKILL.md': skill,
      'shared/linked/SKILL.md': '-> ../../docs/guide.md',
      '.codex-plugin/plugin.json': '{"name":"good"}\n',
      '.gitignore': '.agents/skills/made\npackages\nsub\n',
    });
    const work = await commit(repo, {
      '.agents/skills/own/SKILL.md': 'evil\n',
      '.codex-plugin/plugin.json': '{"name":"evil"}\n',
      '.claude-plugin/plugin.json': '{"name":"evil"}\n',
      'shared/other/SKILL.md': 'evil\n',
      'docs/guide.md': 'evil\n',
    });
    const made = await over(repo, { ...options, trusted, work });
    const prepare = await made.workspace.openTop('prepare');
    await made.run(
      prepare,
      'for d in .agents/skills/made packages/none sub/.agents/skills/x sub/.cursor-plugin; do mkdir -p $d; echo evil > $d/SKILL.md; done; mkdir shared/same/more; echo evil > shared/same/more/SKILL.md; echo evil > shared/same/x.md; chmod u+w .agents/skills/own/SKILL.md; echo evil > .agents/skills/own/SKILL.md',
    );
    await made.workspace.freeze(prepare);
    const top = await made.workspace.openAgentTop('agent', null);
    await top.renew();
    const shown = await made.run(
      top,
      'find -L .agents .c*-plugin sub packages -type f | sort; cat .agents/skills/*/SKILL.md .codex-plugin/plugin.json; git status --porcelain',
    );
    expect(shown.output).toBe(
      `.agents/skills/own/SKILL.md\n.agents/skills/shared/SKILL.md\n.codex-plugin/plugin.json\npackages/none/SKILL.md\n${skill}${skill}{"name":"good"}\n`,
    );
    expect(made.workspace.base.notices.filter((notice) => notice.includes('agents are not shown it'))).toEqual(
      ['led', 'none', 'twice'].map(
        (name) => `.agents/skills/${name} leads to what the work commit decides, and agents are not shown it`,
      ),
    );
    const proof = await made.workspace.openTop('proof');
    expect((await made.run(proof, 'cat .agents/skills/led/SKILL.md sub/.cursor-plugin/SKILL.md')).output).toBe(
      'evil\nevil\n',
    );
  });

  it('is not told by what prepare made in the place of an import', async () => {
    const repo = await repository({
      'CLAUDE.md': 'See **@docs/none.md** and\n@docs/chain.md and @docs/other.md or @made/deep/x.md\n',
      'evil/deep/x.md': 'evil\n',
      'docs/chain.md': '- @../more/none.md\n',
      '.gitignore': 'docs/none.md\nmore/\nmade\n',
    });
    const trusted = git(repo, 'rev-parse', 'HEAD');
    const work = await commit(repo, { 'package.json': '{}\n' });
    const made = await over(repo, { ...options, trusted, work });
    const before = await made.workspace.openAgentTop('before', null);
    await before.renew();
    const text = 'See **@docs/none.md** and\n@docs/chain.md and @docs/other.md or @made/deep/x.md\n';
    expect((await made.run(before, 'cat CLAUDE.md')).output).toBe(text);
    const prepared = await made.workspace.openTop('prepare');
    await made.run(prepared, 'mkdir more; echo evil > more/none.md; echo evil > docs/none.md; ln -s evil made');
    await made.workspace.freeze(prepared);
    const after = await made.workspace.openAgentTop('after', null);
    await after.renew();
    expect((await made.run(after, 'cat CLAUDE.md; git status --porcelain')).output).toBe(
      'See **docs/none.md** and\ndocs/chain.md and @docs/other.md or made/deep/x.md\n',
    );
    expect((await made.workspace.collect(after, LIMITS)).files).toEqual([]);
  });

  it('makes the directories that it may write, and follows no link', async () => {
    const repo = await repository(FILES);
    await commit(repo, { link: '-> src', 'src/up': '-> ../pkg' });
    const made = await over(repo, options);
    const top = await made.workspace.openAgentTop('agent', ['src', 'brand/new']);
    await top.renew();
    await top.renew();
    expect((await made.run(top, 'echo x > brand/new/f && rm -r brand src/a.js && echo kept > brand')).code).toBe(0);
    await expect(top.renew()).rejects.toMatchObject({
      code: 'workspace.writable-roots',
      message: /"brand\/new".*brand.*no directory/,
    });
    for (const [root, why] of [
      ['link', /link/],
      ['src/up/deep', /link/],
      ['AGENTS.md', /no directory/],
      ['pkg/.codex', /trust-agent-config|agent configuration/],
    ] as const) {
      const other = await made.workspace.openAgentTop(`agent-${root.replaceAll('/', '-')}`, [root]);
      await expect(other.renew()).rejects.toMatchObject({ code: 'workspace.writable-roots', message: why });
    }
  });

  it('never leaves its tree while it clears it', async () => {
    const repo = await repository({ ...FILES, 'sub/x/CLAUDE.local.md': 'x\n' });
    const made = await over(repo, { ...options, keepIgnored: true });
    const outside = await repository({ 'x/CLAUDE.local.md': 'safe\n', '.claude/y': 'safe\n' });
    await chmod(outside, 0o777);
    disposables.push(() => rm(outside, { recursive: true, force: true }));
    const top = await made.workspace.openAgentTop('agent', null);
    await top.renew();
    await made.run(top, `rm -rf sub; ln -s ${outside} sub; ln -s ${outside} src/.claude; ln -s ${outside} src/dir`);
    expect(await top.renew()).toEqual(['src/.claude']);
    expect(git(outside, 'status', '--porcelain')).toBe('');
  });
});
