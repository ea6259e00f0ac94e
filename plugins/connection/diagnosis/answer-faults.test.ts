import type { NetworkAnswer } from 'boule-bleue';
import { describe, expect, test } from 'vitest';
import { findAccessFault, findAuthenticationFault } from './answer-faults.ts';
import { describeCause } from './cause-sentence.ts';

const now = Date.parse('2026-01-14T09:00:00Z');
const secure = 'https://impact-emploi.urssaf.fr/updates';
const plain = 'http://impact-emploi.urssaf.fr/updates';

const answer = (status: number, headers: Record<string, string> = {}, body = ''): NetworkAnswer => ({ status, headers, body });
const html = (body: string, status = 200) => answer(status, { 'content-type': 'text/html; charset=utf-8' }, body);

describe('the access test', () => {
  test.each([200, 204, 301, 304, 400, 401, 403, 404, 405, 407, 415, 422, 429])('takes %i from the origin for an answer', (status) => {
    expect(findAccessFault(answer(status), secure, now)).toBeUndefined();
  });

  test('takes a page for people for an answer, as servers show one at their origin', () => {
    expect(findAccessFault(html('<h1>Bienvenue</h1>'), secure, now)).toBeUndefined();
    expect(findAccessFault(html('<h1>Bienvenue</h1>'), plain, now)).toBeUndefined();
  });

  test('takes a redirect within the origin for an answer', () => {
    expect(findAccessFault(answer(302, { location: '/accueil' }), secure, now)).toBeUndefined();
    expect(findAccessFault(answer(302, { location: 'https://impact-emploi.urssaf.fr:443/' }), secure, now)).toBeUndefined();
    expect(findAccessFault(answer(302, { location: 'https://[' }), secure, now)).toBeUndefined();
  });

  test.each([
    ['to another host over HTTPS', secure, answer(302, { location: 'https://ailleurs.fr/x' }), 'redirect', 'https://ailleurs.fr'],
    ['down to HTTP', secure, answer(301, { location: plain }), 'redirect', 'http://impact-emploi.urssaf.fr'],
    ['for good over HTTP', plain, answer(301, { location: 'https://ailleurs.fr/' }), 'redirect', 'https://ailleurs.fr'],
    ['for now over HTTP', plain, answer(302, { location: 'http://wifi.hotel/login' }), 'captive-portal', 'http://wifi.hotel'],
    ['for now over HTTP, without a scheme', plain, answer(307, { location: '//wifi.hotel' }), 'captive-portal', 'http://wifi.hotel'],
  ])('sees a redirect %s', (_name, url, given, cause, target) => {
    expect(findAccessFault(given, url, now)).toEqual({ cause, args: { target } });
  });

  test('sees a redirect up to HTTPS, with the address to write instead', () => {
    expect(findAccessFault(answer(302, { location: secure }), plain, now)).toEqual({
      cause: 'redirect',
      detail: 'redirect-to-https',
      args: { target: 'https://impact-emploi.urssaf.fr', address: secure },
    });
  });

  test.each([
    ['another port', 'https://impact-emploi.urssaf.fr:8443/', 'https://impact-emploi.urssaf.fr:8443'],
    ['another name of the same owner', 'https://ie.urssaf.fr/updates?jeton=x', 'https://ie.urssaf.fr/updates'],
  ])('sees a redirect to %s, with the address to write instead but for its query', (_name, location, address) => {
    expect(findAccessFault(answer(302, { location }), secure, now)).toEqual({
      cause: 'redirect',
      detail: 'redirect-same-site',
      args: { target: new URL(location).origin, address },
    });
  });

  test('sees a redirect to a maintenance page as maintenance', () => {
    expect(findAccessFault(answer(302, { location: 'https://maintenance.urssaf.fr/' }), secure, now)).toEqual({ cause: 'maintenance' });
  });

  test('reads when maintenance ends, in seconds or as a date, and ignores what makes no sense', () => {
    const until = (retryAfter: string) => findAccessFault(answer(503, { 'retry-after': retryAfter }), secure, now);
    expect(until('120')).toEqual({ cause: 'maintenance', detail: 'maintenance-until', args: { retryAt: now + 120_000 } });
    expect(until('Wed, 14 Jan 2026 10:00:00 GMT')).toMatchObject({ args: { retryAt: now + 3_600_000 } });
    expect(until('172800')).toMatchObject({ detail: 'maintenance-until-day', args: { retryAt: now + 172_800_000 } });
    for (const nonsense of [
      '',
      'soon',
      '-5',
      '0',
      '999999999',
      '9'.repeat(30),
      'Fri, 31 Dec 9999 23:59:59 GMT',
      'Wed, 14 Jan 2025 10:00:00 GMT',
    ])
      expect(until(nonsense)).toEqual({ cause: 'maintenance' });
    expect(findAccessFault(answer(503), secure, now)).toEqual({ cause: 'maintenance' });
  });

  test.each([500, 501, 502, 504, 599])('takes %i for an error of the server', (status) => {
    expect(findAccessFault(answer(status), secure, now)).toEqual({ cause: 'server-error', args: { status } });
  });

  test.each([
    ['status 511', answer(511)],
    ['a refresh to another origin', html('<meta http-equiv="refresh" content="0; url=http://wifi.hotel/login">')],
    ['the marks of WISPr', html('<!-- <WISPAccessGatewayParam> -->')],
  ])('sees a portal by %s', (_name, given) => {
    expect(findAccessFault(given, plain, now)).toMatchObject({ cause: 'captive-portal' });
  });

  test('a refresh within the origin is no portal', () => {
    expect(findAccessFault(html('<meta http-equiv=refresh content="0;url=/accueil">'), plain, now)).toBeUndefined();
  });

  test('sees a proxy’s own page over HTTP, and over HTTPS the server’s', () => {
    const denied = answer(403, { 'x-squid-error': 'ERR_ACCESS_DENIED 0' });
    expect(findAccessFault(denied, plain, now)).toEqual({ cause: 'proxy-forbidden' });
    expect(findAccessFault(denied, secure, now)).toBeUndefined();
    expect(findAccessFault(answer(503, { 'x-squid-error': 'ERR_DNS_FAIL 0' }), plain, now)).toEqual({ cause: 'proxy-bad' });
    expect(findAccessFault(answer(502, { 'proxy-status': 'proxy.local; error=dns_error' }), plain, now)).toEqual({ cause: 'proxy-bad' });
    expect(findAccessFault(answer(200, { 'proxy-status': 'cache.local; hit' }), plain, now)).toBeUndefined();
  });
});

