import type { Secret } from '../secret.ts';

/** By which way requests leave this workstation. */
export type NetworkRoute =
  | { readonly type: 'direct' }
  | { readonly type: 'system' }
  | {
      readonly type: 'proxy';
      readonly host: string;
      readonly port: number;
      readonly user?: string;
      readonly password?: Secret;
    };

export interface NetworkRequest {
  /** Absolute `https:` address; `http:` is refused unless `allowPlainHttp` is set. */
  readonly url: string;
  /** Default `GET`. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as UTF-8. A secret body is never sent but to its own origin over verified TLS. */
  readonly body?: string | Secret;
  /** Bound on the whole exchange. Default 15 000, at most 60 000. */
  readonly timeoutMs?: number;
  /** An answer's body is cut off, and the request fails, beyond this size. Default 65 536. */
  readonly maximumBytes?: number;
  /** Tolerates `http:`. Impossible together with a secret body. */
  readonly allowPlainHttp?: boolean;
  readonly signal?: AbortSignal;
}

/** An answer. Redirects are never followed: they come back as the 3xx they are. */
export interface NetworkAnswer {
  readonly status: number;
  /** Names in lower case; several values of one name joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as UTF-8 text. */
  readonly body: string;
}

/**
 * Speaks HTTP for a plugin, by the way that the hook `network.route` answers (direct by default).
 * TLS is always verified, against the bundled, the system's and `NODE_EXTRA_CA_CERTS`' authorities.
 * Needs `permissions.network`: exact origins, or `${config:KEY}` for the origin of a setting's address.
 */
export abstract class NetworkService {
  static readonly serviceId = 'network';
  static readonly permission = 'network';

  /**
   * Sends one request; any HTTP status is an answer, not an error.
   * @throws ShellError `permission.denied` for an origin that was not granted, or
   *   `network.<cause>` with the words of `NetworkFailureCause` when no answer came.
   */
  abstract request(request: NetworkRequest): Promise<NetworkAnswer>;
}
