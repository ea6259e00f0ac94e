import type { MessageArgument, NetworkFailureCause } from 'boule-bleue';
import type { ConnectionType } from '../values/connection-values.ts';

/** Why an address isn't reached, in words that scripts and the assistance desk rely on: what the network tells, and what follows from it. */
export type Cause =
  | NetworkFailureCause
  | 'cert-intercepted'
  | 'clock-skew'
  | 'captive-portal'
  | 'redirect'
  | 'wrong-address'
  | 'forbidden'
  | 'too-many'
  | 'maintenance'
  | 'server-error';

/** Who can do something about it. */
export type Actor = 'user' | 'network-administrator' | 'impact-emploi' | 'net-entreprises';

/**
 * What more is known than the cause, where it makes another sentence: the rest of its key after `cause.`. Scripts don't see it, so
 * details may come and go.
 */
export const details = [
  'offline-no-names',
  'offline-name-server',
  'dns-unknown-silent',
  'dns-unknown-at-proxy',
  'dns-known-to-proxy',
  'refused-by-workstation',
  'refused-no-way',
  'refused-ipv6-only',
  'refused-behind-proxy',
  'timeout-route',
  'timeout-name',
  'timeout-connect',
  'timeout-proxy',
  'timeout-behind-proxy',
  'timeout-tls',
  'timeout-http',
  'reset-tls',
  'reset-http',
  'proxy-unreachable-named',
  'proxy-unreachable-unknown',
  'proxy-unreachable-refused',
  'proxy-auth-missing',
  'proxy-auth-wrong',
  'proxy-auth-scheme-windows',
  'proxy-auth-scheme-other',
  'proxy-forbidden-named',
  'proxy-bad-status',
  'proxy-bad-no-proxy',
  'cert-expired-since',
  'cert-not-yet-valid-until',
  'cert-not-yet-valid-clock-right',
  'cert-wrong-host-named',
  'cert-incomplete-chain-found',
  'cert-incomplete-chain-lost',
  'cert-unknown-ca-named',
  'cert-unknown-ca-other-key',
  'cert-unknown-ca-unreadable',
  'cert-unknown-ca-weak',
  'cert-unknown-ca-unfit',
  'cert-intercepted-antivirus',
  'cert-intercepted-network',
  'clock-skew-behind',
  'clock-skew-ahead',
  'tls-version-server-old',
  'tls-version-unknown',
  'tls-version-everywhere',
  'not-tls-plain',
  'captive-portal-at',
  'redirect-to-https',
  'redirect-same-site',
  'too-many-until',
  'too-many-until-day',
  'maintenance-until',
  'maintenance-until-day',
  'bad-answer-http2',
  'other-way-system',
  'other-way-direct',
  'other-way-proxy',
  'proxy-other-way-system',
  'proxy-other-way-direct',
  'proxy-other-way-proxy',
] as const;
export type Detail = (typeof details)[number];

export type Values = Readonly<Record<string, MessageArgument>>;

/** A type of connection by which an address was reached, though not by the one that was tested. */
export interface OtherWay {
  readonly type: ConnectionType;
  /** Through which it leads, where it leads through one. */
  readonly proxy: { readonly host: string; readonly port: number } | null;
}

/** A cause, what more is known, and the values that its sentence needs. */
export interface Finding {
  readonly cause: Cause;
  readonly detail?: Detail;
  readonly args?: Values;
  readonly otherWay?: OtherWay;
}
