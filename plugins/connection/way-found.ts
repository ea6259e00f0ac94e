import type { Message, ProbeRoute } from 'boule-bleue';

/** By which way an address was asked, and who said so: « Trouvé : proxy http://proxy.agence.fr:3128 (paramètres du système). » */
export function describeWay(route: ProbeRoute): Message {
  const way = nameWay(route);
  if (route.source === 'settings') return { key: 'way.chosen', args: { way } };
  if (route.source !== 'unreadable') return { key: 'way.found', args: { way, origin: nameOrigin(route) } };
  if (route.detail === '') return { key: 'way.unreadable', args: { way } };
  return { key: 'way.unreadable-named', args: { way, name: route.detail } };
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
