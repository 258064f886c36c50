import { type CommandName, OWN_FLAGS, settingsOf } from './command-names.js';
import { definitionOf, GROUPS, type Group, type SettingName } from './settings.js';

const WIDTH = 80;
const INDENT = 24;

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

interface CommandHelp {
  /** What follows the program's name, one line for each form. */
  readonly forms: readonly string[];
  /** One line, for the list of all commands. */
  readonly short: string;
  readonly text: string;
  readonly examples: readonly string[];
}

const COMMANDS: Readonly<Record<CommandName, CommandHelp>> = {
  run: {
    forms: ['run --prompt TEXT --verify COMMAND [--SETTING VALUE]...', 'run --resume DIR'],
    short: 'Let the agent work until the verifier passes in a pristine room.',
    text: 'Lets the agent work until the verifier passes in a pristine room. With --resume it goes on with a run that was interrupted. What is worked on is the last commit of the repository, and nothing in the checkout is changed: the result ends with the line that applies it.',
    examples: [
      "run --prompt 'Mend the tests' --verify 'npm test'",
      'run --prompt-file task.md --verify-preset pytest',
      'run --prompt x --verify y --agent command --agent-command a',
    ],
  },
  plan: {
    forms: ['plan [--SETTING VALUE]...'],
    short: 'Print the plan of such a run, and start nothing.',
    text: 'Prints the plan of such a run, and starts nothing; it needs no key. Its settings are those of run: see run --help.',
    examples: ["plan --prompt 'Mend the tests' --verify 'npm test'"],
  },
  init: {
    forms: ['init [--write]'],
    short: 'Propose a configuration and a workflow for this repository.',
    text: 'Proposes a configuration and a workflow for what the last commit holds; with --write, writes those that do not exist.',
    examples: ['init', 'init --write'],
  },
  policy: {
    forms: ['policy validate [FILE]', 'policy show HOST:PORT'],
    short: 'Say which hosts rooms may reach, and which rule says so.',
    text: 'validate prints what each stage may reach, and which rule says so; or judges a FILE that is not committed. show says who may reach a host, by which rule, and what would allow it. Settings are those of run: see run --help.',
    examples: ['policy validate', 'policy show files.example.com:443'],
  },
  agent: {
    forms: ['agent [FLAGS] NAME [--] ARGS'],
    short: 'Use an agent in a room yourself.',
    text: 'Uses an agent in a room: codex, claude, gemini, opencode, or one that is configured under agents. In a terminal it has one of its own; else its streams are passed on, and its exit code is this one. Flags stand before the name; what follows it is for the agent. See docs/guides/agent-command.md.',
    examples: ['agent codex', "agent --keep claude -- -p 'Explain src/main.ts'", 'agent --room-id ROOM --apply claude'],
  },
  rooms: {
    forms: ['rooms list', 'rooms rm ROOM...', 'rooms rm --all'],
    short: 'Show, or remove, the rooms that agent --keep kept.',
    text: 'list shows the rooms that agent --keep kept; rm removes those of them that nobody uses.',
    examples: ['rooms list', 'rooms rm --all'],
  },
  demo: {
    forms: ['demo [--SETTING VALUE]...'],
    short: 'Repair a small real repository, to see it work.',
    text: 'Repairs a small real repository, to see it work. A script plays the agent, without a model and without a key, unless --agent names one. Rooms, verifier and proof are real.',
    examples: ['demo', 'demo --agent codex'],
  },
  doctor: {
    forms: ['doctor'],
    short: 'Say what is missing on this machine, and what mends it.',
    text: 'Says what this machine can do, what is missing, and what mends it. It removes what killed runs left. The exit code is 3 where something is missing that every run needs.',
    examples: ['doctor'],
  },
  show: {
    forms: ['show EVIDENCE'],
    short: 'Show how a recorded run went, in words or as a page.',
    text: 'Shows how a recorded run went: EVIDENCE is its folder.',
    examples: ['show out', 'show out --open'],
  },
  verify: {
    forms: ['verify EVIDENCE'],
    short: 'Check a recorded run, and prove its change again.',
    text: 'Checks recorded evidence against itself and against the repository, and proves its change again. --timeout is 1h for all of it, whatever the evidence says. The exit code is 0 where all of it holds, 1 where something does not, 2 where the command is wrong, and 3 where something could not be checked.',
    examples: ['verify out', 'verify out --no-proof', 'verify out --trusted-ref origin/main'],
  },
  publish: {
    forms: ['publish EVIDENCE'],
    short: 'Publish what a run left that had no token that writes.',
    text: 'Publishes what a run left that had no token that writes: comment, check run and delivery. The evidence is checked first, as input from an enemy. See docs/guides/publish.md.',
    examples: ['publish out --github-repository owner/name --pull-request 17'],
  },
  help: {
    forms: ['help [COMMAND]'],
    short: 'Print this text, or all about one command.',
    text: 'Prints what there is, or all about one command.',
    examples: ['help run'],
  },
  version: { forms: ['version'], short: 'Print the version.', text: 'Prints the version.', examples: ['version'] },
};

