import { type NetworkFailureCause, ShellError } from 'boule-bleue';

/** Causes between which a user has nothing different to do are told as one problem. */
export type NetworkProblem =
  | 'offline'
  | 'address'
  | 'name'
  | 'unreachable'
  | 'proxy'
  | 'proxy-sign-in'
  | 'proxy-forbidden'
  | 'captive-portal'
  | 'certificate-date'
  | 'certificate'
  | 'not-secure'
  | 'garbled';

const problemsByCause: Readonly<Record<NetworkFailureCause, NetworkProblem>> = {
  offline: 'offline',
  'address-invalid': 'address',
  'dns-unknown': 'name',
  refused: 'unreachable',
  timeout: 'unreachable',
  reset: 'unreachable',
  'proxy-unreachable': 'proxy',
  'proxy-bad': 'proxy',
  'proxy-auth': 'proxy-sign-in',
  'proxy-auth-scheme': 'proxy-sign-in',
  'captive-portal': 'captive-portal',
  'proxy-forbidden': 'proxy-forbidden',
  'cert-expired': 'certificate-date',
  'cert-not-yet-valid': 'certificate-date',
  'cert-wrong-host': 'certificate',
  'cert-self-signed': 'certificate',
  'cert-incomplete-chain': 'certificate',
  'cert-unknown-ca': 'certificate',
  'tls-version': 'not-secure',
  'not-tls': 'not-secure',
  'bad-answer': 'garbled',
};

/** A cause that a later version of the shell may add counts as an unreachable server. */
export function groupOfCause(cause: string): NetworkProblem {
  return Object.hasOwn(problemsByCause, cause) ? problemsByCause[cause as NetworkFailureCause] : 'unreachable';
}

/** The word of `NetworkFailureCause` that a request failed with; `undefined` for anything else. */
export function networkCause(error: unknown): string | undefined {
  return error instanceof ShellError && error.code.startsWith('network.') ? error.code.slice('network.'.length) : undefined;
}
