import type { Settings } from '../inputs/resolve.js';
import type { ResolvedCommand } from '../inputs/verifier-commands.js';
import type { Plan } from '../schemas/plan.js';
import { asksForScripts, scriptCommands } from './package-scripts.js';
import { namedFiles, verifierFileGlobs } from './verifier-files.js';

/** `package.json` of the trusted commit, by the directory that it lies in. */
export type Manifests = Readonly<Record<string, string>>;

type VerifierSettings = Pick<Settings, 'verifier' | 'verify-files'>;

/** Directories whose `package.json` has to be read, because a command of the verifier asks for its scripts. */
export function manifestDirectories(settings: VerifierSettings): string[] {
  const asking = started(settings).filter(({ starts }) => asksForScripts(starts));
  return [...new Set(asking.map(({ directory }) => inside(directory)))];
}

/** The verifier of a plan: every command with the files of the repository that all of them and the build start. */
export function planVerifier(settings: VerifierSettings, manifests: Manifests): Plan['verifier'] {
  const { verifier } = settings;
  if (verifier === null) return null;
  const named = started(settings).flatMap(({ starts, directory }) => filesOf(starts, inside(directory), manifests));
  const [first, ...others] = verifier.commands.map(planned);
  if (first === undefined) return null;
  const { build } = verifier;
  return {
    display: displayOf(verifier),
    mode: verifier.mode,
    files: verifierFileGlobs([...new Set(named)], settings['verify-files']),
    build: build && {
      argv: [...build.argv],
      display: build.display,
      cwd: inside(build.directory),
      timeoutMs: build.timeoutMs,
    },
    commands: [first, ...others],
  };
}

type PlannedCommand = NonNullable<Plan['verifier']>['commands'][number];

function planned(command: ResolvedCommand): PlannedCommand {
  return {
    name: command.name,
    argv: [...command.argv],
    display: command.display,
    cwd: inside(command.directory),
    env: { ...command.env },
    envFrom: command.envFrom === null ? null : [...command.envFrom],
    timeoutMs: command.timeoutMs,
  };
}

function started({ verifier }: VerifierSettings): Pick<ResolvedCommand, 'starts' | 'directory'>[] {
  return verifier === null ? [] : [...(verifier.build ? [verifier.build] : []), ...verifier.commands];
}

function inside(directory: string): string {
  return directory === '.' ? '' : directory;
}

/** One command as it is; of several, which is which, and where each runs if they do not all run in one directory. */
function displayOf({ build, commands }: NonNullable<Settings['verifier']>): string {
  const all = [...(build ? [{ ...build, name: 'build first' }] : []), ...commands];
  const [first] = all;
  if (first !== undefined && all.length === 1) return first.display;
  const places = new Set(all.map(({ directory }) => inside(directory)));
  return all
    .map(({ name, display, directory }) => {
      const where = places.size === 1 ? '' : ` (in ${inside(directory) === '' ? 'the root' : directory})`;
      return `${name}${where}: ${display}`;
    })
    .join('; ');
}

/** The files that a command starts, by itself or through a script of `package.json`. */
function filesOf(starts: readonly string[], cwd: string, manifests: Manifests): string[] {
  const manifest = Object.hasOwn(manifests, cwd) ? manifests[cwd] : undefined;
  const scripts = manifest === undefined ? [] : scriptCommands(starts, manifest);
  return [starts, ...scripts.map((script) => ['sh', '-c', script])].flatMap((one) => namedFiles(one, cwd));
}
