import { expect, test } from 'vitest';
import { classifyFailure } from './classify-failure.ts';
import { NetworkFailure } from './network-failure.ts';

function coded(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
}

test.each([
  ['ECONNREFUSED', 'refused'],
  ['ECONNRESET', 'reset'],
  ['UND_ERR_SOCKET', 'reset'],
  ['ETIMEDOUT', 'timeout'],
  ['ENETUNREACH', 'offline'],
  ['CERT_HAS_EXPIRED', 'cert-expired'],
  ['CERT_NOT_YET_VALID', 'cert-not-yet-valid'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'cert-wrong-host'],
  ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'cert-wrong-host'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'cert-self-signed'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'cert-incomplete-chain'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'cert-unknown-ca'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'cert-unknown-ca'],
  ['CERT_REVOKED', 'cert-unknown-ca'],
  ['CERT_SIGNATURE_FAILURE', 'cert-unknown-ca'],
  ['ERR_SSL_EE_KEY_TOO_SMALL', 'cert-unknown-ca'],
  ['ERR_SSL_CERTIFICATE_VERIFY_FAILED', 'cert-unknown-ca'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls-version'],
  ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'tls-version'],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'tls-version'],
  ['ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY', 'tls-version'],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'tls-version'],
  ['ERR_SSL_DH_KEY_TOO_SMALL', 'tls-version'],
  ['ERR_SSL_LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED', 'tls-version'],
  ['ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED', 'tls-version'],
  ['ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL', 'bad-answer'],
  ['ERR_SSL_EXCESSIVE_MESSAGE_SIZE', 'bad-answer'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'reset'],
  ['ERR_SSL_TLSV1_ALERT_ACCESS_DENIED', 'reset'],
  ['ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE', 'reset'],
  ['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', 'reset'],
  ['ERR_SSL_UNEXPECTED_EOF_WHILE_READING', 'reset'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'not-tls'],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'not-tls'],
  ['ERR_SSL_HTTP_REQUEST', 'not-tls'],
  ['HPE_INVALID_CONSTANT', 'bad-answer'],
  ['Z_DATA_ERROR', 'bad-answer'],
])('%s is %s', (code, reason) => {
  expect(classifyFailure(coded(code))).toEqual({ reason, systemCode: code });
});

test.each([
  ['EE certificate key too weak', 'EE_KEY_TOO_SMALL'],
  ['CA certificate key too weak', 'CA_KEY_TOO_SMALL'],
  ['CA signature digest algorithm too weak', 'CA_MD_TOO_WEAK'],
  ['permitted subtree violation', 'PERMITTED_VIOLATION'],
  ['something of a later version', 'UNSPECIFIED'],
])('a fault of a certificate that Node has no word for is known by OpenSSL’s: %s', (message, systemCode) => {
  expect(classifyFailure(coded('UNSPECIFIED', message))).toEqual({ reason: 'cert-unknown-ca', systemCode });
});

test('what undici wraps counts', () => {
  expect(classifyFailure(new TypeError('fetch failed', { cause: coded('ECONNREFUSED') }))?.reason).toBe('refused');
});

test('of several addresses the most telling failure counts', () => {
  const several = new AggregateError([coded('ENETUNREACH'), coded('ECONNREFUSED')]);
  expect(classifyFailure(several)?.reason).toBe('refused');
  expect(classifyFailure(new AggregateError([coded('ENETUNREACH'), coded('ENETUNREACH')]))?.reason).toBe('offline');
});

test('the time that is over is a failure, giving up is none', () => {
  expect(classifyFailure(new DOMException('late', 'TimeoutError'))?.reason).toBe('timeout');
  expect(classifyFailure(new DOMException('enough', 'AbortError'))).toBeUndefined();
});

test('a known reason keeps the code behind it', () => {
  const failure = new NetworkFailure('proxy-unreachable', { cause: coded('ECONNREFUSED') });
  expect(classifyFailure(failure)).toEqual({ reason: 'proxy-unreachable', systemCode: 'ECONNREFUSED' });
});

test.each([new TypeError('undefined is not a function'), coded('ERR_INVALID_ARG_TYPE'), 'text', undefined])(
  'a bug is none: %s',
  (error) => {
    expect(classifyFailure(error)).toBeUndefined();
  },
);

test('errors that are their own cause end', () => {
  const error = new Error('circular');
  error.cause = error;
  expect(classifyFailure(error)).toBeUndefined();
});