test('a redirect to an endless address names no address to write instead', () => {
  const location = `https://ie.urssaf.fr/${'a'.repeat(30_000)}`;
  expect(findAccessFault(answer(302, { location }), secure, now)).toEqual({ cause: 'redirect', args: { target: 'https://ie.urssaf.fr' } });
});

describe('a connection that somebody opened', () => {
  const opened = (given: NetworkAnswer) => findAccessFault(given, secure, now, true);

  test('may bring a proxy’s page over HTTPS too', () => {
    expect(opened(answer(503, { 'x-squid-error': 'ERR_DNS_FAIL 0' }))).toEqual({ cause: 'proxy-bad' });
    expect(opened(answer(403, { 'x-squid-error': 'ERR_ACCESS_DENIED 0' }))).toEqual({ cause: 'proxy-forbidden' });
    expect(opened(answer(502, { via: '1.1 proxy.local' }))).toEqual({ cause: 'proxy-bad' });
    expect(opened(html('<title>FortiGuard</title>Web Page Blocked by FortiGate', 403))).toEqual({ cause: 'proxy-forbidden' });
  });

  test('brings the server’s own answers as well', () => {
    expect(opened(answer(403, { via: '1.1 proxy.local' }))).toBeUndefined();
    expect(opened(html('<h1>Bienvenue</h1>'))).toBeUndefined();
    expect(opened(answer(500))).toMatchObject({ cause: 'server-error' });
  });
});

test('an error whose page speaks of maintenance is maintenance', () => {
  expect(findAccessFault(html('<h1>Site en maintenance</h1>', 500), secure, now)).toEqual({ cause: 'maintenance' });
});

test('of a redirect within the origin no more is shown than where it leads', () => {
  const location = `/${'a'.repeat(30_000)}?jeton=x`;
  const target = findAuthenticationFault(answer(302, { location }), secure, now).args?.target;
  expect(target).toHaveLength(200);
  expect(findAuthenticationFault(answer(302, { location: '/login?jeton=x#y' }), secure, now).args).toEqual({
    target: `${new URL(secure).origin}/login`,
  });
});

describe('the authentication', () => {
  test.each([
    ['nothing', answer(200), 'bad-answer'],
    ['a page', html('<h1>Bienvenue</h1>'), 'bad-answer'],
    ['a maintenance page that pretends all is well', html('<h1>Service momentanément indisponible</h1>'), 'maintenance'],
    ['503', answer(503), 'maintenance'],
    ['500', answer(500), 'server-error'],
    ['404', answer(404), 'wrong-address'],
    ['405', answer(405), 'wrong-address'],
    ['401', answer(401), 'forbidden'],
    ['403 of another making', html('<h1>Forbidden</h1>', 403), 'forbidden'],
    ['429', answer(429), 'too-many'],
    ['400', answer(400), 'bad-answer'],
    ['a redirect within the origin', answer(302, { location: '/login' }), 'redirect'],
    ['a redirect elsewhere', answer(302, { location: 'https://ailleurs.fr' }), 'redirect'],
  ])('answered with %s', (_name, given, cause) => {
    expect(findAuthenticationFault(given, secure, now)).toMatchObject({ cause });
  });
});

test('a target that a server made as long as a book fills no sentence', () => {
  const long = 'a'.repeat(30_000);
  const sameSite = findAccessFault(answer(301, { location: `https://ie.urssaf.fr/${long}` }), secure, now)!;
  expect(sameSite.detail).toBeUndefined();
  const elsewhere = findAccessFault(answer(301, { location: `https://${long}.example/` }), secure, now)!;
  for (const finding of [sameSite, elsewhere]) expect(JSON.stringify(describeCause(finding, { host: long })).length).toBeLessThan(1000);
});
