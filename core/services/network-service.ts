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
  /**
   * How many redirects to follow; the one after that comes back as the 3xx it is. Default 0, at most 5. Each hop must lead to a granted
   * origin and never from `https:` to `http:`. A hop to another origin takes none of the request's own headers along but `accept`,
   * `accept-language`, `content-type` and `user-agent`, and never a secret body. After 303, and after 301 and 302 to a `POST`, the next
   * request is a `GET` without body (RFC 9110, 15.4).
   */
  readonly followRedirects?: number;
  readonly signal?: AbortSignal;
}

/** An answer. Redirects are answers too, unless `followRedirects` says otherwise. */
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
 * Needs `permissions.network`: exact origins, or `${config:KEY}` for the origin of a setting's address. Names that lead to this
 * workstation or the office's network (RFC 6890) are refused without `privateNetwork`; behind a proxy, which looks names up itself, this
 * holds for addresses and for names that can't be of the Internet. The user can read a journal of all requests.
 */
export abstract class NetworkService {
  static readonly serviceId = 'network';
  static readonly permission = 'network';

  /**
   * Sends one request; any HTTP status is an answer, not an error.
   * @throws ShellError `permission.denied` for an origin that was not granted, or for an address of this workstation or the office's
   *   network without `privateNetwork`; `network.secret-elsewhere` for a secret body that a redirect leads to another origin;
   *   `network.<cause>` with the words of `NetworkFailureCause` when no answer came.
   */
  abstract request(request: NetworkRequest): Promise<NetworkAnswer>;
}
