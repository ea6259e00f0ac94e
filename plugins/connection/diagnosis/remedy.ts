import type { Message, ProbeRoute } from 'boule-bleue';
import { isSameAddress } from '../addresses/plain-address.ts';
import { type ConnectionType, factoryAddresses, type ServerRole } from '../values/connection-values.ts';
import type { RemedyAction } from './address-result.ts';
import type { Actor, Cause, Detail, Finding, Values } from './cause.ts';
import { type ActionId, actions } from './remedy-actions.ts';

export interface Circumstances {
  readonly finding: Finding;
  readonly role: ServerRole;
  readonly url: string;
  readonly type: ConnectionType;
  readonly route?: ProbeRoute | undefined;
  /** Whether another address was reached by the same way, so that this way out works. */
  readonly isAnotherReached: boolean;
  /** What the sentences of next steps may name. */
  readonly values: Values;
}

export interface Remedy {
  readonly actor: Actor;
  readonly next: Message;
  readonly action: RemedyAction | null;
}

/** Who can do something about a finding, what comes next, and whether the product can do it. */
export function findRemedy(circumstances: Circumstances): Remedy {
  const { finding, role, values } = circumstances;
  const rule = (finding.detail && rulesByDetail[finding.detail]) ?? rulesByCause[finding.cause];
  const id = typeof rule === 'string' ? rule : rule(circumstances);
  const { actor, action }: RemedyRow = remedies[id];
  const owner = { key: `owner.${owners[role]}` };
  return {
    actor: actor === 'owner' ? owners[role] : actor,
    next: { key: `next.${id}`, args: { ...values, ...finding.args, owner } },
    action: (action && actions[action](circumstances)) ?? null,
  };
}

export function isCause(word: string): word is Cause {
  return Object.hasOwn(rulesByCause, word);
}

const owners = { authentication: 'impact-emploi', update: 'impact-emploi', netEntreprises: 'net-entreprises' } as const;

interface RemedyRow {
  /** `owner`: of the server. */
  readonly actor: Actor | 'owner';
  readonly action?: ActionId;
}

/** Next steps, by the rest of their sentence's key after `next.`. */
const remedies = {
  'check-network': { actor: 'user' },
  'check-network-or-proxy': { actor: 'user' },
  'correct-address': { actor: 'user', action: 'use-factory-address' },
  'check-address': { actor: 'user', action: 'use-factory-address' },
  'take-address': { actor: 'user', action: 'take-address' },
  'leave-out-port': { actor: 'user', action: 'leave-out-port' },
  'check-proxy': { actor: 'user' },
  'sign-in-to-proxy': { actor: 'user' },
  'correct-proxy-password': { actor: 'user' },
  'choose-proxy': { actor: 'user', action: 'pass-through-proxy' },
  'use-system': { actor: 'user', action: 'change-way' },
  'use-direct': { actor: 'user', action: 'change-way' },
  'use-proxy': { actor: 'user', action: 'change-way' },
  'check-clock': { actor: 'user' },
  'sign-in-to-network': { actor: 'user', action: 'open-portal' },
  'tell-network-administrator': { actor: 'network-administrator' },
  'allow-on-workstation': { actor: 'network-administrator' },
  'allow-in-firewall': { actor: 'network-administrator' },
  'allow-in-proxy': { actor: 'network-administrator' },
  'free-from-identification': { actor: 'network-administrator' },
  'exclude-from-antivirus': { actor: 'network-administrator' },
  'exclude-from-inspection': { actor: 'network-administrator' },
  'vouch-for-authority': { actor: 'network-administrator' },
  'tell-owner': { actor: 'owner', action: 'contact-assistance' },
  wait: { actor: 'owner' },
} as const satisfies Record<string, RemedyRow>;

type RemedyId = keyof typeof remedies;
type Rule = RemedyId | ((circumstances: Circumstances) => RemedyId);

const isFactoryAddress = ({ url, role }: Circumstances) => isSameAddress(url, factoryAddresses[role]);

/** A factory address isn't mistyped; one's own may be. */
const byAddress =
  (factory: Rule, own: RemedyId): Rule =>
  (circumstances) => {
    if (!isFactoryAddress(circumstances)) return own;
    return typeof factory === 'string' ? factory : factory(circumstances);
  };

