import { CleanroomError } from '../../support/errors.js';
import { type HostResult, runHost } from '../../support/process.js';

/** No answer of the daemon that we ask for is longer. */
const MAX_BYTES = 8 << 20;
const TIMEOUT_MS = 120_000;

/** The docker command line of the person, with their own configuration and context. */
export class DockerCli {
  constructor(
    /** Absolute path of the program. */
    readonly program: string,
    /** What it may know of the person's environment: PATH, HOME and its own variables. */
    readonly env: Readonly<Record<string, string>>,
    private readonly timeoutMs = TIMEOUT_MS,
    /** Past it, by `performance.now()`, nothing is asked any more: for who cannot wait for many answers in turn. */
    private readonly end = Number.POSITIVE_INFINITY,
  ) {}

  /**
   * Runs one command to its end; a failure is a value.
   * @throws CleanroomError `docker.slow`, `process.*`
   */
  async attempt(args: readonly string[], stdin = ''): Promise<HostResult> {
    const left = this.end - performance.now();
    if (left <= 0) throw new CleanroomError('docker.slow', 'the docker daemon took too long for all that was asked');
    return runHost({
      argv: [this.program, ...args],
      env: this.env,
      stdin,
      maxBytes: MAX_BYTES,
      timeoutMs: Math.ceil(Math.min(this.timeoutMs, left)),
    });
  }

  /**
   * Runs one command and returns what it printed, without the last line's end.
   * @throws CleanroomError `docker.command` with what docker said
   */
  async run(args: readonly string[]): Promise<string> {
    const result = await this.attempt(args);
    if (result.code === 0) return result.stdout.toString('utf8').trimEnd();
    throw new CleanroomError(
      'docker.command',
      `docker ${args[0]} failed: ${result.stderr.trim().slice(-1000) || `exit code ${result.code}`}`,
      { hint: 'run `cleanroom-action doctor`' },
    );
  }
}
