import { BlockList, isIP } from 'node:net';

/**
 * Addresses that don't lead to the Internet, or to no single host of it: those that IANA's registry of special-purpose IPv4 addresses
 * (RFC 6890 and its successors) doesn't call globally reachable, multicast and the reserved block.
 */
const insideIpv4 = subnets('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]);

/** The only block of global unicast addresses so far; loopback, IPv4-mapped, unique local, link-local and multicast lie outside. */
const globalIpv6 = subnets('ipv6', [['2000::', 3]]);

/** Within it: protocol assignments (Teredo among them), documentation, and 6to4, which embeds any IPv4 address. */
const insideIpv6 = subnets('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]);

/** A network without IPv4 reaches IPv4 hosts by these addresses (RFC 6052), whose last 32 bits are the host's. */
const translatedIpv6 = subnets('ipv6', [['64:ff9b::', 96]]);

/** Whether an IP address leads to the Internet and nowhere nearer. Anything that isn't known to is taken not to. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !insideIpv4.check(address, 'ipv4');
  if (isIP(address) !== 6) return false;
  if (translatedIpv6.check(address, 'ipv6')) return isPublicAddress(lastFourBytes(address));
  return globalIpv6.check(address, 'ipv6') && !insideIpv6.check(address, 'ipv6');
}

const localEndings = /(?:^|\.)(?:localhost|local|internal|home\.arpa|intranet|lan|home|corp|private)$/;

/**
 * Whether a name can't be of the Internet: it has a single word, or an ending that is kept for local use (RFC 6761, 6762, 8375, ICANN's
 * `internal`) or commonly so used. For where only somebody else, such as a proxy, can look it up.
 */
export function isLocalName(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return !name.includes('.') || localEndings.test(name);
}

function subnets(family: 'ipv4' | 'ipv6', networks: readonly (readonly [network: string, prefix: number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of networks) list.addSubnet(network, prefix, family);
  return list;
}

function lastFourBytes(address: string): string {
  // The URL parser writes an address in one way only: without a dotted end.
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':');
  const [high = 0, low = 0] = groups.slice(-2).map((group) => Number.parseInt(group || '0', 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
