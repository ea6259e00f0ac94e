import { expect, test } from 'vitest';
import { Secret } from '../../../../core/secret.ts';
import { refusal } from './proxy-refusal.ts';
import { proxyAuthorization } from './proxy-tunnel.ts';

test.each([
  [['Basic realm="Proxy, agence"'], 'proxy-auth', 'HTTP 407; Basic'],
  [['Negotiate', 'NTLM', 'Basic realm="x"'], 'proxy-auth', 'HTTP 407; Negotiate, NTLM, Basic'],
  [['Negotiate, NTLM, BASIC realm="x", charset="UTF-8"'], 'proxy-auth', 'HTTP 407; Negotiate, NTLM, BASIC'],
  [['Negotiate', 'NTLM'], 'proxy-auth-scheme', 'HTTP 407; Negotiate, NTLM'],
  [['Digest realm="Basic", nonce="Basic, x", qop="auth"'], 'proxy-auth-scheme', 'HTTP 407; Digest'],
  [['Kerberos'], 'proxy-auth-scheme', 'HTTP 407; Kerberos'],
  [[], 'proxy-auth', 'HTTP 407; no scheme'],
])('a proxy that asks for %j is refused as %s', (challenges, reason, detail) => {
  expect(refusal({ status: 407, challenges, location: undefined }, false)).toMatchObject({ reason, detail });
});

test.each([
  [400, 'proxy-bad'],
  [403, 'proxy-forbidden'],
  [404, 'proxy-bad'],
  [405, 'proxy-bad'],
  [500, 'proxy-bad'],
  [502, 'refused'],
  [503, 'refused'],
  [504, 'timeout'],
  [511, 'captive-portal'],
])('a proxy that answers %i means %s', (status, reason) => {
  expect(refusal({ status, challenges: [], location: undefined }, false).reason).toBe(reason);
});

test.each([
  [{ status: 503, squidError: 'ERR_DNS_FAIL 0' }, 'dns-unknown'],
  [{ status: 503, squidError: 'ERR_CONNECT_FAIL 111' }, 'refused'],
  [{ status: 503, squidError: 'ERR_CONNECT_FAIL 110' }, 'timeout'],
  [{ status: 403, squidError: 'ERR_ACCESS_DENIED 0' }, 'proxy-forbidden'],
  [{ status: 500, squidError: 'ERR_CANNOT_FORWARD 0' }, 'proxy-bad'],
  [{ status: 503, squidError: 'ERR_SOMETHING_NEW 0' }, 'refused'],
  [{ status: 500, squidError: 'ERR_CANNOT_FORWARD 0', hasNamedTarget: true }, 'dns-unknown'],
  [{ status: 502, proxyStatus: 'ExampleProxy; error=dns_error; rcode="NXDOMAIN"' }, 'dns-unknown'],
  [{ status: 504, proxyStatus: 'inner, outer;error="dns_timeout"' }, 'dns-unknown'],
  [{ status: 502, proxyStatus: 'p; error=connection_timeout' }, 'timeout'],
  [{ status: 502, proxyStatus: 'p; error=connection_terminated' }, 'reset'],
  [{ status: 502, proxyStatus: 'p; error=proxy_internal_error' }, 'refused'],
  [{ status: 502, phrase: 'Proxy Error ( The host was not found. )' }, 'dns-unknown'],
  [{ status: 502, phrase: 'DNS resolution failure' }, 'dns-unknown'],
  [{ status: 502, phrase: 'Bad Gateway: the host failed' }, 'refused'],
  [{ status: 593, phrase: 'Not Found' }, 'dns-unknown'],
  [{ status: 594, phrase: 'Connection Refused' }, 'refused'],
  [{ status: 500, phrase: 'Unable to connect' }, 'refused'],
  [{ status: 502, phrase: 'Unable to connect to upstream proxy' }, 'proxy-bad'],
  [{ status: 500, phrase: 'Internal Server Error' }, 'proxy-bad'],
])('what a proxy of a known make says is understood: %o means %s', (answer, reason) => {
  expect(refusal({ ...answer, challenges: [], location: undefined }, false).reason).toBe(reason);
});

test.each([
  [{ status: 503, squidError: 'ERR_DNS_FAIL 0' }, 'HTTP 503; from the proxy; X-Squid-Error: ERR_DNS_FAIL 0'],
  [
    { status: 502, proxyStatus: 'inner.office.example; error=dns_error; details="who asked"' },
    'HTTP 502; from the proxy; Proxy-Status: error=dns_error',
  ],
  [{ status: 500, phrase: 'Unable to connect' }, 'HTTP 500; from the proxy; Unable to connect'],
  [{ status: 502, phrase: `\u0007${'x'.repeat(200)}` }, `HTTP 502; from the proxy; ${'x'.repeat(80)}`],
  [{ status: 502, phrase: '' }, 'HTTP 502; from the proxy'],
])('what a proxy says is kept for the desk: %o', (answer, detail) => {
  expect(refusal({ ...answer, challenges: [], location: undefined }, false).detail).toBe(detail);
});

test('a refusal tells its schemes in the proxy’s order, and whether a user was shown', () => {
  const head = { status: 407, challenges: ['NTLM TlRMTVNTUAACAAAA', 'Basic realm="x"'], location: undefined };
  expect(refusal(head, true).proxyRefusal).toEqual({ status: 407, schemes: ['NTLM', 'Basic'], hadCredentials: true });
  expect(refusal({ status: 403, challenges: [], location: undefined }, false).proxyRefusal).toEqual({
    status: 403,
    schemes: [],
    hadCredentials: false,
  });
});

test.each([
  ['https://portail.example:8443/signin?who=agence', 'https://portail.example:8443'],
  ['http://user:password@portail.example/', 'http://portail.example'],
  ['/signin', undefined],
  ['javascript:alert(1)', undefined],
  [`https://${'a'.repeat(9_000)}.example/`, undefined],
])('a proxy that sends to %s sends to the origin %s', (location, origin) => {
  const { proxyRefusal, detail } = refusal({ status: 302, challenges: [], location }, false);
  expect(proxyRefusal?.location).toBe(origin);
  expect(detail).toBe(origin === undefined ? 'HTTP 302' : `HTTP 302; location ${origin}`);
});

test('a proxy that answers 401 refuses the password that it was given, and nothing else', () => {
  const head = { status: 401, challenges: ['Basic realm="Tinyproxy"'], location: undefined };
  expect(refusal(head, true)).toMatchObject({ reason: 'proxy-auth', detail: expect.stringContaining('user and password were sent') });
  expect(refusal(head, false).reason).toBe('proxy-bad');
});

test('user and password are joined as RFC 7617 says', async () => {
  const authorization = await proxyAuthorization({ host: 'p', port: 1, secure: false, user: 'agence', password: new Secret('é:1') });
  expect(authorization).toBe(`Basic ${Buffer.from('agence:é:1', 'utf8').toString('base64')}`);
  expect(await proxyAuthorization({ host: 'p', port: 1, secure: false })).toBeUndefined();
});
