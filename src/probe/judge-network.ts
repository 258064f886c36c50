import type { ProbeFacts } from './facts.js';
import { fail, type Judgement, pass, tried } from './judgement.js';
import type { ProbeExpectations } from './types.js';

type NetworkProbe = 'interfaces' | 'routes' | 'listeners' | 'connections-out' | 'host-names';

const LISTENING = '0A';

/** Judges what leads out of a room. */
export function judgeNetwork(
  facts: ProbeFacts,
  expected: ProbeExpectations,
): Readonly<Record<NetworkProbe, Judgement>> {
  return {
    interfaces: onlyLoopback(facts.kernel('/proc/net/dev')),
    routes: noRoutes(facts.kernel('/proc/net/route'), facts.kernel('/proc/net/ipv6_route')),
    listeners: onlyBroker(facts, expected.port),
    'connections-out': tried(facts, 'connect', 'a connection to an address outside can be made'),
    'host-names': tried(facts, 'name', 'a name of the internet can be resolved'),
  };
}

function rows(table: string | undefined, heads: number): string[][] {
  return (table ?? '')
    .split('\n')
    .slice(heads)
    .map((line) => line.trim().split(/\s+/))
    .filter(([first]) => first !== undefined && first !== '');
}

function onlyLoopback(devices: string | undefined): Judgement {
  if (devices === undefined) return fail('the interfaces could not be read');
  const names = rows(devices, 2).map(([name = '']) => name.split(':')[0] ?? '');
  const others = names.filter((name) => name !== 'lo');
  return others.length > 0 ? fail(`there is ${others.slice(0, 5).join(', ')}`) : pass('none but lo');
}

/** A kernel without IPv6 has no table of it. */
function noRoutes(routes: string | undefined, routes6: string | undefined): Judgement {
  if (routes === undefined) return fail('the routes could not be read');
  const devices = [...rows(routes, 1).map(([device]) => device), ...rows(routes6, 0).map((row) => row.at(-1))];
  const out = devices.filter((device) => device !== 'lo');
  return out.length > 0 ? fail(`there is a route over ${out[0] ?? ''}`) : pass('none');
}

/** The kernel's own counts of the sockets of this network. The one of the room is the one that the host was given. */
function counted(facts: ProbeFacts, expected: number): Judgement {
  const counts = new Map(
    [...rows(facts.kernel('/proc/net/sockstat'), 0), ...rows(facts.kernel('/proc/net/sockstat6'), 0)].map(
      ([name = '', , count]): [string, string | undefined] => [name, count],
    ),
  );
  if (counts.get('TCP:') !== String(expected)) return fail(`${counts.get('TCP:') ?? 'unknown'} TCP sockets are open`);
  for (const name of ['TCP6:', 'UDP:', 'UDP6:', 'RAW:', 'RAW6:'])
    if ((counts.get(name) ?? '0') !== '0') return fail(`${counts.get(name) ?? ''} sockets of kind ${name} are open`);
  const named = rows(facts.kernel('/proc/net/unix'), 1).filter((row) => row.length > 7);
  if (named.length > 0) return fail(`unix sockets of others are visible, such as ${named[0]?.[7]?.slice(0, 80) ?? ''}`);
  return pass(expected === 0 ? 'none' : 'none but the line to the broker');
}

/** Addresses are in hex, those of IPv4 in the order of the machine, which is little-endian here. */
function onlyBroker(facts: ProbeFacts, port: number | undefined): Judgement {
  if (facts.section('sockets-table') === undefined) return counted(facts, port === undefined ? 0 : 1);
  const tcp = facts.kernel('/proc/net/tcp');
  if (tcp === undefined) return fail('the sockets could not be read');
  const broker = port === undefined ? undefined : `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const heard = [...rows(tcp, 1), ...rows(facts.kernel('/proc/net/tcp6'), 1)]
    .filter((row) => row[3] === LISTENING)
    .map((row) => row[1] ?? '');
  const others = heard.filter((address) => address !== broker);
  if (others.length > 0) return fail(`something listens on ${others.slice(0, 5).join(', ')}`);
  const datagrams = ['udp', 'udp6', 'raw', 'raw6'].flatMap((name) => rows(facts.kernel(`/proc/net/${name}`), 1));
  if (datagrams.length > 0) return fail(`${datagrams.length} sockets for datagrams are open`);
  const named = rows(facts.kernel('/proc/net/unix'), 1).filter((row) => row.length > 7);
  if (named.length > 0) return fail(`unix sockets of others are visible, such as ${named[0]?.[7]?.slice(0, 80) ?? ''}`);
  if (broker !== undefined && !heard.includes(broker)) return fail('the line to the broker is not there');
  return pass(broker === undefined ? 'none' : 'none but the line to the broker');
}
