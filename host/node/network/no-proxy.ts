import { BlockList, isIP } from 'node:net';

/** Whether a host is this machine itself, which no proxy ever stands before. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/**
 * Whether `NO_PROXY` exempts a host: a list, parted by commas or spaces, of `*`, names (which cover what is
 * below them, with or without a dot or `*.` in front), addresses, networks (`10.0.0.0/8`), each with an optional port.
 * There is no standard; this is what curl, Go and VS Code agree on.
 */
export function isExempt(noProxy: string, host: string, port: number): boolean {
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => matches(entry, host.toLowerCase(), port));
}

function matches(entry: string, host: string, port: number): boolean {
  if (entry === '*') return true;
  const [, bracketed, plain, entryPort] = /^(?:\[([^\]]+)\]|([^:]+|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
  if (entryPort !== undefined && Number(entryPort) !== port) return false;
  const pattern = bracketed ?? plain ?? entry;
  if (isIP(host) !== 0) return pattern === host || isInNetwork(pattern, host);
  const name = pattern.replace(/^\*?\./, '');
  return host === name || host.endsWith(`.${name}`);
}

function isInNetwork(pattern: string, host: string): boolean {
  const [network = '', prefix = ''] = pattern.split('/');
  const family = isIP(network);
  if (family === 0 || family !== isIP(host) || !/^\d+$/.test(prefix) || Number(prefix) > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
  return list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
