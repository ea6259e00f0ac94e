import { isSameAddress, writeAddress } from '../addresses/plain-address.ts';
import { factoryAddresses } from '../values/connection-values.ts';
import type { RemedyAction } from './address-result.ts';
import type { OtherWay } from './cause.ts';
import { nameEndpoint } from './cause-sentence.ts';
import type { Circumstances } from './remedy.ts';

/** What the product can do for users, by name; `null` where the circumstances leave nothing to do. */
export const actions = {
  'change-way': ({ finding: { otherWay } }: Circumstances) => otherWay && changeWay(otherWay),
  // The panel has room for a proxy that speaks HTTP, as nearly all do.
  'pass-through-proxy': ({ route }: Circumstances) =>
    route?.proxy && !route.proxy.isEncrypted && !route.proxy.protocol ? passThrough(route.proxy) : null,
  'use-factory-address': ({ role, url }: Circumstances) => {
    const address = factoryAddresses[role];
    return isSameAddress(url, address) ? null : changeAddress(role, address, 'action.use-factory-address');
  },
  'take-address': ({ role, finding }: Circumstances) => {
    const address = finding.args?.address;
    return typeof address === 'string' ? changeAddress(role, address, 'action.take-address') : null;
  },
  'leave-out-port': ({ role, url }: Circumstances) => {
    const address = URL.parse(url);
    if (!address?.port) return null;
    return changeAddress(role, writeAddress(`${address.protocol}//${address.hostname}`, address.pathname), 'action.take-address');
  },
  'open-portal': ({ finding }: Circumstances) => {
    const target = finding.args?.target;
    const title = target ? { key: 'action.open-portal-at', args: { target } } : { key: 'action.open-portal' };
    return { kind: 'run', title, command: 'connection.open-portal' } as const;
  },
  'contact-assistance': ({ role }: Circumstances) =>
    role === 'netEntreprises'
      ? null
      : ({ kind: 'run', title: { key: 'action.write-to-assistance' }, command: 'connection.contact-assistance' } as const),
} satisfies Record<string, (circumstances: Circumstances) => RemedyAction | null | undefined>;

export type ActionId = keyof typeof actions;

function changeWay({ type, proxy }: OtherWay): RemedyAction {
  if (type === 'proxy' && proxy) return passThrough(proxy);
  return { kind: 'change', title: { key: `action.use-${type}` }, changes: { type } };
}

function passThrough({ host, port }: NonNullable<OtherWay['proxy']>): RemedyAction {
  const title = { key: 'action.use-proxy', args: { proxy: nameEndpoint({ host, port }) } };
  return { kind: 'change', title, changes: { type: 'proxy', proxy: { host, port } } };
}

function changeAddress(role: Circumstances['role'], address: string, key: string): RemedyAction {
  return { kind: 'change', title: { key, args: { address } }, changes: { servers: { [role]: address } } };
}
