import { networkInterfaces } from 'node:os';
import type { NetworkFailureCause } from '../../../core/services/network-probe-service.ts';
import { NetworkFailure } from './network-failure.ts';

export interface FailureClass {
  readonly reason: NetworkFailureCause;
  /** The word of the system, of Node or of OpenSSL that it follows from. */
  readonly systemCode: string | undefined;
}

const codes: Readonly<Partial<Record<NetworkFailureCause, readonly string[]>>> = {
  'address-invalid': ['ERR_INVALID_URL'],
  'dns-unknown': ['ENOTFOUND', 'ENODATA', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME'],
  // EACCES and EPERM: a firewall on this workstation forbids the connection.
  refused: ['ECONNREFUSED', 'EACCES', 'EPERM'],
  timeout: ['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'],
  reset: ['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET'],
  offline: ['ENETUNREACH', 'ENETDOWN', 'EHOSTUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL'],
  'cert-expired': ['CERT_HAS_EXPIRED'],
  'cert-not-yet-valid': ['CERT_NOT_YET_VALID'],
  'cert-wrong-host': ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH'],
  'cert-self-signed': ['DEPTH_ZERO_SELF_SIGNED_CERT'],
  // OpenSSL's word for: the server sent its own certificate only, and who signed it is unknown here.
  'cert-incomplete-chain': ['UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  'cert-unknown-ca': [
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'CERT_CHAIN_TOO_LONG',
    'CERT_REJECTED',
    'CERT_REVOKED',
    'CERT_SIGNATURE_FAILURE',
    'CERT_UNTRUSTED',
    'INVALID_CA',
    'INVALID_PURPOSE',
    'PATH_LENGTH_EXCEEDED',
  ],
  'tls-version': [
    'ERR_SSL_DH_KEY_TOO_SMALL',
    'ERR_SSL_NO_PROTOCOLS_AVAILABLE',
    'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
    'ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY',
    'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    'ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED',
    'ERR_SSL_UNSUPPORTED_PROTOCOL',
    'ERR_SSL_VERSION_TOO_LOW',
  ],
  'bad-answer': ['UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'UND_ERR_RES_EXCEEDED_MAX_SIZE'],
};

const reasonByCode = new Map(
  Object.entries(codes).flatMap(([reason, list]) => list.map((code) => [code, reason as NetworkFailureCause] as const)),
);

const reasonByPrefix: readonly (readonly [string, NetworkFailureCause])[] = [
  ['ERR_SSL_', 'not-tls'],
  // The HTTP parser's and the decompressor's own codes.
  ['HPE_', 'bad-answer'],
  ['Z_', 'bad-answer'],
  ['ERR_BROTLI', 'bad-answer'],
  ['ERR_ZSTD', 'bad-answer'],
];

/** Less telling than another address's failure, when several addresses of a host were tried. */
const leastTelling: ReadonlySet<string> = new Set(codes.offline);

const maximumDepth = 5;

/**
 * Why a connection or an exchange failed, in the product's stable words.
 * @returns `undefined` for what isn't a failure of the network: a bug, which goes on as it is.
 */
export function classifyFailure(error: unknown): FailureClass | undefined {
  const found = classify(error, 0);
  return found?.reason === 'dns-unknown' && !hasNetwork() ? { ...found, reason: 'offline' } : found;
}

function classify(error: unknown, depth: number): FailureClass | undefined {
  if (!(error instanceof Error) || depth > maximumDepth) return undefined;
  if (error instanceof NetworkFailure)
    return { reason: error.reason, systemCode: error.systemCode ?? classify(error.cause, depth + 1)?.systemCode };
  if (error.name === 'TimeoutError') return { reason: 'timeout', systemCode: undefined };
  // undici's parser doesn't always give its own code.
  if (error.name === 'HTTPParserError') return { reason: 'bad-answer', systemCode: (error as NodeJS.ErrnoException).code };
  if (error instanceof AggregateError) {
    const each = error.errors.flatMap((one) => classify(one, depth + 1) ?? []);
    const telling = each.find((one) => !leastTelling.has(one.systemCode ?? '')) ?? each[0];
    if (telling !== undefined) return telling;
  }
  // undici wraps what the socket said.
  return classify(error.cause, depth + 1) ?? classifyCode((error as NodeJS.ErrnoException).code);
}

function classifyCode(code: unknown): FailureClass | undefined {
  if (typeof code !== 'string') return undefined;
  const reason = reasonByCode.get(code) ?? reasonByPrefix.find(([prefix]) => code.startsWith(prefix))?.[1];
  return reason && { reason, systemCode: code };
}

/** Whether any interface but the loopback has an address that leads further than the next cable. */
function hasNetwork(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ internal, address }) => !internal && !address.startsWith('169.254.') && !address.startsWith('fe80:')),
  );
}
