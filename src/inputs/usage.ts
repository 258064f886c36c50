import { definitionOf, GROUPS, type Group, SETTING_NAMES } from './settings.js';

const WIDTH = 100;
const INDENT = 30;

const TITLES: Readonly<Record<Group, string>> = {
  task: 'Task',
  agent: 'Agent',
  verifier: 'Verifier',
  report: 'Report',
  limits: 'Limits',
  sandbox: 'Sandbox',
  source: 'Source',
  results: 'Results',
  publish: 'Publishing',
  gate: 'Who may start a run',
};

const COMMANDS: readonly (readonly [string, string])[] = [
  ['run', 'Let the agent work until the verifier passes in a pristine room. With --resume: go on with such a run.'],
  ['plan', 'Print the plan of such a run, and start nothing.'],
  [
    'init [--write]',
    'Propose a configuration and a workflow for what the last commit holds; with --write, write those that do not exist.',
  ],
  [
    'policy validate [FILE]',
    'Print what each stage may reach, and which rule says so; or judge a file that is not committed.',
  ],
  ['policy show HOST:PORT', 'Say who may reach a host, by which rule, and what would allow it.'],
  [
    'agent [FLAGS] NAME [--] ARGS',
    'Use an agent in a room: codex, claude, gemini, opencode, or one that is configured under agents. In a terminal it has one of its own; else its streams are passed on, and its exit code is this one.',
  ],
  ['rooms list', 'Show the rooms that agent --keep kept.'],
  ['rooms rm ROOM...|--all', 'Remove rooms that nobody uses.'],
  ['demo', 'Repair a small real repository, to see it work.'],
  ['doctor', 'Say what this machine can do, what is missing, and what mends it.'],
  [
    'show EVIDENCE',
    'Show how a recorded run went. With --open: as a page in the browser, made anew; with --page FILE: write that page.',
  ],
  [
    'verify EVIDENCE',
    'Check recorded evidence against itself and against the repository, and prove its change again. With --ref, --trusted-ref, --hidden-files and --confirm-runs as below; --timeout is 1h for all of it, whatever the evidence says.',
  ],
  [
    'publish EVIDENCE',
    'Publish what a run left that had no token that writes: comment, check run and delivery, with the settings of publishing below. The evidence is checked first, as input from an enemy.',
  ],
  ['help', 'Print this text.'],
  ['version', 'Print the version.'],
];

const GENERAL: readonly (readonly [string, string])[] = [
  ['--repo DIR', 'The repository to work on. Default: the current directory.'],
  ['--json', 'Print one JSON document instead of text.'],
  ['-h, --help', 'Print this text.'],
];

const RESULT_FILES: readonly (readonly [string, string])[] = [
  ['--comment-file FILE', 'Write the comment to this file too, as Markdown: for whatever posts it.'],
  ['--code-quality-file FILE', "Write findings as GitLab's code quality report."],
  ['--junit-file FILE', "Write the verdict and findings as JUnit's XML."],
];

const AGENT: readonly (readonly [string, string])[] = [
  ['--keep', 'Keep the room: its HOME and its changes, no process and no credential.'],
  ['--room-id ROOM', 'Use a kept room again.'],
  ['--patch FILE', 'Write the changes to this file. Default: a new file of our own, if there are any.'],
  ['--apply', 'Make the changes in the repository too, if what they touch is as the room had it at first.'],
  ['--trust-credentials', "Copy what the repository's configuration maps under agents.NAME.credentials into the room."],
  ['--dangerously-allow-all', 'Let a new room reach every public address.'],
  ['--evidence DIR', 'Record what the room did: a new folder, without what was typed and shown. Default: no record.'],
];

const VERIFY: readonly (readonly [string, string])[] = [
  ['--no-proof', 'Check the record alone; run nothing.'],
  ['--allow-network', 'Let the prepare command and the verifier reach the hosts that the plan of the evidence allows.'],
  ['--plan-sha256 DIGEST', 'The digest that the plan has to have: of the outputs of the job, or of an attestation.'],
  ['--manifest-sha256 DIGEST', 'The same for the manifest, and so for the whole folder.'],
];