/** Flags that are no settings, by name: how each is written, and what it does. */
const FLAGS: Readonly<Record<string, readonly [string, string]>> = {
  repo: ['--repo DIR', 'The repository to work on. Default: the current directory.'],
  write: ['--write', 'Write the files that do not exist.'],
  all: ['--all', 'With rm: every room that nobody uses.'],
  'comment-file': ['--comment-file FILE', 'Write the comment to this file too, as Markdown: for whatever posts it.'],
  'code-quality-file': ['--code-quality-file FILE', "Write findings as GitLab's code quality report."],
  'junit-file': ['--junit-file FILE', "Write the verdict and findings as JUnit's XML."],
  keep: ['--keep', 'Keep the room: its HOME and its changes, no process and no credential.'],
  'room-id': ['--room-id ROOM', 'Use a kept room again.'],
  patch: ['--patch FILE', 'Write the changes to this file. Default: a new file of our own, if there are any.'],
  apply: ['--apply', 'Make the changes in the repository too, if what they touch is as the room had it at first.'],
  'trust-credentials': [
    '--trust-credentials',
    "Copy what the repository's configuration maps under agents.NAME.credentials into the room.",
  ],
  'dangerously-allow-all': ['--dangerously-allow-all', 'Let a new room reach every public address.'],
  open: ['--open', 'Make the page anew, and open it in the browser.'],
  page: ['--page FILE', 'Make the page anew, and write it to this new file.'],
  'no-proof': ['--no-proof', 'Check the record alone; run nothing.'],
  'allow-network': [
    '--allow-network',
    'Let the prepare command and the verifier reach the hosts that the plan of the evidence allows.',
  ],
  'plan-sha256': [
    '--plan-sha256 DIGEST',
    'The digest that the plan has to have: of the outputs of the job, or of an attestation.',
  ],
  'manifest-sha256': [
    '--manifest-sha256 DIGEST',
    'The digest that the manifest, and so the whole folder, has to have, as the job of the run said it.',
  ],
  'github-repository': ['--github-repository NAME', "owner/name that is written to. Default: the CI system's own."],
  'pull-request': [
    '--pull-request NUMBER',
    "The pull request that the evidence is about. Default: the CI system's own.",
  ],
  commit: ['--commit COMMIT', 'The commit that was worked on. Evidence of another one is refused.'],
  'artifact-url': ['--artifact-url URL', 'Page of the artifact that holds the evidence, for the link in the comment.'],
  'fail-on-verdict': ['--fail-on-verdict BOOLEAN', 'Whether to exit as the run did. Default: true.'],
  json: ['--json', 'Print one JSON document instead of text.'],
};
const HELP = ['-h, --help', 'Print this text.'] as const;
const JSON_NOTE = ['--json', 'Print one JSON document instead of text. Not with agent and help.'] as const;

