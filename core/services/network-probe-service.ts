import type { Disposable } from '../lifecycle.ts';
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

// Types instead of interfaces, so that plugins can publish what they learn.
export type ProbeStage = {
  readonly name: ProbeStageName;
  readonly ok: boolean;
  /** When it began, in milliseconds since the probe did. */
  readonly startMs: number;
  readonly ms: number;
  /** Technical detail for the assistance desk: addresses, protocol version, issuer, status. Never a secret. */
  readonly detail: string;
};

export type ProbeAnswer = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The first 64 KB of the body as UTF-8 text, as far as it came: one that drips or breaks off makes an answer no failure. */
  readonly body: string;
};

/**
 * A certificate that a server, or someone in its place, showed: the evidence for an inspected connection or a wrong clock. Whoever sent it
 * wrote its texts: they come without control characters, cut off after 200 characters.
 */
export type ProbeCertificate = {
  /** Common name, or else the organisation. */
  readonly subject: string;
  /** Common name and organisation, as far as given, joined by `, `. */
  readonly issuer: string;
  /** ISO 8601 in UTC; empty where it can’t be read. */
  readonly validFrom: string;
  readonly validTo: string;
  /** DNS names and IP addresses that it is good for, the first 100. */
  readonly names: readonly string[];
  /** SHA-256 of the certificate: pairs of hexadecimal digits parted by colons. */
  readonly fingerprint: string;
};

/** By which way a probe left, and where that was decided. */
export type ProbeRoute = {
  /** `null`: directly. Without a `protocol` it speaks HTTP. */
  readonly proxy: { readonly host: string; readonly port: number; readonly isEncrypted: boolean; readonly protocol?: 'socks5' } | null;
  /**
   * `settings`: the route that was asked for says so. `loopback`: no proxy stands before this workstation itself. `environment`: a variable
   * such as `HTTPS_PROXY` or `NO_PROXY`. `system`: the system's fixed settings; `pac`: a script that they name; `wpad`: one that was found
   * in the network. `unreadable`: the system didn't answer, or the script or variable can't be used, so the probe left by what remained:
   * directly, as a rule.
   */
  readonly source: 'settings' | 'loopback' | 'environment' | 'system' | 'pac' | 'wpad' | 'unreadable';
  /** Name of the variable, or address of the script without credentials and query; empty where there is none. */
  readonly detail: string;
  /** Proxies named before this way, none of which was reached: `host:port`, in the order in which they were tried. */
  readonly unreached?: readonly string[];
};

/** One try to reach one address of a host. */
export type ConnectionAttempt = {
  readonly address: string;
  readonly family: 4 | 6;
  /** `unneeded`: another address answered first. */
  readonly outcome: 'connected' | 'failed' | 'unneeded';
  /** In milliseconds since the probe began. */
  readonly startMs: number;
  readonly ms: number;
  /** The system's word for a failure, such as `ECONNREFUSED`. */
  readonly systemCode?: string;
};

/** What a proxy said instead of leading on. */
export type ProxyRefusal = {
  readonly status: number;
  /** Names of the authentication schemes that it offers, such as `Basic` or `NTLM`, in its order. */
  readonly schemes: readonly string[];
  /** Whether it was given a user and refused it. */
  readonly hadCredentials: boolean;
  /** Where it sends instead, such as to a sign-in: the origin of a web address. What stands behind it may tell who asked for what. */
  readonly location?: string;
};

/** What is known of an encrypted connection, also of one that was refused. */
export type ProbeEncryption = {
  /** `TLSv1.3` and the like; absent where no version was agreed on. */
  readonly version?: string;
  readonly cipher?: string;
  /** Certificates as they were sent, the server's own first; at most ten. */
  readonly chain: readonly ProbeCertificate[];
  /**
   * Where the authority comes from that vouches for the server: with this program, from the operating system, from `NODE_EXTRA_CA_CERTS` or
   * added by the host; the first of these that knows it. Also where the certificate is refused for another reason, such as its dates or name.
   */
  readonly trustedBy?: 'bundled' | 'system' | 'extra' | 'added';
  /** The authority that would have to be trusted, where none that is vouches for the server. */
  readonly unknownAuthority?: {
    /** As `issuer` of the last certificate of the chain, or of the last one found above it by looking closer. */
    readonly name: string;
    /** Whether the server showed its certificate too, so that it is a root which vouches for itself. */
    readonly isSent: boolean;
    /** What the operating system's store says of it: nothing; that it knows one of the same name with another key; or it couldn't be read. */
    readonly systemStore: 'absent' | 'other-key' | 'unreadable';
  };
};

