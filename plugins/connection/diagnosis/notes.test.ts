import type { ConnectionAttempt } from 'boule-bleue';
import { describe, expect, test } from 'vitest';
import { certificate, diagnoseAll, failed, reached } from '../../../test/support/connection-evidence.ts';

const attempt = (family: 4 | 6, outcome: ConnectionAttempt['outcome'], startMs: number): ConnectionAttempt => ({
  address: family === 6 ? '2001:db8::1' : '192.0.2.1',
  family,
  outcome,
  startMs,
  ms: 1,
});
const vouchedBy = (trustedBy: 'bundled' | 'system' | 'extra' | 'added', issuer: string) =>
  reached({ certificate: certificate({ issuer }), encryption: { chain: [certificate({ issuer })], trustedBy } });
const notesOf = (reports: Parameters<typeof diagnoseAll>[0]) => diagnoseAll(reports).map(({ notes }) => notes.map(({ key }) => key));

describe('IPv6 that is broken while IPv4 is fine', () => {
  test('is noted with the time that it costs', () => {
    const [result] = diagnoseAll([reached({ attempts: [attempt(6, 'failed', 20), attempt(4, 'connected', 270)] })]);
    expect(result).toMatchObject({ ok: true, notes: [{ key: 'note.broken-ipv6', args: { host: 'impact-emploi.urssaf.fr', ms: 250 } }] });
  });

  test('is noted where it keeps silent until IPv4 has answered', () => {
    const silent = { ...attempt(6, 'unneeded', 20), ms: 265 };
    expect(notesOf([reached({ attempts: [silent, attempt(4, 'connected', 270)] })])).toEqual([['note.broken-ipv6']]);
  });

  test('is not concluded from an attempt that wasn’t needed, nor where IPv6 answers', () => {
    expect(notesOf([reached({ attempts: [attempt(6, 'unneeded', 20), attempt(4, 'connected', 270)] })])).toEqual([[]]);
    expect(notesOf([reached({ attempts: [attempt(4, 'failed', 20), attempt(6, 'connected', 270)] })])).toEqual([[]]);
  });
});

describe('a connection that is opened on the way, with an authority that this workstation accepted', () => {
  test('is noted with who opens it, and is no failure', () => {
    const [result] = diagnoseAll([vouchedBy('system', 'Kaspersky Anti-Virus Personal Root Certificate')]);
    expect(result).toMatchObject({ ok: true, notes: [{ key: 'note.opened', args: { owner: 'Kaspersky' } }] });
  });

  test('is noted once for several hosts', () => {
    expect(notesOf([0, 1, 2].map(() => vouchedBy('extra', 'Mairie CA')))).toEqual([['note.opened'], [], []]);
  });

  test('is not concluded from an authority of one owner’s hosts, a public one, or one of the host’s own', () => {
    expect(notesOf([vouchedBy('system', 'URSSAF CA'), vouchedBy('system', 'URSSAF CA'), reached()])).toEqual([[], [], []]);
    expect(notesOf([0, 1, 2].map(() => vouchedBy('bundled', 'Certigna')))).toEqual([[], [], []]);
    expect(notesOf([0, 1, 2].map(() => vouchedBy('added', 'Essai')))).toEqual([[], [], []]);
  });

  test('may bring a page that isn’t the server’s', () => {
    const blocked = {
      ...vouchedBy('system', 'FortiGate CA'),
      answer: { status: 403, headers: { 'content-type': 'text/html' }, body: 'Blocked by FortiGate' },
    };
    expect(diagnoseAll([blocked])[0]).toMatchObject({ cause: 'proxy-forbidden', actor: 'network-administrator' });
  });
});

test('settings that couldn’t be read, and proxies that were gone around, are noted', () => {
  expect(notesOf([reached({ route: { proxy: null, source: 'unreadable', detail: '' } })])).toEqual([['note.unreadable-settings']]);
  const route = { proxy: null, source: 'pac', detail: '', unreached: ['proxy.local:3128'] } as const;
  expect(diagnoseAll([reached({ route })])[0]?.notes).toEqual([{ key: 'note.unreached-proxies', args: { proxies: 'proxy.local:3128' } }]);
});

test('a first page that announces maintenance is noted', () => {
  const announced = reached({ answer: { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Service en maintenance</h1>' } });
  expect(notesOf([announced])).toEqual([['note.maintenance-page']]);
});

describe('one address that no way leads to', () => {
  const lost = (attempts: readonly ConnectionAttempt[]) => failed('offline', 'connect', { systemCode: 'EHOSTUNREACH', attempts });

  test('is not « offline » while another is reached', () => {
    expect(diagnoseAll([lost([attempt(4, 'failed', 1)]), reached()])[0]).toMatchObject({
      cause: 'refused',
      sentence: { key: 'cause.refused-no-way' },
    });
  });

  test('is told to have IPv6 alone where it is so', () => {
    expect(diagnoseAll([lost([attempt(6, 'failed', 1)]), reached()])[0]?.sentence.key).toBe('cause.refused-ipv6-only');
  });
});

test('where several servers want old encryption, something on the way does', () => {
  const old = failed('tls-version', 'tls', { findings: { oldestEncryption: 'TLSv1.1' } });
  expect(diagnoseAll([old, old, old])[0]).toMatchObject({
    sentence: { key: 'cause.tls-version-everywhere' },
    actor: 'network-administrator',
  });
  expect(diagnoseAll([old, old, reached()])[0]).toMatchObject({
    sentence: { key: 'cause.tls-version-server-old' },
    actor: 'impact-emploi',
  });
});

test('one certificate that two hosts show, and that is neither’s, is somebody’s in between', () => {
  const strange = (index: number) =>
    failed('cert-wrong-host', 'tls', { certificate: certificate({ issuer: 'Boîtier', subject: 'boitier', names: [`${index}.local`] }) });
  expect(diagnoseAll([strange(0), strange(0), strange(0)]).map(({ cause }) => cause)).toEqual([0, 0, 0].map(() => 'cert-intercepted'));
});

test('a known authority whose certificates are too weak for several hosts is nobody in between', () => {
  const weak = failed('cert-unknown-ca', 'tls', {
    systemCode: 'CA_MD_TOO_WEAK',
    certificate: certificate({ issuer: 'Certigna' }),
    encryption: { chain: [certificate({ issuer: 'Certigna' })], trustedBy: 'bundled' },
  });
  expect(diagnoseAll([weak, weak, weak]).map(({ cause, actor }) => [cause, actor])).toEqual([
    ['cert-unknown-ca', 'impact-emploi'],
    ['cert-unknown-ca', 'impact-emploi'],
    ['cert-unknown-ca', 'net-entreprises'],
  ]);
});
