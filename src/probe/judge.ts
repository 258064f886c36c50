import type { ProbeFacts } from './facts.js';
import { judgeNetwork } from './judge-network.js';
import { fail, type Judgement, pass, tried } from './judgement.js';
import type { ProbeExpectations, ProbeName, ProbeResult } from './types.js';
import { PROBE_NAMES } from './types.js';

/** Devices that do nothing to a host. */
const HARMLESS = new Set(
  ['null', 'zero', 'full', 'random', 'urandom', 'tty', 'ptmx', 'console'].map((name) => `/dev/${name}`),
);
const GROUP_OF_NOBODY = '65534';

/** Judges what was seen in a room. One result for each name of `PROBE_NAMES`, in that order. What was not seen fails. */
export function judge(facts: ProbeFacts, expected: ProbeExpectations): readonly ProbeResult[] {
  const status = readStatus(facts.kernel('/proc/self/status') ?? '');
  const judgements: Readonly<Record<ProbeName, Judgement>> = {
    completed: facts.section('end') === undefined ? fail('the probe did not come to its end') : pass('to its end'),
    environment: noSecret(environments(facts), expected, 'environments and command lines'),
    files: noSecret(facts.section('files'), expected, 'HOME, /run/cleanroom and .git/config'),
    'mount-table': noSecret(facts.kernel('/proc/self/mountinfo'), expected, 'the mount table'),
    processes: onlyOwnProcesses(facts),
    user: notRoot(status),
    groups: noGroups(status),
    // An older gVisor has no words for some of what it does; what it does say has to be right.
    'no-new-privileges':
      !expected.seccomp && !status.has('NoNewPrivs')
        ? pass('another kernel does not say')
        : is(status, 'NoNewPrivs', '1'),
    capabilities: noCapabilities(status, expected.seccomp),
    seccomp: expected.seccomp ? is(status, 'Seccomp', '2') : pass('another kernel filters calls'),
    ...judgeNetwork(facts, expected),
    sudo: tried(facts, 'sudo', 'sudo gives root'),
    'read-only-system': onlyWritable(facts.section('writable'), expected.writable),
    'daemon-sockets': nothing(facts.section('sockets'), 'no daemon of the host is visible', 'is visible'),
    devices: noDevices(facts.section('devices'), expected.seccomp ? [] : ['/dev/fuse']),
    'kernel-settings': nothing(facts.section('kernel-settings'), 'no setting of the kernel is writable', 'is writable'),
    limits: limited(facts, expected),
  };
  return PROBE_NAMES.map((name) => ({ name, ...judgements[name] }));
}

/** What the shell itself exports, and what the kernel shows of every process; both have to be there. */
function environments(facts: ProbeFacts): string | undefined {
  const own = facts.section('environment');
  const all = facts.section('kernel');
  return own === undefined || all === undefined ? undefined : `${own}${all}`;
}

function noSecret(text: string | undefined, expected: ProbeExpectations, where: string): Judgement {
  if (text === undefined) return fail(`${where} could not be read`);
  const bytes = Buffer.from(text, 'latin1');
  const found = expected.secretForms.filter((form) => bytes.includes(form)).length;
  return found > 0 ? fail(`a secret of this run is in ${where}`) : pass(`no secret in ${where}`);
}

function readStatus(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').map((line): [string, string] => {
      const [name = '', ...rest] = line.split(':');
      return [name, rest.join(':').trim()];
    }),
  );
}

function is(status: ReadonlyMap<string, string>, name: string, value: string): Judgement {
  const found = status.get(name);
  return found === value ? pass(`${name} ${value}`) : fail(`${name} is ${found ?? 'not known'}, not ${value}`);
}

/** The script, what it was started by up to the first process, and what it started. */
function onlyOwnProcesses(facts: ProbeFacts): Judgement {
  const self = Number(facts.section('self')?.trim());
  const byPid = new Map(facts.processes.map((process) => [process.pid, process]));
  if (!byPid.has(self)) return fail('the process list could not be read');
  const own = new Set<number>([1]);
  for (let at: number | undefined = self; at !== undefined && at > 0 && !own.has(at); at = byPid.get(at)?.parent) {
    own.add(at);
  }
  const foreign = facts.processes.filter(({ pid, parent }) => !own.has(pid) && parent !== self);
  const [first] = foreign;
  return first
    ? fail(`${foreign.length} other processes are visible, such as ${first.pid} (${printable(first.name)})`)
    : pass(`${facts.processes.length} processes, all of the room`);
}

