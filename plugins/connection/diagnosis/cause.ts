import type { NetworkFailureCause } from 'boule-bleue';

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

/** A cause and the values that its sentence needs. */
export interface Finding {
  readonly cause: Cause;
  readonly args?: Readonly<Record<string, string | number>>;
}
