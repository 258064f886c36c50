import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { renderPage } from '../publish/page/render.js';
import { CleanroomError, errnoOf, messageOf } from '../support/errors.js';
import { OF_RESULT } from '../support/result-files.js';

/** The page without data: it lies beside every bundle, and the bundle is the program that runs. */
function pageTemplate(): string {
  return join(dirname(realpathSync(process.argv[1] ?? '.')), 'page.html');
}

/** Writes `report.html`, whole or not at all. It is made of files that are redacted already. */
export async function writePage({ evidence }: { readonly evidence: { readonly directory: string } }): Promise<void> {
  // A name with a dot is in no manifest and in no page.
  const unfinished = join(evidence.directory, '.page.tmp');
  try {
    await rm(unfinished, { force: true });
    await renderPage({ evidence: evidence.directory, template: pageTemplate(), target: unfinished });
    await rename(unfinished, join(evidence.directory, OF_RESULT.page));
  } finally {
    await rm(unfinished, { force: true });
  }
}

export interface PageRequest {
  /** It may come from anywhere. A page that came with it is never used: it would be a program of a stranger. */
  readonly evidence: string;
  /** Where the page goes; undefined: a private directory. */
  readonly target: string | undefined;
  readonly temporary: string;
}

/**
 * Makes the page of recorded evidence anew.
 * @returns its path
 * @throws CleanroomError what reading evidence throws; `page.exists`, `page.write`
 */
export async function pageOf(request: PageRequest): Promise<string> {
  const { readEvidence } = await import('../publish/read-evidence.js');
  await readEvidence(request.evidence);
  const target = resolve(
    request.target ?? join(await mkdtemp(join(request.temporary, 'cleanroom-page-')), OF_RESULT.page),
  );
  try {
    await renderPage({ evidence: request.evidence, template: pageTemplate(), target });
  } catch (cause) {
    if (cause instanceof CleanroomError) throw cause;
    if (errnoOf(cause) === 'EEXIST')
      throw new CleanroomError('page.exists', `${target} exists already`, {
        kind: 'usage',
        hint: 'name a file that does not exist',
      });
    throw new CleanroomError('page.write', `the page cannot be written to ${target}: ${messageOf(cause)}`, { cause });
  }
  return target;
}

const OPENERS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'open', win32: 'explorer.exe' };

/**
 * Shows a file of our own in the person's browser. False: there is no program that would.
 * @param env of the program, whose PATH leads into no checkout
 */
export function openInBrowser(
  path: string,
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  return new Promise((done) => {
    const opener = spawn(OPENERS[platform] ?? 'xdg-open', [path], { stdio: 'ignore', detached: true, env });
    opener.once('error', () => done(false));
    opener.once('spawn', () => {
      opener.unref();
      done(true);
    });
  });
}
