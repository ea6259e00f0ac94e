import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { Worker } from 'node:worker_threads';
import { type Disposable, toDisposable } from '../../../../core/lifecycle.ts';
import type { LogFields } from '../../../../core/services/log-service.ts';
import { Authorities, type AuthorityLists } from './authorities.ts';

export interface TrustOptions {
  /** Default: the operating system's own store. */
  readonly readSystemAuthorities?: () => Promise<readonly string[]>;
  readonly warn: (message: string, fields?: LogFields) => void;
}

const systemStoreTimeoutMs = 10_000;

/**
 * Whom TLS connections trust: Node's bundled authorities, the operating system's, those of
 * `NODE_EXTRA_CA_CERTS` and those that the host adds. Read when first needed, then kept.
 * Verification can't be switched off, not by the environment either; an authority is added instead.
 */
export class Trust {
  private readonly added = new Set<string>();
  private standing: Promise<Omit<AuthorityLists, 'added'>> | undefined;
  private known: Promise<Authorities> | undefined;
  private context: Promise<SecureContext> | undefined;

  constructor(private readonly options: TrustOptions) {}

  /**
   * Trusts one more authority, for this run, until the handle is disposed.
   * @param pem its certificate.
   * @throws the library's error when it is no certificate.
   */
  addAuthority(pem: string): Disposable {
    const certificate = new X509Certificate(pem).toString();
    this.added.add(certificate);
    this.forget();
    return toDisposable(() => {
      this.added.delete(certificate);
      this.forget();
    });
  }

  /** What a TLS connection is made with: these authorities, and TLS 1.2 at least (RFC 8996). */
  async secureContext(): Promise<SecureContext> {
    this.dropVerificationSwitch();
    this.context ??= this.createContext();
    return this.context;
  }

  /** The same authorities, by where they come from: for telling why a server is trusted or not. */
  async authorities(): Promise<Authorities> {
    this.known ??= this.readAuthorities();
    return this.known;
  }

  private forget(): void {
    this.known = undefined;
    this.context = undefined;
  }

  private async createContext(): Promise<SecureContext> {
    return createSecureContext({ ca: [...(await this.authorities()).pems], minVersion: 'TLSv1.2' });
  }

  private async readAuthorities(): Promise<Authorities> {
    this.standing ??= this.readStanding();
    const added = [...this.added];
    return new Authorities({ ...(await this.standing), added });
  }

  private async readStanding(): Promise<Omit<AuthorityLists, 'added'>> {
    const own = { bundled: getCACertificates('bundled'), extra: getCACertificates('extra') };
    try {
      return { ...own, system: await (this.options.readSystemAuthorities ?? readSystemAuthorities)() };
    } catch (error) {
      this.options.warn('The system’s certificate store can’t be read', { err: error });
      return { ...own, system: undefined };
    }
  }

  /** Node would obey it in libraries that don't say otherwise. */
  private dropVerificationSwitch(): void {
    if (process.env.NODE_TLS_REJECT_UNAUTHORIZED !== '0') return;
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    this.options.warn(
      'NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored: add the authority to the system’s store or to NODE_EXTRA_CA_CERTS instead',
    );
  }
}

/**
 * In a thread of its own, since reading hundreds of certificates, and on macOS judging each, takes long
 * enough for users to notice. The worker's code is a text so that the bundled host needs no second file.
 */
async function readSystemAuthorities(): Promise<string[]> {
  const code = `require('node:worker_threads').parentPort.postMessage(require('node:tls').getCACertificates('system'))`;
  const worker = new Worker(code, { eval: true, execArgv: [], stdout: true, stderr: true });
  try {
    const [authorities] = (await once(worker, 'message', { signal: AbortSignal.timeout(systemStoreTimeoutMs) })) as [string[]];
    return authorities;
  } finally {
    // Not awaited: it can't be ended inside the system's own code.
    void worker.terminate();
  }
}
