import { CleanroomError } from '../support/errors.js';
import type { HostResult } from '../support/process.js';

const UNKNOWN_VERSION = new Set(['ETARGET', 'E404', 'ENOVERSIONS']);
const OFFLINE = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  'ENOTCACHED',
  'ERR_SOCKET_TIMEOUT',
]);
/** What may be over in a moment: lost connections, a name service that is busy, and a registry that asks to come again. */
const TRANSIENT =
  /^(ECONNRESET|EPIPE|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ERR_STREAM_PREMATURE_CLOSE|EAI_AGAIN|E408|E425|E429|E5\d\d)$/;
const DENIED = new Set(['E401', 'E403', 'ENEEDAUTH']);
const MAX_EXCERPT = 300;

/** Whether an unsuccessful `npm install` may succeed when it is asked again soon. */
export const isTransient = (result: HostResult): boolean => TRANSIENT.test(codeOf(result));

/**
 * What an unsuccessful `npm install` means, told by the code that npm prints.
 * @param times how often it was asked
 */
export function npmFailure(spec: string, result: HostResult, times = 1): CleanroomError {
  const code = codeOf(result);
  const tried = times === 1 ? '' : `, asked ${times} times`;
  const said = `${excerpt(result.stderr) || `exit code ${result.code}`}${tried}`;
  if (UNKNOWN_VERSION.has(code))
    return new CleanroomError('agent.version-unknown', `npm does not know ${spec} (${code})`, {
      hint: 'check the version; a private registry may not mirror it',
      kind: 'usage',
    });
  if (OFFLINE.has(code))
    return new CleanroomError(
      'agent.offline',
      `npm could not reach its registry to install ${spec} (${code}${tried})`,
      {
        hint: 'connect once, or restore the tool cache from a machine that has this version; an installed version needs no network',
      },
    );
  if (DENIED.has(code))
    return new CleanroomError('agent.registry-denied', `the package registry refused ${spec} (${code})`, {
      hint: "check npm's own login and registry settings",
    });
  return new CleanroomError('agent.install-failed', `npm could not install ${spec}: ${said}`, {
    hint: isTransient(result)
      ? 'the registry fails for now: run again later'
      : 'run the same npm install by hand to see more',
  });
}

const codeOf = ({ stderr }: HostResult): string => /^npm (?:error|ERR!) code (\S{1,64})/m.exec(stderr)?.[1] ?? '';

/** The first lines that npm marks as errors, on one line. npm itself hides credentials in them. */
function excerpt(stderr: string): string {
  return stderr
    .slice(0, 64 * 1024)
    .split('\n')
    .filter((line) => /^npm (error|ERR!) /.test(line))
    .slice(0, 3)
    .map((line) => line.replace(/^npm (error|ERR!) /, '').replace(/[\u0000-\u001f\u007f-\u009f]/g, ' '))
    .join('; ')
    .slice(0, MAX_EXCERPT);
}