const PUBLISH: readonly (readonly [string, string])[] = [
  ['--github-repository NAME', "owner/name that is written to. Default: the CI system's own."],
  ['--pull-request NUMBER', "The pull request that the evidence is about. Default: the CI system's own."],
  ['--commit COMMIT', 'The commit that was worked on. Evidence of another one is refused.'],
  ['--manifest-sha256 DIGEST', 'The digest that the manifest has to have, as the job of the run said it.'],
  ['--artifact-url URL', 'Page of the artifact that holds the evidence, for the link in the comment.'],
  ['--fail-on-verdict BOOLEAN', 'Whether to exit as the run did. Default: true.'],
];

const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ['CLEANROOM_API_KEY', 'Key for the model; else OPENAI_API_KEY, ANTHROPIC_API_KEY or GEMINI_API_KEY, by provider.'],
  ['GITHUB_TOKEN', 'In CI: token for the repository on GitHub, for the comment. CLEANROOM_GITHUB_TOKEN wins over it.'],
  [
    'CLEANROOM_BASE_BRANCH',
    'In CI: the branch that the pull request goes to, where the system does not tell. See docs/guides/ci.md.',
  ],
  ['CLEANROOM_PULL_REQUEST', 'On CircleCI: number of the pull request, where its own variables do not tell.'],
  ['CLEANROOM_CI', 'buildkite, gitlab, jenkins, circleci or none, where the environment is that of several.'],
];

const EXITS: readonly (readonly [string, string])[] = [
  ['0', 'The run is green, or there was nothing to prove.'],
  ['1', 'The run ended, and is not green.'],
  ['2', 'The command, a setting or the configuration file is wrong.'],
  ['3', 'A part that the run needs is missing or failed.'],
  ['130', 'The run was cancelled.'],
];

/** The help of the command line, at most 100 columns wide. */
export function usage(): string {
  const sections = GROUPS.map((group) => {
    const rows = SETTING_NAMES.filter((name) => definitionOf(name).group === group).map((name) => {
      const { kind, description, defaultText } = definitionOf(name);
      const stop = defaultText.endsWith('.') ? '' : '.';
      const text = `${description} Default: ${defaultText}${stop}${kind.repeatable ? ' Can be given again.' : ''}`;
      return [`--${name} ${kind.placeholder}`, text.replaceAll('`', '')] as const;
    });
    return section(TITLES[group], rows);
  });
  return [
    'Usage: cleanroom-action COMMAND [--SETTING VALUE]...\n',
    section('Commands', COMMANDS),
    section('General', GENERAL),
    section('Files for CI systems, of run', RESULT_FILES),
    section('Flags of agent, before the name', AGENT),
    section('Flags of verify', VERIFY),
    section('Flags of publish', PUBLISH),
    ...sections,
    section('Environment', ENVIRONMENT),
    section('Exit status', EXITS),
    'Every setting can also stand in .github/cleanroom.yml of the trusted commit, by the same name,\nexcept config, ref, trusted-ref and resume. Flags win over the file.\nWhere neither --trusted-ref nor a CI system says which commit is trusted, the file does not decide\nabout your keys, files and network.\n',
  ].join('\n');
}

function section(title: string, rows: readonly (readonly [string, string])[]): string {
  return `${title}:\n${rows.map(([term, text]) => row(term, text)).join('')}`;
}

function row(term: string, text: string): string {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    if (current !== '' && INDENT + current.length + 1 + word.length > WIDTH) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  lines.push(current);
  const head = `  ${term}`;
  const fits = head.length + 2 <= INDENT;
  const first = fits ? `${head.padEnd(INDENT)}${lines.shift() ?? ''}\n` : `${head}\n`;
  return first + lines.map((line) => `${' '.repeat(INDENT)}${line}\n`).join('');
}
