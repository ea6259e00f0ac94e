import { createHash, randomBytes } from 'node:crypto';
import type { ServerIdentity } from './authority.ts';
import { HttpOrigin, type RecordedRequest } from './http-origin.ts';
import type { LoopbackOptions } from './loopback-listener.ts';
import { encodeBase32 } from './password-of-the-day.ts';
import type { Answer, ServerFault } from './server-faults.ts';

export type AuthenticationOutcome = 'authorised' | 'autorisation-refusee' | 'licence-inconnue';

/** What the server does next. Members may be changed while it runs. */
export interface ImpactEmploiBehaviour {
  /** Everything but the updates: the authentication itself and the access test of its address. */
  authentication: AuthenticationOutcome | ServerFault;
  /** Everything under `/updates`. */
  updates: 'normal' | ServerFault;
}

export interface PublishedVersion {
  readonly version: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Markdown. */
  readonly notes: string;
}

export interface ImpactEmploiOptions extends LoopbackOptions {
  readonly identity: ServerIdentity;
  /** Default: the V.3.00.72 of the users' guide. */
  readonly versions?: readonly PublishedVersion[];
  /** Installations with an outcome of their own, whatever the behaviour. One without a name is unknown. */
  readonly installations?: ReadonlyMap<string, AuthenticationOutcome>;
  /** How long an authentication lasts. Default one day. */
  readonly tokenLifetimeMs?: number;
}

const dayMs = 86_400_000;
const guideVersion: PublishedVersion = {
  version: '3.00.72',
  date: '2019-03-19',
  notes: '# V.3.00.72 / 19 mars 2019\n\n– Mise à jour technique –\n',
};

/**
 * The Impact emploi servers as the product sees them: authentication at the origin, updates below `/updates`.
 * Their real protocol is not public; this one is the product's own.
 */
export class ImpactEmploiServer extends HttpOrigin {
  readonly behaviour: ImpactEmploiBehaviour = { authentication: 'authorised', updates: 'normal' };
  /** Base32 key of the password of the day, the same as long as the server runs. */
  readonly cleAssistance = encodeBase32(randomBytes(32));
  /** Every `jeton` handed out, for tests that look where it must not turn up. */
  readonly tokens: string[] = [];
  versions: readonly PublishedVersion[];
  readonly #installations: ReadonlyMap<string, AuthenticationOutcome>;
  readonly #tokenLifetimeMs: number;

  private constructor(options: ImpactEmploiOptions) {
    super(options.identity);
    this.versions = options.versions ?? [guideVersion];
    this.#installations = new Map([['', 'licence-inconnue'], ...(options.installations ?? [])]);
    this.#tokenLifetimeMs = options.tokenLifetimeMs ?? dayMs;
  }

  static start(options: ImpactEmploiOptions): Promise<ImpactEmploiServer> {
    return new ImpactEmploiServer(options).listen(options);
  }

  /** `https://127.0.0.1:PORT`, the address of authentication. */
  get authenticationUrl(): string {
    return this.url;
  }

  get updatesUrl(): string {
    return `${this.url}/updates`;
  }

  protected override answer(request: RecordedRequest): Answer | ServerFault {
    const path = request.path.replace(/\?.*$/, '');
    const isUpdate = path === '/updates' || path.startsWith('/updates/');
    const behaviour = isUpdate ? this.behaviour.updates : this.behaviour.authentication;
    if (typeof behaviour === 'object') return behaviour;
    if (path === '/authentification') return this.#authenticate(behaviour as AuthenticationOutcome, request);
    if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405, headers: { allow: 'GET, HEAD' } };
    if (isUpdate) return this.#publish(path.slice('/updates'.length));
    return path === '/' ? text('text/plain', 'Impact emploi\n') : { status: 404 };
  }

  #authenticate(outcome: AuthenticationOutcome, request: RecordedRequest): Answer {
    if (request.method !== 'POST') return { status: 405, headers: { allow: 'POST' } };
    if (!request.headers['content-type']?.startsWith('application/json')) return { status: 415 };
    const installation = readInstallation(request.body);
    if (installation === undefined) return { status: 400 };
    const motif = this.#installations.get(installation) ?? outcome;
    if (motif !== 'authorised') return json(403, { etat: 'refusee', motif });
    const jeton = randomBytes(24).toString('base64url');
    this.tokens.push(jeton);
    const expire = new Date(Date.now() + this.#tokenLifetimeMs).toISOString();
    return json(200, { etat: 'autorisee', jeton, expire, cleAssistance: this.cleAssistance });
  }

  #publish(name: string): Answer {
    if (name === '' || name === '/') return text('text/plain', 'Mises à jour\n');
    if (name === '/versions.json') return json(200, this.versions.map(describeVersion));
    const version = this.versions.find((candidate) => name === `/${notesPath(candidate)}`);
    return version ? text('text/markdown', version.notes) : { status: 404 };
  }
}

function describeVersion(version: PublishedVersion) {
  return {
    version: version.version,
    date: version.date,
    notes: notesPath(version),
    sha256: createHash('sha256').update(version.notes).digest('hex'),
  };
}

function notesPath(version: PublishedVersion): string {
  return `notes/${version.version}.md`;
}

/** The installation's name, or `undefined` when the body is not of the contract's shape. */
function readInstallation(body: string): string | undefined {
  try {
    const value = JSON.parse(body) as { installation?: unknown; version?: unknown } | null;
    return typeof value?.installation === 'string' && typeof value.version === 'string' ? value.installation : undefined;
  } catch {
    return undefined;
  }
}

function json(status: number, value: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function text(type: string, body: string): Answer {
  return { status: 200, headers: { 'content-type': `${type}; charset=utf-8` }, body };
}
