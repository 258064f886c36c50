import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * `public`: anyone may dial it. `private`: only for a name that is listed as private. `never`: not dialled at all,
 * since nothing that a run needs lives there (metadata services, link-local, multicast, unspecified).
 */
export type AddressClass = 'public' | 'private' | 'never';

// One list per family and class: a single BlockList that holds ::ffff:0:0/96 matches every IPv4 address.
const never4 = subnets('ipv4', [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Cloud metadata that is not link-local: Azure's host, Oracle's and Alibaba's services.
  ['168.63.129.16', 32],
  ['192.0.0.192', 32],
  ['100.100.100.200', 32],
]);

// IANA IPv4 Special-Purpose Address Registry.
const private4 = subnets('ipv4', [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
]);

/** What is public in IPv6 is listed, not what is not: global unicast without its special parts. */
const global6 = subnets('ipv6', [['2000::', 3]]);
const special6 = subnets('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]);
const private6 = subnets('ipv6', [
  ['::1', 128],
  ['fc00::', 7],
]);
const never6 = subnets('ipv6', [['fd00:ec2::254', 128]]);

/** Where an address points. Anything that is not plainly an address, or embeds another one, is `never`. */
export function classifyAddress(address: string): AddressClass {
  if (isIPv4(address)) {
    if (never4.check(address, 'ipv4')) return 'never';
    return private4.check(address, 'ipv4') ? 'private' : 'public';
  }
  if (!isIPv6(address) || address.includes('%') || never6.check(address, 'ipv6')) return 'never';
  if (private6.check(address, 'ipv6')) return 'private';
  return global6.check(address, 'ipv6') && !special6.check(address, 'ipv6') ? 'public' : 'never';
}

function subnets(family: 'ipv4' | 'ipv6', nets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of nets) list.addSubnet(net, prefix, family);
  return list;
}
