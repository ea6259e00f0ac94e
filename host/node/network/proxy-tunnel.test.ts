import { expect, test } from 'vitest';
import { Secret } from '../../../core/secret.ts';
import { proxyAuthorization, refusal } from './proxy-tunnel.ts';

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

test('user and password are joined as RFC 7617 says', async () => {
  const authorization = await proxyAuthorization({ host: 'p', port: 1, secure: false, user: 'agence', password: new Secret('é:1') });
  expect(authorization).toBe(`Basic ${Buffer.from('agence:é:1', 'utf8').toString('base64')}`);
  expect(await proxyAuthorization({ host: 'p', port: 1, secure: false })).toBeUndefined();
  expect(await proxyAuthorization({ host: 'p', port: 1, secure: false, user: '' })).toBeUndefined();
});
