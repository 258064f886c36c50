import { type ExecFileException, execFile } from 'node:child_process';
import { access, chmod, chown, constants, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './dist.js';

/** An id that no account of a distribution has. */
const UID = 64_000;

export interface AsUser {
  readonly uid: 0 | typeof UID;
  /** Lets the user become root by sudo without a password, for this call alone. */
  readonly sudo?: boolean;
  /** A file that the process has open as descriptors 7 and 77. */
  readonly inherited?: string;
  /** Makes the kernel seem to forbid user namespaces. */
  readonly restricted?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export const TEST_USER = UID;

/**
 * $1 directory · $2 project · $3 uid · $4 file to inherit or empty · then the command. Runs in a mount namespace of its
 * own, so that accounts and sudo's rules are changed for the command alone, and so that the project can be reached
 * wherever it is.
 */
const SCRIPT = `
set -eu
directory=$1 project=$2 uid=$3 inherited=$4
shift 4
mount --bind "$project" "$directory/project"
for file in passwd shadow group sudoers; do
  if [ -e "$directory/$file" ]; then mount --bind "$directory/$file" "/etc/$file"; fi
done
if [ -e "$directory/none" ]; then mount --bind "$directory/none" /proc/sys/user/max_user_namespaces; fi
if [ -n "$inherited" ]; then exec 7<"$inherited" 77<"$inherited"; fi
cd -- "$directory/project"
if [ "$uid" = 0 ]; then exec "$@"; fi
exec setpriv --reuid "$uid" --regid "$uid" --clear-groups -- "$@"
`;

/** Why commands cannot be run as another user here; undefined: they can. */
export async function unableToRunAsUser(sudo: boolean): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'only root can become another user';
  if (!sudo) return undefined;
  return access('/usr/bin/sudo', constants.X_OK).then(
    () => undefined,
    () => 'sudo is not installed',
  );
}

export interface UserRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Node in the project as that user; `use` sees the user's HOME before everything is removed. */
export async function runNodeAs<T>(
  args: (home: string) => readonly string[],
  user: AsUser,
  use: (run: UserRun, home: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'as-user-'));
  try {
    await chmod(directory, 0o755);
    for (const name of ['project', 'home', 'tmp']) await mkdir(join(directory, name));
    const home = join(directory, 'home');
    await chown(home, user.uid, user.uid);
    await chmod(join(directory, 'tmp'), 0o1777);
    if (user.sudo) await writeAccounts(directory);
    if (user.restricted) await writeFile(join(directory, 'none'), '0\n');
    const { TEST_REPORT: _report, ...env } = process.env;
    const run = await promisify(execFile)(
      'unshare',
      [
        ...['--mount', '--propagation', 'private', '--', 'bash', '-c', SCRIPT, 'as-user'],
        ...[directory, ROOT, String(user.uid), user.inherited ?? '', process.execPath, ...args(home)],
      ],
      { env: { ...env, HOME: home, TMPDIR: join(directory, 'tmp'), ...user.env }, maxBuffer: 1 << 26 },
    ).then(
      (said) => ({ code: 0, ...said }),
      (error: ExecFileException) => ({
        code: typeof error.code === 'number' ? error.code : -1,
        stdout: error.stdout ?? '',
        stderr: `${error.stderr}${error.message}`,
      }),
    );
    return await use(run, home);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Runs test files of this project in a process of that user. The result is vitest's JSON report. */
export function runTestsAs(files: readonly string[], user: AsUser, pattern?: string): Promise<TestReport> {
  const vitest = (home: string): string[] => [
    ...['node_modules/vitest/vitest.mjs', 'run', '--configLoader', 'runner', '--no-file-parallelism'],
    ...['--reporter', 'json', '--outputFile', join(home, 'report.json'), ...(pattern ? ['-t', pattern] : []), ...files],
  ];
  return runNodeAs(vitest, user, async (said, home) => {
    const text = await readFile(join(home, 'report.json'), 'utf8').catch(() => {
      throw new Error(`the tests did not run as user ${user.uid}:\n${said.stdout}\n${said.stderr}`);
    });
    return JSON.parse(text) as TestReport;
  });
}

export interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

/** What failed, for a person. */
export function failures(report: TestReport): string[] {
  return report.testResults.flatMap((file) => [
    ...(file.assertionResults.length === 0 ? [`${file.name}: ${file.message}`] : []),
    ...file.assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages.join('\n').slice(0, 12_000)}`),
  ]);
}

async function writeAccounts(directory: string): Promise<void> {
  const account = `cleanroom-test:x:${UID}:${UID}::/nonexistent:/bin/sh\n`;
  const files: [string, string, number][] = [
    ['passwd', (await readFile('/etc/passwd', 'utf8')) + account, 0o644],
    ['shadow', `${await readFile('/etc/shadow', 'utf8')}cleanroom-test:*:19000:0:99999:7:::\n`, 0o600],
    ['group', `${await readFile('/etc/group', 'utf8')}cleanroom-test:x:${UID}:\n`, 0o644],
    ['sudoers', `Defaults use_pty\nroot ALL=(ALL:ALL) ALL\n#${UID} ALL=(ALL:ALL) NOPASSWD: ALL\n`, 0o440],
  ];
  for (const [name, content, mode] of files) {
    await writeFile(join(directory, name), content);
    await chmod(join(directory, name), mode);
  }
}