/** The user can correct a proxy typed in the panel; the system's is its administrator's. */
const byType =
  (proxy: RemedyId, other: RemedyId): Rule =>
  ({ type }) =>
    type === 'proxy' ? proxy : other;

/** When the way out is good for another address, the fault lies at its end. */
const onTheWay: Rule = ({ isAnotherReached }) => (isAnotherReached ? 'wait' : 'tell-network-administrator');

const unreachable = byAddress(onTheWay, 'check-address');
const signIn = byType('sign-in-to-proxy', 'choose-proxy');
const redirected = byAddress('tell-owner', 'correct-address');
const checkProxy = byType('check-proxy', 'tell-network-administrator');

const rulesByCause: Readonly<Record<Cause, Rule>> = {
  offline: 'check-network',
  'address-invalid': ({ finding }) => (finding.args?.address ? 'take-address' : 'correct-address'),
  'wrong-address': 'correct-address',
  redirect: redirected,
  'dns-unknown': unreachable,
  refused: unreachable,
  timeout: unreachable,
  reset: unreachable,
  'cert-wrong-host': byAddress('tell-owner', 'correct-address'),
  'not-tls': byType('tell-network-administrator', 'check-address'),
  'proxy-unreachable': checkProxy,
  'proxy-auth': signIn,
  'proxy-auth-scheme': 'free-from-identification',
  'proxy-forbidden': 'allow-in-proxy',
  'proxy-bad': 'tell-network-administrator',
  'cert-self-signed': 'tell-network-administrator',
  'cert-unknown-ca': 'tell-network-administrator',
  'cert-intercepted': 'exclude-from-inspection',
  'cert-not-yet-valid': 'check-clock',
  'clock-skew': 'check-clock',
  'captive-portal': 'sign-in-to-network',
  'cert-expired': 'tell-owner',
  'cert-incomplete-chain': 'tell-owner',
  'tls-version': 'tell-owner',
  'bad-answer': 'tell-owner',
  forbidden: 'tell-owner',
  'too-many': 'wait',
  maintenance: 'wait',
  'server-error': 'wait',
};

/** Where a detail asks for something else than its cause. */
const rulesByDetail: Partial<Readonly<Record<Detail, Rule>>> = {
  'offline-no-names': 'check-network-or-proxy',
  'dns-unknown-silent': 'tell-network-administrator',
  'dns-known-to-proxy': ({ finding }) => (finding.otherWay?.type === 'proxy' ? 'use-proxy' : 'use-system'),
  'refused-by-workstation': 'allow-on-workstation',
  'refused-no-way': 'tell-network-administrator',
  'refused-ipv6-only': 'tell-network-administrator',
  'timeout-route': 'tell-network-administrator',
  'timeout-name': 'tell-network-administrator',
  'timeout-proxy': checkProxy,
  'timeout-http': 'wait',
  'reset-tls': byAddress('allow-in-firewall', 'check-address'),
  'reset-http': 'wait',
  'proxy-auth-wrong': byType('correct-proxy-password', 'tell-network-administrator'),
  'proxy-bad-no-proxy': checkProxy,
  'cert-not-yet-valid-clock-right': 'tell-owner',
  'cert-unknown-ca-named': 'vouch-for-authority',
  'cert-unknown-ca-other-key': 'vouch-for-authority',
  'cert-unknown-ca-weak': 'tell-owner',
  'cert-unknown-ca-unfit': 'tell-owner',
  'cert-intercepted-antivirus': 'exclude-from-antivirus',
  'tls-version-everywhere': 'tell-network-administrator',
  'not-tls-plain': (circumstances) => (URL.parse(circumstances.url)?.port ? 'leave-out-port' : 'check-address'),
  'redirect-to-https': 'take-address',
  'redirect-same-site': 'take-address',
  'other-way-system': 'use-system',
  'other-way-direct': 'use-direct',
  'other-way-proxy': 'use-proxy',
  'proxy-other-way-system': 'use-system',
  'proxy-other-way-direct': 'use-direct',
  'proxy-other-way-proxy': 'use-proxy',
};
