import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { Worker } from 'node:worker_threads';
import { type Disposable, toDisposable } from '../../../core/lifecycle.ts';
import type { LogFields } from '../../../core/services/log-service.ts';

export interface TrustOptions {
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
  private standing: Promise<readonly string[]> | undefined;
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
    this.context = undefined;
    return toDisposable(() => {
      this.added.delete(certificate);
      this.context = undefined;
    });
  }

  /** What a TLS connection is made with: these authorities, and TLS 1.2 at least (RFC 8996). */
  async secureContext(): Promise<SecureContext> {
    this.dropVerificationSwitch();
    this.context ??= this.createContext();
    return this.context;
  }

  private async createContext(): Promise<SecureContext> {
    this.standing ??= this.readStanding();
    const authorities = [...new Set([...(await this.standing), ...this.added])];
    return createSecureContext({ ca: authorities, minVersion: 'TLSv1.2' });
  }

  private async readStanding(): Promise<readonly string[]> {
    const own = [...getCACertificates('bundled'), ...getCACertificates('extra')];
    try {
      return [...own, ...(await readSystemAuthorities())];
    } catch (error) {
      this.options.warn('The system’s certificate store can’t be read', { err: error });
      return own;
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
