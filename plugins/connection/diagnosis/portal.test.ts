import { describe, expect, test } from 'vitest';
import { certificate, direct, evidenceAt, failed, noonMs, portalQuestion, reached } from '../../../test/support/connection-evidence.ts';
import { factoryAddresses } from '../values/connection-values.ts';
import { diagnose } from './diagnosis.ts';
import { findPortal, findPortalInPlaceOf, findSignInAddress } from './portal.ts';

const url = factoryAddresses.authentication;
const plain = 'http://impact-emploi.urssaf.fr/';
const sentTo = (location: string, status = 302) => ({ status, headers: { location }, body: '' });
const page = (body: string, status = 200) => ({ status, headers: { 'content-type': 'text/html' }, body });
const untrusted = failed('cert-unknown-ca', 'tls', { certificate: certificate({ issuer: 'Hôtel' }) });
const askedPortal = portalQuestion(url, sentTo('http://wifi.hotel/login?client=dupont'));

describe('in the place of a host, a portal', () => {
  test.each([
    ['sends elsewhere for now', sentTo('https://wifi.hotel/login')],
    ['sends to where nothing is encrypted, even for good', sentTo('http://192.168.1.1:1000/auth', 301)],
    ['says so', page('', 511)],
    ['refreshes to elsewhere', page('<meta http-equiv="refresh" content="0; url=http://wifi.hotel/">')],
    ['bears the marks of WISPr', page('<!-- <WISPAccessGatewayParam> -->')],
    ['speaks like one', page('<title>Portail captif</title>')],
  ])('%s', (_what, answer) => {
    expect(findPortalInPlaceOf(answer, plain)).toBeDefined();
  });

  test.each([
    ['a server that wants HTTPS', sentTo('https://impact-emploi.urssaf.fr/')],
    ['one whose pages moved to another name of its owner', sentTo('https://www.urssaf.fr/')],
    ['one that moved for good', sentTo('https://ailleurs.fr/', 301)],
    ['one that shows a page', page('<h1>Bienvenue</h1>')],
    ['one that sends to no web address', sentTo('javascript:alert(1)')],
    ['one that is broken', page('', 500)],
  ])('is not %s', (_what, answer) => {
    expect(findPortalInPlaceOf(answer, plain)).toBeUndefined();
  });
});

test('what speaks like a portal is one only in the place of a host that isn’t reached', () => {
  expect(findPortal(page('<title>Portail d’accès au hotspot</title>'), plain)).toBeUndefined();
});

test('a failure in TLS is the portal’s that answers in plain HTTP, and its button opens where one signs in', () => {
  const [result] = diagnose([evidenceAt(0, untrusted, [askedPortal])], direct, noonMs);
  expect(result).toMatchObject({
    cause: 'captive-portal',
    sentence: { key: 'cause.captive-portal-at', args: { target: 'http://wifi.hotel' } },
    actor: 'user',
    next: { key: 'next.sign-in-to-network' },
    action: { kind: 'run', command: 'connection.open-portal', title: { args: { target: 'http://wifi.hotel' } } },
    facts: { questions: [{ purpose: 'portal', cause: 'captive-portal' }] },
  });
  expect(JSON.stringify(result)).not.toContain('dupont');
});

test('one portal explains all that fail alike, and nothing that fails otherwise', () => {
  const evidences = [
    evidenceAt(0, untrusted, [askedPortal]),
    evidenceAt(1, failed('timeout', 'connect')),
    evidenceAt(2, failed('dns-unknown', 'name')),
  ];
  expect(diagnose(evidences, direct, noonMs).map(({ cause }) => cause)).toEqual(['captive-portal', 'captive-portal', 'dns-unknown']);
});

test('a portal past which another address is reached explains only where it was seen', () => {
  const evidences = [evidenceAt(0, untrusted, [askedPortal]), evidenceAt(1, failed('reset', 'tls')), evidenceAt(2, reached())];
  expect(diagnose(evidences, direct, noonMs).map(({ cause }) => cause)).toEqual(['captive-portal', 'reset', null]);
});

describe('to sign in, the browser opens', () => {
  test('the whole address to which one was sent, without a user and a password in it', () => {
    const asked = portalQuestion(url, sentTo('http://moi:secret@wifi.hotel/login?client=dupont'));
    expect(findSignInAddress(evidenceAt(0, untrusted, [asked]), 'http://wifi.hotel')).toBe('http://wifi.hotel/login?client=dupont');
  });

  test('what a proxy named, where it sent elsewhere itself', () => {
    expect(findSignInAddress(evidenceAt(0, failed('captive-portal', 'proxy')), 'http://wifi.hotel')).toBe('http://wifi.hotel');
  });

  test('else a page of the host in plain HTTP, in whose place the portal stands', () => {
    expect(findSignInAddress(evidenceAt(0, failed('captive-portal', 'proxy')), '')).toBe(plain);
  });
});
