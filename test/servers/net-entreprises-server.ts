import { randomBytes } from 'node:crypto';
import type { ServerIdentity } from './authority.ts';
import { HttpOrigin, type RecordedRequest } from './http-origin.ts';
import type { LoopbackOptions } from './loopback-listener.ts';
import { type AccountVerdict, judge, type NetEntreprisesAccount } from './net-entreprises-accounts.ts';
import { type ConsultationData, consult, isConsultation, searchPauseMs } from './net-entreprises-consultation.ts';
import { acknowledgeDeposit, isDeposit } from './net-entreprises-deposit.ts';
import { readIdentification } from './net-entreprises-identification.ts';
import type { Answer, ServerFault } from './server-faults.ts';

export interface NetEntreprisesBehaviour {
  /** `normal` answers by account. The documented 404, 407, 429 and 503 are faults of kind `status`, or answers with headers of their own. */
  authentication: 'normal' | Answer | ServerFault;
  /** The searches of deposits and returns. */
  consultation: 'normal' | Answer | ServerFault;
  deposit: 'normal' | Answer | ServerFault;
  /** Whether a search that is repeated before its answer's `Expires` gets 429. Default false. */
  limitsSearches: boolean;
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
  unknown: challenge('Basic', 'net-entreprises.fr'),
  'password-expired': challenge('Basic', 'Expiration du mot de passe'),
  'not-registered': challenge('DSNLogin', 'Utilisateur non-inscrit au service'),
  locked: { status: 403 },
};

/** The authentication, deposit and consultation services of Net-entreprises, by their public protocol. Refusals have neither body nor type. */
export class NetEntreprisesServer extends HttpOrigin {
  readonly behaviour: NetEntreprisesBehaviour = {
    authentication: 'normal',
    consultation: 'normal',
    deposit: 'normal',
    limitsSearches: false,
  };
  /** What searches find. */
  readonly consultation: ConsultationData = { deposits: [], returns: [] };
  readonly accounts: NetEntreprisesAccount[];
  readonly #tokenEnds = new Map<string, number>();
  readonly #revoked = new Set<string>();
  readonly #searchesUntil = new Map<string, number>();
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

  /** Where declarations are deposited: `https://127.0.0.1:PORT/deposer-dsn/2.0/` */
  get depositUrl(): string {
    return `${this.url}/deposer-dsn/2.0/`;
  }

  /** Forgets all tokens handed out: whoever shows one has to authenticate again. */
  revokeTokens(): void {
    for (const token of this.#tokenEnds.keys()) this.#revoked.add(token);
  }

  /** Every token handed out, for tests that look where it must not turn up. */
  get tokens(): readonly string[] {
    return [...this.#tokenEnds.keys()];
  }

  protected override answer(request: RecordedRequest): Answer | ServerFault {
    const { authentication, consultation, deposit } = this.behaviour;
    if (isConsultation(request.path)) return consultation === 'normal' ? this.#consult(request) : consultation;
    if (isDeposit(request.path)) return deposit === 'normal' ? this.#takeDeposit(request) : deposit;
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

  #consult(request: RecordedRequest): Answer {
    if (!acceptsGzip(request)) return { status: 406 };
    const refusal = this.#refusalOfToken(request);
    if (refusal) return refusal;
    const until = this.#searchesUntil.get(request.path.split('/')[1] ?? '') ?? 0;
    if (this.behaviour.limitsSearches && until > Date.now()) return { status: 429, headers: { expires: new Date(until).toUTCString() } };
    const answer = consult(request, this.consultation, Date.now());
    if (answer.status === 200 || answer.status === 404)
      this.#searchesUntil.set(request.path.split('/')[1] ?? '', Date.now() + searchPauseMs);
    return answer;
  }

  #takeDeposit(request: RecordedRequest): Answer {
    if (request.method !== 'POST') return { status: 405, headers: { allow: 'POST' } };
    return this.#refusalOfToken(request) ?? acknowledgeDeposit(request, randomBytes(8).toString('hex'));
  }

  #refusalOfToken({ headers }: RecordedRequest): Answer | undefined {
    const token = /^DSNLogin jeton=(\S+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    const end = this.#tokenEnds.get(token);
    if (end === undefined || this.#revoked.has(token)) return challenge('DSNLogin', 'Jeton manquant ou invalide');
    return end <= Date.now() ? challenge('DSNLogin', 'Expiration du jeton') : undefined;
  }

  #issueToken(): Answer {
    const token = randomBytes(96).toString('base64');
    const end = Date.now() + this.#tokenLifetimeMs;
    this.#tokenEnds.set(token, end);
    const expires = new Date(end).toUTCString();
    return { status: 200, headers: { 'content-type': 'application/octet-stream', expires }, body: token };
  }
}

/** A refusal as the portal words it. */
export function challenge(scheme: 'Basic' | 'DSNLogin', realm: string): Answer {
  return { status: 401, headers: { 'www-authenticate': `${scheme} realm="${realm}"` } };
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
