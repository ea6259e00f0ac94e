import { STATUS_CODES } from 'node:http';
import type { CertificateAuthority } from './authority.ts';

/** What a proxy does next. */
export type ProxyBehaviour =
  | { readonly kind: 'open' }
  /** Asks for a user and a password (RFC 7617) with 407. */
  | { readonly kind: 'basic'; readonly user: string; readonly password: string; readonly realm?: string }
  /** Asks with 407 for schemes that only a Windows session can serve. */
  | { readonly kind: 'integrated'; readonly schemes: readonly ('Negotiate' | 'NTLM')[] }
  /** Refuses these hosts with 403 and a page, and lets the others through. */
  | { readonly kind: 'forbid'; readonly hosts: readonly string[] }
  /** Sends whoever asks for anything to a page where one signs in. */
  | { readonly kind: 'captive-portal'; readonly location: string }
  /** Opens TLS: shows a certificate of its own authority for every host, and reads along. */
  | {
      readonly kind: 'intercept';
      readonly authority: CertificateAuthority /** What it trusts itself, in PEM. */;
      readonly trustedPem: string;
    }
  /** Answers this, whatever it is asked: what squid writes about a server that it didn't reach, say. */
  | { readonly kind: 'answer'; readonly status: number; readonly headers?: ProxyAnswer['headers'] }
  /** Answers bytes that are no HTTP. */
  | { readonly kind: 'garbage' }
  /** Accepts connections and never answers. */
  | { readonly kind: 'hang' }
  /** Answers one byte each 100 ms, without end. */
  | { readonly kind: 'drip' }
  /** Says that the tunnel stands, then hangs up. */
  | { readonly kind: 'drop' }
  /** Says that the tunnel stands, and that is all it ever says. */
  | { readonly kind: 'tunnel-hang' }
  /** Says that the tunnel stands, then sends bytes that are no TLS. */
  | { readonly kind: 'tunnel-garbage' };

/** Who asked a proxy for what. */
export interface ProxyRecord {
  /** `CONNECT` for a tunnel, else the method of a request with an absolute address. */
  readonly method: string;
  /** Host and port. */
  readonly target: string;
  /** What the client showed, whether asked for or not. */
  readonly credentials: { readonly user: string; readonly password: string } | null;
  /** `null` where no answer was given. */
  readonly status: number | null;
}

export interface ProxyAnswer {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** The refusal a client gets before anything is forwarded; `null` lets it through. */
export function refusalOf(behaviour: ProxyBehaviour, target: string, credentials: ProxyRecord['credentials']): ProxyAnswer | null {
  switch (behaviour.kind) {
    case 'basic': {
      if (credentials?.user === behaviour.user && credentials.password === behaviour.password) return null;
      return page(407, 'Proxy Authentication Required', [['proxy-authenticate', `Basic realm="${behaviour.realm ?? 'Proxy agence'}"`]]);
    }
    case 'integrated':
      return page(
        407,
        'Proxy Authentication Required',
        behaviour.schemes.map((scheme) => ['proxy-authenticate', scheme]),
      );
    case 'forbid':
      return behaviour.hosts.includes(target.replace(/:\d+$/, '')) ? page(403, 'Forbidden') : null;
    case 'captive-portal':
      return page(302, 'Found', [['location', behaviour.location]]);
    case 'answer':
      return page(behaviour.status, STATUS_CODES[behaviour.status] ?? 'Unknown', behaviour.headers);
    default:
      return null;
  }
}

/** A page as proxies write it, for whoever looks at the body. */
export function page(status: number, reason: string, headers: ProxyAnswer['headers'] = []): ProxyAnswer {
  const body = `<!DOCTYPE html><title>${reason}</title><h1>${status} ${reason}</h1>\n`;
  return { status, reason, headers: [...headers, ['content-type', 'text/html; charset=utf-8'], ['connection', 'close']], body };
}

export function readCredentials(header: string | undefined): ProxyRecord['credentials'] {
  const encoded = /^Basic +(\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { user, password: password.join(':') };
}
