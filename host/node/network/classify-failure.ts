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
  reset: [
    'ECONNRESET',
    'ECONNABORTED',
    'EPIPE',
    'UND_ERR_SOCKET',
    // Cut, or altered on the way.
    'ERR_SSL_UNEXPECTED_EOF_WHILE_READING',
    'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
    'ERR_SSL_BAD_RECORD_TYPE',
  ],
  offline: ['ENETUNREACH', 'ENETDOWN', 'EHOSTUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL'],
  'cert-expired': ['CERT_HAS_EXPIRED'],
  'cert-not-yet-valid': ['CERT_NOT_YET_VALID'],
  // The alert: the server has no certificate for the name that it was asked for.
  'cert-wrong-host': ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH', 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME'],
  'cert-self-signed': ['DEPTH_ZERO_SELF_SIGNED_CERT'],
  // OpenSSL's word for: the server sent its own certificate only, and who signed it is unknown here.
  'cert-incomplete-chain': ['UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  // Whatever else keeps a certificate from being believed, too weak keys and digests among it: the code tells.
  'cert-unknown-ca': [
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
    'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
    'CERT_CHAIN_TOO_LONG',
    'CERT_REJECTED',
    'CERT_REVOKED',
    'CERT_SIGNATURE_FAILURE',
    'CERT_UNTRUSTED',
    'ERROR_IN_CERT_NOT_AFTER_FIELD',
    'ERROR_IN_CERT_NOT_BEFORE_FIELD',
    'INVALID_CA',
    'INVALID_PURPOSE',
    'PATH_LENGTH_EXCEEDED',
    'UNSPECIFIED',
    'CA_KEY_TOO_SMALL',
    'CA_MD_TOO_WEAK',
    'EE_KEY_TOO_SMALL',
    'EXCLUDED_VIOLATION',
    'PERMITTED_VIOLATION',
    'UNHANDLED_CRITICAL_EXTENSION',
    'ERR_SSL_CA_KEY_TOO_SMALL',
    'ERR_SSL_CA_MD_TOO_WEAK',
    'ERR_SSL_CERTIFICATE_VERIFY_FAILED',
    'ERR_SSL_EE_KEY_TOO_SMALL',
  ],
  'tls-version': [
    'ERR_SSL_DH_KEY_TOO_SMALL',
    'ERR_SSL_INAPPROPRIATE_FALLBACK',
    'ERR_SSL_LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED',
    'ERR_SSL_MODULUS_TOO_SMALL',
    'ERR_SSL_NO_CIPHERS_AVAILABLE',
    'ERR_SSL_NO_PROTOCOLS_AVAILABLE',
    'ERR_SSL_NO_SHARED_CIPHER',
    'ERR_SSL_NO_SHARED_SIGNATURE_ALGORITHMS',
    'ERR_SSL_NO_SUITABLE_SIGNATURE_ALGORITHM',
    'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
    'ERR_SSL_TLSV1_ALERT_INAPPROPRIATE_FALLBACK',
    'ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY',
    'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    'ERR_SSL_UNKNOWN_CIPHER_RETURNED',
    'ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED',
    'ERR_SSL_UNSUPPORTED_PROTOCOL',
    'ERR_SSL_UNSUPPORTED_SSL_VERSION',
    'ERR_SSL_VERSION_TOO_LOW',
    'ERR_SSL_WRONG_CIPHER_RETURNED',
    'ERR_SSL_WRONG_SIGNATURE_TYPE',
    'ERR_SSL_WRONG_SSL_VERSION',
  ],
  'bad-answer': [
    // It speaks TLS, but no protocol that is understood here, or certificates without end.
    'ERR_SSL_NO_APPLICATION_PROTOCOL',
    'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL',
    'ERR_SSL_EXCESSIVE_MESSAGE_SIZE',
    'UND_ERR_HEADERS_OVERFLOW',
    'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
    'UND_ERR_RES_EXCEEDED_MAX_SIZE',
  ],
};

const reasonByCode = new Map(
  Object.entries(codes).flatMap(([reason, list]) => list.map((code) => [code, reason as NetworkFailureCause] as const)),
);

/** The first that fits counts. */
const reasonByPattern: readonly (readonly [RegExp, NetworkFailureCause])[] = [
  // The server speaks TLS and ends the conversation, such as for want of a certificate of ours.
  [/^ERR_SSL_(?:.+_ALERT_|TLSV1_(?:BAD_CERTIFICATE|CERTIFICATE_UNOBTAINABLE|UNSUPPORTED_EXTENSION))/, 'reset'],
  [/^ERR_SSL_/, 'not-tls'],
  // The HTTP parser's and the decompressor's own codes.
  [/^(?:HPE_|Z_|ERR_BROTLI|ERR_ZSTD)/, 'bad-answer'],
];

/** OpenSSL's names for faults of certificates that Node calls `UNSPECIFIED`, by its texts for them. */
const certificateFaults: ReadonlyMap<string, string> = new Map([
  ['EE certificate key too weak', 'EE_KEY_TOO_SMALL'],
  ['CA certificate key too weak', 'CA_KEY_TOO_SMALL'],
  ['CA signature digest algorithm too weak', 'CA_MD_TOO_WEAK'],
  ['excluded subtree violation', 'EXCLUDED_VIOLATION'],
  ['permitted subtree violation', 'PERMITTED_VIOLATION'],
  ['unhandled critical extension', 'UNHANDLED_CRITICAL_EXTENSION'],
]);

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
  // undici's parser doesn't always give its own code, and statuses that nobody asked for have that of a lost connection.
  if (error.name === 'HTTPParserError' || (error.name === 'SocketError' && error.message.startsWith('bad ')))
    return { reason: 'bad-answer', systemCode: (error as NodeJS.ErrnoException).code };
  if (error instanceof AggregateError) {
    const each = error.errors.flatMap((one) => classify(one, depth + 1) ?? []);
    const telling = each.find((one) => !leastTelling.has(one.systemCode ?? '')) ?? each[0];
    if (telling !== undefined) return telling;
  }
  // undici wraps what the socket said.
  return classify(error.cause, depth + 1) ?? classifyCode(codeOf(error));
}

function codeOf(error: NodeJS.ErrnoException): unknown {
  return error.code === 'UNSPECIFIED' ? (certificateFaults.get(error.message) ?? error.code) : error.code;
}

function classifyCode(code: unknown): FailureClass | undefined {
  if (typeof code !== 'string') return undefined;
  const reason = reasonByCode.get(code) ?? reasonByPattern.find(([pattern]) => pattern.test(code))?.[1];
  return reason && { reason, systemCode: code };
}

/** Whether any interface but the loopback has an address that leads further than the next cable. */
function hasNetwork(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ internal, address }) => !internal && !address.startsWith('169.254.') && !address.startsWith('fe80:')),
  );
}
