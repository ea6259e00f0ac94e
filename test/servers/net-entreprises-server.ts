import { randomBytes } from 'node:crypto';
import type { ServerIdentity } from './authority.ts';
import { HttpOrigin, type RecordedRequest } from './http-origin.ts';
import type { LoopbackOptions } from './loopback-listener.ts';
import { type AccountVerdict, judge, type NetEntreprisesAccount } from './net-entreprises-accounts.ts';
import { readIdentification } from './net-entreprises-identification.ts';
import type { Answer, ServerFault } from './server-faults.ts';

export interface NetEntreprisesBehaviour {
  /** `normal` answers by account. The documented 404, 407, 429 and 503 are faults of kind `status`. */
  authentication: 'normal' | ServerFault;
}

export interface NetEntreprisesOptions extends LoopbackOptions {
  readonly identity: ServerIdentity;
  readonly accounts?: readonly NetEntreprisesAccount[];
  /** Names that requests may be addressed to, beside the loopback's. Default: the portal's and its test's. */
  readonly hosts?: readonly string[];
  /** Default 7 200 s, as in the developer kit. */
  readonly tokenLifetimeMs?: number;
}

const path = '/authentifier/1.0/';
const loopbackHosts = ['127.0.0.1', '[::1]', 'localhost'];
const portalHosts = ['services.net-entreprises.fr', 'test-services.net-entreprises.fr'];
const refusals: Readonly<Record<Exclude<AccountVerdict, 'accepted'>, Answer>> = {
  unknown: { status: 401, headers: { 'www-authenticate': 'Basic realm="net-entreprises.fr"' } },
  'password-expired': { status: 401, headers: { 'www-authenticate': 'Basic realm="Expiration du mot de passe"' } },
  'not-registered': { status: 401, headers: { 'www-authenticate': 'DSNLogin realm="Utilisateur non-inscrit au service"' } },
  locked: { status: 403 },
};

/** The authentication service of Net-entreprises, by its public protocol. Refusals have neither body nor type. */
export class NetEntreprisesServer extends HttpOrigin {
  readonly behaviour: NetEntreprisesBehaviour = { authentication: 'normal' };
  readonly accounts: NetEntreprisesAccount[];
  /** Every token handed out, for tests that look where it must not turn up. */
  readonly tokens: string[] = [];
  readonly #hosts: readonly string[];
  readonly #tokenLifetimeMs: number;

  private constructor(options: NetEntreprisesOptions) {
    super(options.identity);
    this.accounts = [...(options.accounts ?? [])];
    this.#hosts = [...loopbackHosts, ...(options.hosts ?? portalHosts)];
    this.#tokenLifetimeMs = options.tokenLifetimeMs ?? 7_200_000;
  }

  static start(options: NetEntreprisesOptions): Promise<NetEntreprisesServer> {
    return new NetEntreprisesServer(options).listen(options);
  }

  /** `https://127.0.0.1:PORT/authentifier/1.0/` */
  get authenticationUrl(): string {
    return this.url + path;
  }

  protected override answer(request: RecordedRequest): Answer | ServerFault {
    const { authentication } = this.behaviour;
    if (authentication !== 'normal') return authentication;
    if (request.path !== path) return { status: 404 };
    if (!this.#hosts.includes(hostName(request))) return { status: 403 };
    if (request.method !== 'POST') return { status: 405, headers: { allow: 'POST' } };
    if (!isUncompressedXml(request)) return { status: 415 };
    if (!acceptsGzip(request)) return { status: 406 };
    const identification = readIdentification(request.body);
    if (!identification) return { status: 422 };
    const verdict = judge(this.accounts, identification);
    return verdict === 'accepted' ? this.#issueToken() : refusals[verdict];
  }

  #issueToken(): Answer {
    const token = randomBytes(96).toString('base64');
    this.tokens.push(token);
    const expires = new Date(Date.now() + this.#tokenLifetimeMs).toUTCString();
    return { status: 200, headers: { 'content-type': 'application/octet-stream', expires }, body: token };
  }
}

function hostName({ headers }: RecordedRequest): string {
  return (headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
}

function isUncompressedXml({ headers }: RecordedRequest): boolean {
  const [mediaType = ''] = (headers['content-type'] ?? '').split(';');
  return mediaType.trim().toLowerCase() === 'application/xml' && (headers['content-encoding'] ?? 'identity') === 'identity';
}

/** A client that says which encodings it takes must take gzip; one that says nothing is fine. */
function acceptsGzip({ headers }: RecordedRequest): boolean {
  const accepted = headers['accept-encoding'];
  return accepted === undefined || /(?:^|,)\s*gzip\s*(?:,|$|;(?!\s*q=0(?:\.0*)?\s*(?:,|$)))/i.test(String(accepted));
}
