import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git } from '../support/workspace.js';

/** A repository with a bug, a verifier that shows it, and what an agent would have to do. */
export interface Task {
  /** Its first word is what cheats name it by. */
  readonly name: string;
  readonly language: 'node' | 'python' | 'go';
  readonly directory: string;
  /** As `--verify` takes it. */
  readonly verify: string;
  /** A file of the repository that the verifier is, or that says what it is. */
  readonly verifier: string;
  /** One test file, and code that such a file may hold and that passes. */
  readonly test: string;
  readonly emptyTest: string;
  /** All of them, as a shell's glob. */
  readonly tests: string;
  /** Where they lie; null: beside the source. */
  readonly testDirectory: string | null;
  /** A test file that there is none of, and that runs before the others. */
  readonly newTest: string;
  /** The file with the bug. */
  readonly source: string;
  /** Settings that every run over this task needs. */
  readonly args: readonly string[];
  /** A shell command that makes the honest fix, inside a room. */
  readonly fix: string;
  /** How to answer only the inputs that the tests show, and a hidden verifier with others. */
  readonly special?: {
    readonly script: string;
    /** A directory on the host for `hidden-files`. */
    readonly hidden: string;
    readonly verify: string;
  };
}

/** Writes files, and makes them one commit of a repository. */
export function putFiles(directory: string, files: Readonly<Record<string, string>>, repository = true): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  if (!repository) return;
  git(directory, 'init', '-q');
  git(directory, 'add', '-A');
  git(directory, 'commit', '-q', '-m', 'base');
}