/** An agent in a room for a person publishes nothing, and nobody else starts it. */
const NOT_OF_AGENT: readonly Group[] = ['publish', 'gate'];

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

/**
 * The help of the command line, at most 80 columns wide.
 * @param command all about this one; without it, what there is
 */
export function usage(command?: CommandName): string {
  return command === undefined ? overview() : `${helpOf(command)}\n`;
}

function overview(): string {
  const commands = Object.entries(COMMANDS).map(([name, { short }]) => [name, short] as const);
  return [
    'Usage: cleanroom-action COMMAND [--SETTING VALUE]...\n',
    section('Commands', commands, 12),
    'All about one, with its settings and examples: cleanroom-action COMMAND --help\n',
    section('Every command', [HELP, JSON_NOTE], 14),
    examples(['doctor', 'demo', 'init --write', ...COMMANDS.run.examples.slice(0, 1), 'help run']),
    section('Environment', ENVIRONMENT),
    section('Exit status', EXITS, 8),
  ].join('\n');
}

function helpOf(command: CommandName): string {
  const { forms, text, examples: lines } = COMMANDS[command];
  const listed = command === 'plan' || command === 'policy' ? [] : settingsOf(command);
  const groups = GROUPS.filter((group) => command !== 'agent' || !NOT_OF_AGENT.includes(group));
  const sections = groups.map((group) => {
    const names = listed.filter((name) => definitionOf(name).group === group);
    return names.length === 0 ? '' : section(TITLES[group], names.map(settingRow));
  });
  const flags = OWN_FLAGS[command].flatMap((name) => (FLAGS[name] ? [FLAGS[name]] : []));
  return [
    `Usage: ${forms.map((form) => `cleanroom-action ${form}`).join('\n       ')}\n`,
    `${wrapped(text, WIDTH).join('\n')}\n`,
    examples(lines),
    section('Flags', [...flags, HELP]),
    ...sections,
    command === 'run'
      ? `${section('Environment', ENVIRONMENT)}\n${section('Exit status', EXITS, 8)}\n${FILE_NOTE}`
      : '',
  ]
    .filter((part) => part !== '')
    .join('\n')
    .trimEnd();
}

function settingRow(name: SettingName): readonly [string, string] {
  const { kind, description, defaultText } = definitionOf(name);
  const stop = defaultText.endsWith('.') ? '' : '.';
  const text = `${description} Default: ${defaultText}${stop}${kind.repeatable ? ' Can be given again.' : ''}`;
  return [`--${name} ${kind.placeholder}`, text.replaceAll('`', '')];
}

function examples(lines: readonly string[]): string {
  return `Examples:\n${lines.map((line) => `  cleanroom-action ${line}\n`).join('')}`;
}

function section(title: string, rows: readonly (readonly [string, string])[], indent = INDENT): string {
  return `${title}:\n${rows.map(([term, text]) => row(term, text, indent)).join('')}`;
}

/** A term, and its text beside it, or below where it is too long. */
function row(term: string, text: string, indent: number): string {
  const lines = wrapped(text, WIDTH - indent);
  const head = `  ${term}`;
  const fits = head.length + 2 <= indent;
  const first = fits
    ? `${head.padEnd(indent)}${lines.shift() ?? ''}\n`
    : `${wrapped(term, WIDTH - 2)
        .map((line) => `  ${line}`)
        .join('\n')}\n`;
  return first + lines.map((line) => `${' '.repeat(indent)}${line}\n`).join('');
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}

const FILE_NOTE = `Every setting can also stand in .github/cleanroom.yml of the trusted commit, by
the same name, except config, ref, trusted-ref and resume. Flags win over the
file. Where neither --trusted-ref nor a CI system says which commit is trusted,
the file does not decide about your keys, files and network.
`;
