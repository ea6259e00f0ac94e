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
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'not-tls'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls-version'],
  ['HPE_INVALID_CONSTANT', 'bad-answer'],
  ['Z_DATA_ERROR', 'bad-answer'],
])('%s is %s', (code, reason) => {
  expect(classifyFailure(coded(code))).toEqual({ reason, systemCode: code });
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
