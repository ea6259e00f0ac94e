import { expect, test } from 'vitest';
import {
  certificate,
  diagnoseAll,
  direct,
  evidenceAt,
  failed,
  noonMs,
  otherWay,
  portalQuestion,
  reached,
} from '../../../test/support/connection-evidence.ts';
import { factoryAddresses } from '../values/connection-values.ts';
import { diagnose } from './diagnosis.ts';

const url = factoryAddresses.authentication;
const portal = portalQuestion(url, { status: 302, headers: { location: 'http://wifi.hotel/' } });
const dayMs = 86_400_000;

test.each([
  ['a filter’s certificate', failed('cert-unknown-ca', 'tls', { certificate: certificate({ issuer: 'FortiGate CA' }) })],
  [
    'a wrong clock',
    failed('cert-expired', 'tls', {
      certificate: certificate({ validTo: '2026-01-01T00:00:00Z' }),
      clock: { serverMs: noonMs - 60 * dayMs, localMs: noonMs },
    }),
  ],
  ['old encryption', failed('tls-version', 'tls')],
])('a portal comes before %s, which is the portal’s', (_what, report) => {
  expect(diagnose([evidenceAt(0, report, [portal])], direct, noonMs)[0]?.cause).toBe('captive-portal');
});

test('a portal comes before another way, which the network may close as well', () => {
  const evidence = evidenceAt(0, failed('reset', 'tls'), [portal, otherWay('system', url, reached())]);
  expect(diagnose([evidence], direct, noonMs)[0]).toMatchObject({ cause: 'captive-portal', action: { kind: 'run' } });
});

test('what explains one failure leaves the others theirs', () => {
  const filtered = failed('cert-unknown-ca', 'tls', { certificate: certificate({ issuer: 'FortiGate CA' }) });
  expect(diagnoseAll([filtered, failed('timeout', 'http'), failed('dns-unknown', 'name')]).map(({ cause }) => cause)).toEqual([
    'cert-intercepted',
    'timeout',
    'dns-unknown',
  ]);
});

test('a page that a known maker’s name stands on is the server’s own where everybody vouches for the server', () => {
  const chain = [certificate({ issuer: 'Norton Public CA' })];
  const answer = { status: 403, headers: { 'content-type': 'text/html' }, body: 'Forbidden by FortiGate' };
  expect(diagnoseAll([reached({ answer, certificate: chain[0]!, encryption: { chain, trustedBy: 'bundled' } })])[0]).toMatchObject({
    ok: true,
    notes: [],
  });
});
