import { isAbsolute, normalize } from 'node:path/posix';
import { accept, type Kind, type Parsed, refuse, scalar } from './kind.js';

const MAX_PATH = 1024;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** A relative path that stays inside, `./` and doubled slashes taken out; undefined when it is none. */
export function insidePath(raw: string): string | undefined {
  const text = raw.trim();
  if (text === '' || text.length > MAX_PATH || UNPRINTABLE.test(text) || text.includes('\\')) return undefined;
  if (isAbsolute(text) || text.split('/').includes('..')) return undefined;
  return normalize(text).replace(/\/$/, '');
}

/** A file of the trusted commit. */
export function repositoryFile(): Kind<string> {
  return scalar({
    expected: 'the path of a file in the repository, relative to its root, without ".."',
    placeholder: 'PATH',
    parse: (raw) => {
      const path = insidePath(raw);
      return path === undefined || path === '.' || raw.trim().endsWith('/') ? refuse() : accept(path);
    },
  });
}

/** A file of the trusted commit, or null for none at all. */
export function optionalFile(): Kind<string | null> {
  const file = repositoryFile();
  return scalar<string | null>({
    expected: `none, or ${file.expected}`,
    placeholder: 'PATH|none',
    parse: (raw) => (raw.trim() === 'none' ? accept(null) : file.fromTexts([raw])),
  });
}

/** A directory of the repository; the value is empty for the root. */
export function repositoryDirectory(): Kind<string> {
  return scalar({
    expected: 'a directory of the repository, relative to its root, without ".."',
    placeholder: 'DIR',
    parse: (raw) => {
      const path = insidePath(raw);
      return path === undefined ? refuse() : accept(path === '.' ? '' : path);
    },
  });
}

/** The absolute path of a program as rooms see it. */
export function programPath(): Kind<string> {
  return scalar({
    expected: 'the absolute path of a program in rooms, without ".."',
    placeholder: 'PATH',
    parse: (raw) => {
      const text = raw.trim();
      const clean = isAbsolute(text) && text.length <= MAX_PATH && !UNPRINTABLE.test(text) && !text.endsWith('/');
      return clean && normalize(text) === text ? accept(text) : refuse();
    },
  });
}

/** A directory of the host, absolute or relative to where the command runs. */
export function hostDirectory(): Kind<string> {
  return scalar({
    expected: 'a directory of this machine',
    placeholder: 'DIR',
    parse: (raw) => {
      const text = raw.trim();
      return text === '' || text === '/' || text.length > 4096 || UNPRINTABLE.test(text) ? refuse() : accept(text);
    },
  });
}

/** A file of the host that is written, absolute or relative to where the command runs. */
export function hostFile(): Kind<string> {
  return scalar({
    expected: 'a file of this machine',
    placeholder: 'FILE',
    parse: (raw) => {
      const text = raw.trim();
      return text === '' || text.endsWith('/') || text.length > 4096 || UNPRINTABLE.test(text)
        ? refuse()
        : accept(text);
    },
  });
}

const NEVER_SHOWN = ['/proc', '/sys', '/dev', '/run', '/var/run'];
const NEVER_WHOLE = ['/', '/etc', '/home', '/root', '/tmp', '/var', '/opt', '/mnt', '/media', '/srv'];

/** An absolute path of the host that rooms may read. */
export function toolDirectory(raw: string): Parsed<string> {
  const text = raw.trim();
  if (!isAbsolute(text) || text.length > MAX_PATH || UNPRINTABLE.test(text) || text.split('/').includes('..'))
    return refuse();
  const path = normalize(text).replace(/(.)\/$/, '$1');
  const hidden = NEVER_SHOWN.some((top) => path === top || path.startsWith(`${top}/`));
  if (hidden || NEVER_WHOLE.includes(path))
    return refuse({ expected: 'a directory that holds tools and nothing else', hint: 'name the tool’s own directory' });
  return accept(path);
}

// What git-check-ref-format refuses, and every invisible or white-space character besides.
const BAD_REF = /[\p{C}\p{Z}~^:?*[\\]|\.\.|@\{|\/\/|\/\.|\.lock(?:\/|$)/u;

/** True for what git accepts as the name of a branch, tag or commit, and no more. */
export function isGitRef(text: string): boolean {
  return text !== '' && text.length <= 255 && text !== '@' && !/^[-./]|[./]$/.test(text) && !BAD_REF.test(text);
}

export function gitRef(): Kind<string> {
  return scalar({
    expected: 'a branch, a tag or a commit',
    placeholder: 'REF',
    parse: (raw) => {
      if (isGitRef(raw.trim())) return accept(raw.trim());
      const computed = /[~^:]|@\{/.test(raw);
      return refuse(computed ? { hint: 'give the hash that `git rev-parse` prints for it' } : {});
    },
  });
}

/** A branch to be made: no name that reads as a whole reference or as a commit. */
export function branchName(): Kind<string> {
  return scalar({
    expected: 'the name of a branch, without refs/heads/',
    placeholder: 'BRANCH',
    parse: (raw) => {
      const name = raw.trim();
      return isGitRef(name) && !/^(?:refs\/|heads\/|HEAD$|[0-9a-f]{40}$)/i.test(name) ? accept(name) : refuse();
    },
  });
}
