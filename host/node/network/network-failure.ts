import type { X509Certificate } from 'node:crypto';
import type { NetworkFailureCause, ProbeEncryption, ProxyRefusal } from '../../../core/services/network-probe-service.ts';

export interface NetworkFailureOptions {
  /** The error behind it, if there is one. */
  readonly cause?: unknown;
  /** The system's or TLS library's own word for it. */
  readonly systemCode?: string | undefined;
  /** For the assistance desk, such as the schemes that a proxy asks for. */
  readonly detail?: string;
  /** What a server agreed to and showed before it was refused. */
  readonly encryption?: ProbeEncryption;
  /** What a proxy said instead of leading on. */
  readonly proxyRefusal?: ProxyRefusal;
  /** The same certificates, for whoever looks closer. */
  readonly sentChain?: readonly X509Certificate[];
}

/** A failure whose reason is known where it happens. Inside the network code only; plugins get a ShellError or a report. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure';
  readonly systemCode: string | undefined;
  readonly detail: string | undefined;
  readonly encryption: ProbeEncryption | undefined;
  readonly sentChain: readonly X509Certificate[];
  readonly proxyRefusal: ProxyRefusal | undefined;

  constructor(
    readonly reason: NetworkFailureCause,
    options: NetworkFailureOptions = {},
  ) {
    super(options.detail ?? reason, { cause: options.cause });
    this.systemCode = options.systemCode;
    this.detail = options.detail;
    this.encryption = options.encryption;
    this.sentChain = options.sentChain ?? [];
    this.proxyRefusal = options.proxyRefusal;
  }
}