/** What a closer look brought to light after a failure. Nothing found so is trusted or used for anything else. */
export type ProbeFindings = {
  /** The server keeps back a certificate of its chain, which its authority publishes (AIA, RFC 5280 4.2.2.1). */
  readonly missingIssuer?: {
    /** Where it was looked for: plain HTTP, as authorities publish. */
    readonly address: string;
    /** `null`: not found there, or what was found didn't sign the chain or is outdated. */
    readonly certificate: ProbeCertificate | null;
    /** Whether a trusted authority stands above it. The cause is then `cert-incomplete-chain`; with another certificate, `cert-unknown-ca`. */
    readonly completesChain: boolean;
  };
  /** What the server agrees to when asked for old versions and weak ciphers too, such as `TLSv1.1`. `null`: nothing that this program knows. */
  readonly oldestEncryption?: string | null;
  /** The server speaks HTTP/2 alone. */
  readonly speaksOnlyHttp2?: true;
  /** The server speaks HTTP without encryption where encryption was expected. */
  readonly speaksPlainHttp?: true;
};

export type ProbeReport = {
  readonly stages: readonly ProbeStage[];
  readonly ms: number;
  /** `null` when the server answered, whatever the status of its answer. */
  readonly cause: NetworkFailureCause | null;
  /** The system's or TLS library's own word for the failure, such as `ENOTFOUND`; for the desk. */
  readonly systemCode?: string;
  /** Where TLS got as far as a certificate, trusted or not: the first of `encryption.chain`. */
  readonly certificate?: ProbeCertificate;
  readonly answer?: ProbeAnswer;
  readonly route?: ProbeRoute;
  /** To the server, or to the proxy where there is one, in the order in which they began. */
  readonly attempts?: readonly ConnectionAttempt[];
  readonly proxyRefusal?: ProxyRefusal;
  /** Of the server, not of a proxy. */
  readonly encryption?: ProbeEncryption;
  /**
   * What the server's clock showed (`Date`, RFC 9110 6.6.1), and this workstation's at that moment, in milliseconds since 1970. Also from a
   * server whose certificate was refused for its dates alone; so it is evidence about a clock and never a proof.
   */
  readonly clock?: { readonly serverMs: number; readonly localMs: number };
  readonly findings?: ProbeFindings;
};

export interface ProbeRequest {
  readonly url: string;
  /** Tries this way instead of the one in force, so that settings can be tested before they are saved. */
  readonly route?: NetworkRoute;
  /** Bound on the whole probe. Default 10 000, at most 20 000. */
  readonly timeoutMs?: number;
  /**
   * Looks closer after a failure, within the same bound, to fill in `findings` and `clock` and to correct `cause` and `encryption`. It may connect
   * to the server again, and ask authorities for what they publish. Default `false`.
   */
  readonly investigate?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Looks whether a server can be reached, stage by stage, sending nothing but empty requests.
 * Any address may be probed, so it needs the permission `networkProbe` of its own.
 */
export abstract class NetworkProbeService {
  static readonly serviceId = 'networkProbe';
  static readonly permission = 'networkProbe';

  /**
   * Never throws for what the network does: the report tells. Rejects with an `AbortError` when cancelled.
   * @throws ShellError `permission.denied`, also where the address leads to this workstation or into its network without `privateNetwork`
   */
  abstract probe(request: ProbeRequest): Promise<ProbeReport>;

  /**
   * Tells that what was not reached may be now, or the other way round: an interface of this workstation gained or lost an address, the
   * system's proxy settings changed, or the workstation woke from sleep. At most once a second, and up to some seconds late; looked for
   * only while somebody listens. Ends with the permission: whoever gets it back subscribes anew.
   * @throws ShellError `permission.denied`; where the plugin runs in a process of its own, it merely never tells.
   */
  abstract onDidChangeNetwork(listener: () => void): Disposable;
}
