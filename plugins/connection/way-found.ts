import type { Message, ProbeRoute } from 'boule-bleue';
import type { AddressResult } from './diagnosis/address-result.ts';

/** By which way an address was asked, and who said so: « Trouvé : proxy http://proxy.agence.fr:3128 (paramètres du système). » */
export function describeWay(route: ProbeRoute): Message {
  const way = nameWay(route);
  if (route.source === 'settings') return { key: 'way.chosen', args: { way } };
  if (route.source !== 'unreadable') return { key: 'way.found', args: { way, origin: nameOrigin(route) } };
  if (route.detail === '') return { key: 'way.unreadable', args: { way } };
  return { key: 'way.unreadable-named', args: { way, name: route.detail } };
}

/** The way of all addresses in one sentence, or where they differ each its own. Empty where no test found one. */
export function describeWays(addresses: readonly Pick<AddressResult, 'role' | 'facts'>[]): readonly Message[] {
  const found = addresses.flatMap(({ role, facts: { route } }) => (route ? { role, way: describeWay(route) } : []));
  const [first] = found;
  if (first === undefined) return [];
  if (found.every(({ way }) => JSON.stringify(way) === JSON.stringify(first.way))) return [first.way];
  return found.map(({ role, way }) => ({ key: 'way.of-address', args: { address: { key: `address.${role}` }, way } }));
}

function nameWay({ proxy, unreached = [] }: ProbeRoute): Message {
  const way: Message = proxy === null ? { key: 'way.direct' } : { key: 'way.proxy', args: { proxy: addressOf(proxy) } };
  if (unreached.length === 0) return way;
  return { key: 'way.after', args: { way, count: unreached.length, proxies: unreached.join(', ') } };
}

function addressOf({ host, port, isEncrypted, protocol }: NonNullable<ProbeRoute['proxy']>): string {
  const scheme = protocol ?? (isEncrypted ? 'https' : 'http');
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function nameOrigin({ proxy, source, detail }: ProbeRoute): Message {
  switch (source) {
    case 'loopback':
      return { key: 'way.by-loopback' };
    case 'environment':
      return { key: 'way.by-variable', args: { name: detail } };
    case 'pac':
      return { key: 'way.by-script', args: { address: detail } };
    case 'wpad':
      return detail === '' ? { key: 'way.by-discovery' } : { key: 'way.by-discovered-script', args: { address: detail } };
    default:
      return { key: proxy === null ? 'way.by-no-setting' : 'way.by-system' };
  }
}
