import type { Message } from 'boule-bleue';
import { type ConnectionType, factoryAddresses, type ServerRole } from '../connection-values.ts';
import type { Actor, Cause } from './cause.ts';

export interface Circumstances {
  readonly role: ServerRole;
  readonly url: string;
  readonly type: ConnectionType;
  /** Whether another address was reached, so that the workstation's way out works. */
  readonly isAnotherReached: boolean;
}

export interface Remedy {
  readonly actor: Actor;
  readonly next: Message;
}

/** Who can do something about a cause, and what comes next. */
export function findRemedy(cause: Cause, circumstances: Circumstances): Remedy {
  return remedies[cause](circumstances);
}

export function isCause(word: string): word is Cause {
  return Object.hasOwn(remedies, word);
}

const owners = { authentication: 'impact-emploi', update: 'impact-emploi', netEntreprises: 'net-entreprises' } as const;

type RemedyFor = (circumstances: Circumstances) => Remedy;

const fixed =
  (actor: Actor, key: string): RemedyFor =>
  () => ({ actor, next: { key: `next.${key}` } });

const owned =
  (key: string): RemedyFor =>
  ({ role }) => ({ actor: owners[role], next: { key: `next.${key}`, args: { owner: { key: `owner.${owners[role]}` } } } });

const correctAddress = fixed('user', 'correct-address');
const tellNetworkAdministrator = fixed('network-administrator', 'tell-network-administrator');
const tellOwner = owned('tell-owner');
const wait = owned('wait');

/** An address of one's own may be mistyped; a factory address isn't, so the fault lies on the way, or at its end when the way is good. */
const unreachable: RemedyFor = (circumstances) => {
  if (circumstances.url !== factoryAddresses[circumstances.role]) return fixed('user', 'check-address')(circumstances);
  return circumstances.isAnotherReached ? wait(circumstances) : tellNetworkAdministrator(circumstances);
};

const byType =
  (proxy: RemedyFor, other: RemedyFor): RemedyFor =>
  (circumstances) =>
    (circumstances.type === 'proxy' ? proxy : other)(circumstances);

const remedies: Readonly<Record<Cause, RemedyFor>> = {
  offline: fixed('user', 'check-network'),
  'address-invalid': correctAddress,
  'wrong-address': correctAddress,
  redirect: correctAddress,
  'dns-unknown': unreachable,
  refused: unreachable,
  timeout: unreachable,
  reset: unreachable,
  'cert-wrong-host': (circumstances) =>
    (circumstances.url === factoryAddresses[circumstances.role] ? tellOwner : correctAddress)(circumstances),
  'not-tls': byType(tellNetworkAdministrator, fixed('user', 'check-address')),
  'proxy-unreachable': byType(fixed('user', 'check-proxy'), tellNetworkAdministrator),
  'proxy-auth': byType(fixed('user', 'sign-in-to-proxy'), fixed('user', 'choose-proxy')),
  'proxy-auth-scheme': tellNetworkAdministrator,
  'proxy-forbidden': tellNetworkAdministrator,
  'proxy-bad': tellNetworkAdministrator,
  'cert-self-signed': tellNetworkAdministrator,
  'cert-unknown-ca': tellNetworkAdministrator,
  'cert-intercepted': tellNetworkAdministrator,
  'cert-not-yet-valid': fixed('user', 'check-clock'),
  'clock-skew': fixed('user', 'check-clock'),
  'captive-portal': fixed('user', 'sign-in-to-network'),
  'cert-expired': tellOwner,
  'cert-incomplete-chain': tellOwner,
  'tls-version': tellOwner,
  'bad-answer': tellOwner,
  forbidden: tellOwner,
  'too-many': wait,
  maintenance: wait,
  'server-error': wait,
};
