import { posix } from 'node:path';
import { isRepositoryPath } from '../support/repository-path.js';

export interface PlacesOptions {
  /** Path of the workspace in rooms. */
  readonly workspace: string;
  /** Where the command ran, relative to the workspace; empty: its root. */
  readonly cwd: string;
  /** Files of the repository; undefined: not known, and whatever could be one counts. */
  readonly files: ReadonlySet<string> | undefined;
}

/** What is not the repository's own, although it may lie in it. */
const FOREIGN = /(?:^|\/)(?:node_modules|site-packages|dist-packages|\.venv|\.tox|vendor\/bundle)\//;

/** Java's, its test runners' and the commonest libraries' own classes, where nobody knows which are the repository's. */
const FOREIGN_CLASS =
  /^(?:java|javax|jakarta|jdk|sun|com\.sun|kotlin|kotlinx|scala|groovy|junit|org\.(?:junit|opentest4j|apache|gradle|testng|hamcrest|assertj|mockito|springframework|codehaus|scalatest|slf4j))\./;

/** Which file of the repository a program's words mean. */
export class Places {
  readonly #options: PlacesOptions;
  /** Sorted for a name that is asked for: a log may name thousands of files that thousands of others are called like. */
  readonly #byName = new Map<string, string[] | { readonly near: Endings; readonly all: Endings }>();

  constructor(options: PlacesOptions) {
    this.#options = options;
    for (const path of options.files ?? []) {
      const name = posix.basename(path);
      const paths = this.#byName.get(name);
      if (Array.isArray(paths)) paths.push(path);
      else this.#byName.set(name, [path]);
    }
  }

  /** A path as a tool prints it: absolute in the room, or relative to where it ran. Undefined: no file of the repository. */
  file(said: string): string | undefined {
    const { workspace, cwd, files } = this.#options;
    let path = said.trim();
    if (path.startsWith('file://')) path = decoded(path.slice('file://'.length));
    if (path.startsWith('/')) {
      if (!path.startsWith(`${workspace}/`)) return undefined;
      return this.#known(posix.normalize(path.slice(workspace.length + 1)));
    }
    const inside = posix.normalize(posix.join(cwd, path));
    const found = this.#known(inside) ?? (files && cwd !== '' ? this.#known(posix.normalize(path)) : undefined);
    // A tool of a package in the repository prints what is relative to that package.
    return found ?? this.ending(posix.normalize(path));
  }

  /** The one file whose path ends so, or of several the one that is nearest to where the command ran. */
  ending(end: string): string | undefined {
    const { files, cwd } = this.#options;
    if (files === undefined || end.startsWith('..')) return undefined;
    const name = posix.basename(end);
    let paths = this.#byName.get(name);
    if (paths === undefined) return undefined;
    if (Array.isArray(paths)) {
      const near = cwd === '' ? [] : paths.filter((path) => path.startsWith(`${cwd}/`));
      paths = { near: new Endings(near), all: new Endings(paths) };
      this.#byName.set(name, paths);
    }
    const [only, second] = paths.near.find(end) ?? paths.all.find(end) ?? [];
    return second === undefined && only !== undefined ? this.#known(only) : undefined;
  }

  /** A Java class's file: the package is its folder, below a source folder that nobody names. */
  javaFile(qualified: string, name: string): string | undefined {
    const parts = qualified.split('.').slice(0, -1);
    const end = [...parts, name].join('/');
    if (this.#options.files) return this.ending(end);
    if (FOREIGN_CLASS.test(qualified)) return undefined;
    const language = name.endsWith('.kt') ? 'kotlin' : name.endsWith('.scala') ? 'scala' : 'java';
    const kind = /^(?:Test|IT)[A-Z]|(?:Tests?|IT|TestCase|Spec)\.\w+$/.test(name) ? 'test' : 'main';
    return this.#known(posix.join(this.#options.cwd, `src/${kind}/${language}/${end}`));
  }

  /**
   * A file of a Go package, which its tests name without its folder.
   * @param imported path of the package
   * @param modules longest beginning that all packages of the run have in common
   */
  goFile(name: string, imported: string | undefined, modules: string): string | undefined {
    if (name.includes('/')) return this.file(name);
    const { cwd, files } = this.#options;
    const folder = imported?.startsWith(modules) ? imported.slice(modules.length).replace(/^\//, '') : '';
    const likely = posix.normalize(posix.join(cwd, folder, name));
    if (!files || files.has(likely)) return this.#known(likely);
    const parts = imported?.split('/') ?? [];
    for (let from = 0; from <= parts.length; from += 1) {
      const found = this.ending([...parts.slice(from), name].join('/'));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** A template as helm names it, which begins with the name of its chart. */
  chartFile(said: string): string | undefined {
    const { cwd, files } = this.#options;
    const below = said.slice(said.indexOf('/') + 1);
    if (!files) return this.#known(posix.join(cwd, below));
    return this.#known(posix.join(cwd, below)) ?? this.#known(posix.normalize(said)) ?? this.ending(below);
  }

  #known(path: string): string | undefined {
    if (!isRepositoryPath(path) || FOREIGN.test(path)) return undefined;
    const { files } = this.#options;
    return files === undefined || files.has(path) ? path : undefined;
  }
}

/** Paths by how they end. */
class Endings {
  readonly #backwards: readonly (readonly [key: string, path: string])[];

  constructor(paths: readonly string[]) {
    this.#backwards = paths
      .map((path) => [backwards(`/${path}`), path] as const)
      .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  }

  /** The first two whose last folders and name are these; undefined for none. */
  find(end: string): readonly string[] | undefined {
    const start = backwards(`/${end}`);
    let from = 0;
    for (let to = this.#backwards.length; from < to; ) {
      const middle = (from + to) >>> 1;
      if ((this.#backwards[middle]?.[0] ?? '') < start) from = middle + 1;
      else to = middle;
    }
    const found = this.#backwards.slice(from, from + 2).filter(([key]) => key.startsWith(start));
    return found.length === 0 ? undefined : found.map(([, path]) => path);
  }
}

/** By UTF-16 units, which is an order like any other. */
function backwards(text: string): string {
  return text.split('').reverse().join('');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
