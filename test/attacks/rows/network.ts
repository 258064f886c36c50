import { token } from '../suite/site.js';
import type { Attack, Ground, Place } from '../suite/types.js';

const NETWORK = 'empty network namespace';

const connects =
  (target: (ground: Ground) => string) =>
  async (place: Place, ground: Ground): Promise<boolean> =>
    (await place.run(`timeout 3 $A tcp ${target(ground)} hello`)).stdout.includes(ground.site.served.tcp);

/** Says something by UDP; true when the host heard it. */
const tells =
  (wrap: (mark: string) => string) =>
  async (place: Place, { site }: Ground): Promise<boolean> => {
    const mark = token('datagram').slice(7, 40);
    await place.run(`$A udp 127.0.0.1 ${site.udp} "$(printf '${wrap(mark)}')"`);
    // Datagrams of loopback are there when send(2) returns; Node reads them in its next turn.
    for (let turn = 0; turn < 20 && !site.heard().includes(mark); turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return site.heard().includes(mark);
  };

export const NETWORK_ATTACKS: readonly Attack[] = [
  {
    id: 'loopback-ipv4',
    area: 'network',
    tries: 'connect to a port of the host on 127.0.0.1',
    guard: NETWORK,
    off: ['network-namespace'],
    attempt: connects(({ site }) => `127.0.0.1 ${site.tcp4}`),
  },
  {
    id: 'loopback-ipv6',
    area: 'network',
    tries: 'connect to a port of the host on ::1',
    guard: NETWORK,
    off: ['network-namespace'],
    attempt: connects(({ site }) => `::1 ${site.tcp6}`),
  },
  {
    id: 'raw-address',
    area: 'network',
    tries: 'connect to a raw IPv4 address of the network',
    guard: NETWORK,
    off: ['network-namespace'],
    unable: ({ site }) => (site.address === undefined ? 'this host has no address but loopback' : undefined),
    attempt: connects(({ site }) => `${site.address} ${site.tcp4}`),
  },
  {
    id: 'mapped-address',
    area: 'network',
    tries: 'connect to an IPv4 address in its IPv6 spelling',
    guard: NETWORK,
    off: ['network-namespace'],
    attempt: connects(({ site }) => `::ffff:127.0.0.1 ${site.tcp4}`),
  },
  {
    id: 'udp',
    area: 'network',
    tries: 'send a datagram to the host',
    guard: NETWORK,
    off: ['network-namespace'],
    attempt: tells((mark) => mark),
  },
  {
    id: 'dns',
    area: 'network',
    tries: 'carry a secret out in the name of a DNS question',
    guard: NETWORK,
    off: ['network-namespace'],
    attempt: tells((mark) => `\\1\\2\\1\\001${String.fromCharCode(92)}${mark.length.toString(8)}${mark}\\4test`),
  },
  {
    id: 'icmp',
    area: 'network',
    tries: 'carry a secret out in an echo request',
    guard: 'empty network namespace, no raw sockets',
    off: ['network-namespace', 'ordinary-user', 'no-capabilities'],
    unable: ({ site }) =>
      site.address === undefined
        ? 'this host has no address but loopback'
        : process.getuid?.() === 0
          ? undefined
          : 'this user may not send echo requests, in or out of a room',
    async attempt(place, { site }) {
      const mark = token('echo');
      return (await place.run(`$A ping ${site.address} ${mark}`)).stdout.includes(mark);
    },
  },
  {
    id: 'metadata',
    area: 'network',
    tries: "ask a cloud's metadata address for credentials",
    aboutRooms: true,
    guard: NETWORK,
    unable: () => undefined,
    careless: (ground) => metadata(ground, true),
    ours: (ground) => metadata(ground, false),
  },
  {
    id: 'abstract-socket',
    area: 'network',
    tries: 'connect to an abstract socket of the host',
    guard: NETWORK,
    off: ['network-namespace'],
    async attempt(place, { site }) {
      return (await place.run(`$A unix @${site.abstractName} hello`)).stdout.includes(site.served.abstract);
    },
  },
];

/** Inside a network of its own, in which the address answers: that of the host is left alone. */
async function metadata(ground: Ground, weak: boolean): Promise<boolean> {
  const secret = token('metadata');
  const ask = '$A tcp 169.254.169.254 80 "GET / HTTP/1.0"';
  if (!weak) return (await ground.room.run(`timeout 2 ${ask}`)).stdout.includes(secret);
  const script = `
    ip link set lo up && ip address add 169.254.169.254/32 dev lo
    perl -MIO::Socket::INET -e '$| = 1; $s = IO::Socket::INET->new(Listen => 1, LocalAddr => "169.254.169.254", LocalPort => 80) or die; print "up\\n"; $c = $s->accept; print $c "${secret}"' > up &
    until [ -s up ]; do sleep 0.01; done
    ${ask}`;
  const done = await ground.host.run(script, { launchedBy: ['unshare', '-Urn', '--'] });
  return done.stdout.includes(secret);
}
