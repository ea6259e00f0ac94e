import type { NetworkRoute } from './network-service.ts';

/** The steps of reaching a server, in order. A probe stops at the first that fails. */
export const probeStages = ['address', 'route', 'name', 'connect', 'proxy', 'tls', 'http'] as const;
export type ProbeStageName = (typeof probeStages)[number];

/**
 * Why no trustworthy answer came. These words are part of the product's contract with scripts:
 * the same as `cause` in `run connection.test --json`.
 */
export type NetworkFailureCause =
  | 'offline'
  | 'address-invalid'
  | 'dns-unknown'
  | 'refused'
  | 'timeout'
  | 'reset'
  | 'proxy-unreachable'
  | 'proxy-auth'
  | 'proxy-auth-scheme'
  | 'proxy-forbidden'
  | 'proxy-bad'
  | 'cert-expired'
  | 'cert-not-yet-valid'
  | 'cert-wrong-host'
  | 'cert-self-signed'
  | 'cert-incomplete-chain'
  | 'cert-unknown-ca'
  | 'tls-version'
  | 'not-tls'
  /** A proxy sends elsewhere, to where one signs in to the network. What a server's answer tells is its reader's to judge. */
  | 'captive-portal'
  | 'bad-answer';

export interface ProbeStage {
  readonly name: ProbeStageName;
  readonly ok: boolean;
  readonly ms: number;
  /** Technical detail for the assistance desk: addresses, protocol version, issuer, status. Never a secret. */
  readonly detail: string;
}

export interface ProbeAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The first 64 KB of the body as UTF-8 text. */
  readonly body: string;
}

/** The certificate that a server, or someone in its place, showed: the evidence for an inspected connection or a wrong clock. */
export interface ProbeCertificate {
  /** Common name, or else the organisation. */
  readonly subject: string;
  /** Common name and organisation, as far as given, joined by `, `. */
  readonly issuer: string;
  /** ISO 8601 in UTC. */
  readonly validFrom: string;
  readonly validTo: string;
}

export interface ProbeReport {
  readonly stages: readonly ProbeStage[];
  readonly ms: number;
  /** `null` when the server answered, whatever the status of its answer. */
  readonly cause: NetworkFailureCause | null;
  /** The system's or TLS library's own word for the failure, such as `ENOTFOUND`; for the desk. */
  readonly systemCode?: string;
  /** Where TLS got as far as a certificate, trusted or not. */
  readonly certificate?: ProbeCertificate;
  readonly answer?: ProbeAnswer;
}

export interface ProbeRequest {
  readonly url: string;
  /** Tries this way instead of the one in force, so that settings can be tested before they are saved. */
  readonly route?: NetworkRoute;
  /** Bound on the whole probe. Default 10 000, at most 20 000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Looks whether a server can be reached, stage by stage, sending nothing but an empty GET.
 * Any address may be probed, so it needs the permission `networkProbe` of its own.
 */
export abstract class NetworkProbeService {
  static readonly serviceId = 'networkProbe';
  static readonly permission = 'networkProbe';

  /** Never throws for what the network does: the report tells. Rejects with an `AbortError` when cancelled. */
  abstract probe(request: ProbeRequest): Promise<ProbeReport>;
}