function notRoot(status: ReadonlyMap<string, string>): Judgement {
  const ids = `${status.get('Uid') ?? ''}\t${status.get('Gid') ?? ''}`.split(/\s+/).filter((id) => id !== '');
  if (ids.length !== 8) return fail('user and group are not known');
  return ids.includes('0') ? fail(`user or group is 0: ${ids.join(' ')}`) : pass(`uid ${ids[0]}, gid ${ids[4]}`);
}

function noGroups(status: ReadonlyMap<string, string>): Judgement {
  const given = status.get('Groups');
  if (given === undefined) return fail('groups are not known');
  const groups = given.split(/\s+/).filter((group) => group !== '');
  const own = status.get('Gid')?.split(/\s+/)[0];
  const foreign = groups.filter((group) => group !== own && group !== GROUP_OF_NOBODY);
  if (foreign.length > 0) return fail(`it is in the groups ${foreign.join(' ')}`);
  return pass(groups.includes(GROUP_OF_NOBODY) ? "the caller's groups, under no name of their own" : 'none');
}

function noCapabilities(status: ReadonlyMap<string, string>, linux: boolean): Judgement {
  const sets = ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', ...(linux || status.has('CapAmb') ? ['CapAmb'] : [])];
  const held = sets.filter((name) => !/^0+$/.test(status.get(name) ?? ''));
  return held.length > 0
    ? fail(held.map((name) => `${name} is ${status.get(name) ?? 'not known'}`).join(', '))
    : pass('all sets are empty');
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** Paths of a room's own making are the only ones here, but not everywhere. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 80);
}

function nothing(text: string | undefined, good: string, bad: string): Judgement {
  if (text === undefined) return fail('could not be looked at');
  const [first] = lines(text);
  return first === undefined ? pass(good) : fail(`${printable(first)} ${bad}`);
}

function onlyWritable(text: string | undefined, allowed: readonly string[]): Judgement {
  if (text === undefined) return fail('could not be looked at');
  const wrong = lines(text).filter(
    (path) => !HARMLESS.has(path) && !allowed.some((place) => path === place || path.startsWith(`${place}/`)),
  );
  return wrong.length > 0
    ? fail(`${[...new Set(wrong)].slice(0, 5).map(printable).join(', ')} can be written`)
    : pass('nothing of the system can be written');
}

/** @param own devices of a kernel that is not the host's */
function noDevices(text: string | undefined, own: readonly string[]): Judgement {
  if (text === undefined) return fail('could not be looked at');
  const wrong = lines(text)
    .map((line) => line.replace(/^character /, ''))
    .filter((line) => !HARMLESS.has(line) && !own.includes(line));
  return wrong.length > 0 ? fail(`there is a ${printable(wrong[0] ?? '')}`) : pass('none but harmless ones');
}

/** Every limit that a process can see of itself. */
function limited(facts: ProbeFacts, expected: ProbeExpectations): Judgement {
  const text = facts.kernel('/proc/self/limits');
  if (text === undefined)
    return expected.seccomp ? fail('limits could not be read') : pass('another kernel does not say');
  const { limits, enforcedBy, unenforced } = expected;
  const wanted: [string, string, number][] = [];
  if (!unenforced.includes('open-files')) wanted.push(['open files', 'Max open files', limits.openFiles]);
  if (!unenforced.includes('file-size')) wanted.push(['file size', 'Max file size', limits.fileBytes + 1024]);
  if (enforcedBy['memory'] === 'rlimit' && !unenforced.includes('memory'))
    wanted.push(['memory', 'Max data size', limits.memoryBytes + 1024]);
  if (enforcedBy['processes'] === 'rlimit' && !unenforced.includes('processes'))
    wanted.push(['processes', 'Max processes', limits.processes]);
  for (const [name, label, most] of wanted) {
    const found = new RegExp(`^${label} +(\\S+) +(\\S+)`, 'm').exec(text);
    const hard = found?.[2] ?? 'not known';
    if (!(Number(hard) <= most)) return fail(`${name}: the limit is ${hard}, not ${most}`);
  }
  if (!unenforced.includes('tmp-size')) {
    const temporary = /^(?:\S+ ){4}\/tmp [^\n]* - tmpfs \S+ (\S+)$/m.exec(facts.kernel('/proc/self/mountinfo') ?? '');
    const size = temporary === null ? undefined : /(?:^|,)size=(\d+)k(?:,|$)/.exec(temporary[1] ?? '')?.[1];
    if (temporary !== null && !(size !== undefined && Number(size) * 1024 <= limits.tmpBytes + 65_536))
      return fail(`/tmp: the size is ${size === undefined ? 'not limited' : `${size} KiB`}`);
  }
  return pass('as many as a process can see of itself');
}
