import { BlockList, isIP } from 'node:net';

/** Whether a host is this machine itself, which no proxy ever stands before. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/**
 * Whether `NO_PROXY` exempts a host: a list, parted by commas, semicolons or spaces, of `*`, names (which cover what is
 * below them, with or without a dot or `*.` in front), addresses, networks (`10.0.0.0/8`), patterns (`10.*`), each with an optional port,
 * and `<local>`: names without a dot. There is no standard; this is what curl, Go and VS Code agree on, and what Windows and the library
 * that reads the system's settings have beside it.
 */
export function isExempt(noProxy: string, host: string, port: number): boolean {
  return noProxy
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((entry) => entry !== '')
    .some((entry) => matches(entry, host.toLowerCase(), port));
}

function matches(entry: string, host: string, port: number): boolean {
  if (entry === '*') return true;
  if (entry === '<local>') return isIP(host) === 0 && !host.includes('.');
  const [, bracketed, plain, entryPort] = /^(?:\[([^\]]+)\]|([^:]+|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
  if (entryPort !== undefined && Number(entryPort) !== port) return false;
  const pattern = bracketed ?? plain ?? entry;
  const name = pattern.replace(/^\*?\./, '').replace(/\.$/, '');
  if (name.includes('*')) return fits(name, host);
  if (isIP(host) !== 0) return pattern === host || isInNetwork(pattern, host);
  return host === name || host.endsWith(`.${name}`);
}

/** Each `*` stands for anything. Part by part: an expression made of it could take for ever. */
function fits(pattern: string, host: string): boolean {
  const [start = '', ...others] = pattern.split('*');
  const end = others.pop() ?? '';
  if (!host.startsWith(start) || !host.endsWith(end) || host.length < start.length + end.length) return false;
  let at = start.length;
  for (const part of others) {
    const found = host.slice(0, host.length - end.length).indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}

function isInNetwork(pattern: string, host: string): boolean {
  const [network = '', prefix = ''] = pattern.split('/');
  const family = isIP(network);
  if (family === 0 || family !== isIP(host) || !/^\d+$/.test(prefix) || Number(prefix) > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
  return list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
