import type { ProbeCertificate, ProbeReport } from 'boule-bleue';
import { describe, expect, test } from 'vitest';
import english from '../locales/en.json' with { type: 'json' };
import french from '../locales/fr.json' with { type: 'json' };
import { factoryAddresses, type ServerRole, serverRoles } from '../values/connection-values.ts';
import { type Cause, details } from './cause.ts';
import { diagnose } from './diagnosis.ts';
import type { AddressEvidence } from './evidence.ts';
import { isCause } from './remedy.ts';

const now = Date.parse('2026-01-14T09:00:00Z');
const direct = { type: 'direct', proxy: { host: '', port: 0, user: '' } } as const;
const throughProxy = { type: 'proxy', proxy: { host: 'proxy.local', port: 8080, user: '' } } as const;

const stage = (name: ProbeReport['stages'][number]['name'], ok = true) => ({ name, ok, startMs: 0, ms: 1, detail: '' });
const reached: ProbeReport = { stages: [stage('http')], ms: 12, cause: null, answer: { status: 200, headers: {}, body: '' } };
const failed = (cause: ProbeReport['cause'], more: Partial<ProbeReport> = {}): ProbeReport => ({ stages: [], ms: 5, cause, ...more });
const certificate = (issuer: string, from = '2025-01-01', to = '2026-01-01'): ProbeCertificate => ({
  subject: 'impact-emploi.urssaf.fr',
  issuer,
  validFrom: `${from}T00:00:00.000Z`,
  validTo: `${to}T00:00:00.000Z`,
  names: ['impact-emploi.urssaf.fr'],
  fingerprint: `${issuer} ${from}`,
});
const answeredAt = (date: string): ProbeReport => ({ ...reached, answer: { status: 200, headers: { date }, body: '' } });

/** Diagnoses one report per role, at the factory addresses. */
function diagnoseAll(reports: readonly ProbeReport[], values: Parameters<typeof diagnose>[1] = direct) {
  return diagnose(
    reports.map((report, index) => {
      const role = serverRoles[index]!;
      return { role, url: factoryAddresses[role], ms: report.ms, report };
    }),
    values,
    now,
  );
}

const causesOf = (reports: readonly ProbeReport[]) => diagnoseAll(reports).map(({ cause }) => cause);

/** The only result for one address. */
function diagnoseOne(
  evidence: Partial<{ role: ServerRole; url: string; report: ProbeReport }>,
  values = direct as Parameters<typeof diagnose>[1],
) {
  const role = evidence.role ?? 'authentication';
  const whole = { url: factoryAddresses[role], ms: 1, report: reached, ...evidence, role } as AddressEvidence;
  return diagnose([whole], values, now)[0]!;
}

test('an address that was reached is ok, and says how fast', () => {
  expect(diagnoseOne({})).toEqual({
    role: 'authentication',
    url: factoryAddresses.authentication,
    ok: true,
    cause: null,
    sentence: { key: 'result.reached', args: { ms: 1 } },
    actor: null,
    next: null,
    action: null,
    notes: [],
    ms: 1,
    stages: [stage('http')],
    facts: { status: 200, questions: [] },
  });
});

test('an answer that is not as it should be fails in the stage that got it', () => {
  const report: ProbeReport = { ...reached, stages: [stage('tls'), stage('http')], answer: { status: 500, headers: {}, body: '' } };
  expect(diagnoseOne({ report })).toMatchObject({ cause: 'server-error', stages: [{ ok: true }, { name: 'http', ok: false }] });
});

test('an address reached over HTTP says that nothing confidential will go there', () => {
  expect(diagnoseOne({ url: 'http://ancien.fr' })).toMatchObject({ ok: true, sentence: { key: 'result.reached-without-encryption' } });
});

test('what is no address has its reason, and never shows more', () => {
  const [result] = diagnose([{ role: 'update', url: '…@x', ms: 0, problem: { key: 'error.connection.address-credentials' } }], direct, now);
  expect(result).toMatchObject({
    ok: false,
    cause: 'address-invalid',
    actor: 'user',
    sentence: { key: 'error.connection.address-credentials' },
    stages: [{ name: 'address', ok: false, detail: 'error.connection.address-credentials' }],
  });
});

describe('every cause', () => {
  const causes = Object.keys({
    offline: 0,
    'address-invalid': 0,
    'dns-unknown': 0,
    refused: 0,
    timeout: 0,
    reset: 0,
    'proxy-unreachable': 0,
    'proxy-auth': 0,
    'proxy-auth-scheme': 0,
    'proxy-forbidden': 0,
    'proxy-bad': 0,
    'cert-expired': 0,
    'cert-not-yet-valid': 0,
    'cert-wrong-host': 0,
    'cert-self-signed': 0,
    'cert-incomplete-chain': 0,
    'cert-unknown-ca': 0,
    'cert-intercepted': 0,
    'clock-skew': 0,
    'tls-version': 0,
    'not-tls': 0,
    'captive-portal': 0,
    redirect: 0,
    'wrong-address': 0,
    forbidden: 0,
    'too-many': 0,
    maintenance: 0,
    'server-error': 0,
    'bad-answer': 0,
  } satisfies Record<Cause, 0>) as Cause[];

  test.each(causes)('%s has its sentence in both languages, an actor and a next step', (cause) => {
    for (const values of [direct, throughProxy]) {
      const result = diagnoseOne({ report: failed(cause as ProbeReport['cause']) }, values);
      expect(result).toMatchObject({ ok: false, cause, actor: expect.stringMatching(/^(user|network-administrator|impact-emploi)$/) });
      for (const { key } of [result.sentence, result.next!]) {
        expect(french).toHaveProperty([key]);
        expect(english).toHaveProperty([key]);
      }
    }
  });
});

test('every detail has its sentence in both languages, and no sentence is of neither a cause nor a detail', () => {
  for (const strings of [french, english]) {
    const told = Object.keys(strings).flatMap((key) => /^cause\.(.+)$/.exec(key)?.[1] ?? []);
    expect(details.filter((detail) => !told.includes(detail))).toEqual([]);
    expect(told.filter((word) => !isCause(word) && !(details as readonly string[]).includes(word))).toEqual([]);
  }
});

describe('who can act', () => {
  test('on an address of one’s own it is the user', () => {
    expect(diagnoseOne({ url: 'https://impact-emploi.ursaf.fr', report: failed('dns-unknown') }).actor).toBe('user');
  });

  test('on a factory address it is the network’s administrator when nothing is reached, and the owner when the rest is', () => {
    expect(diagnoseAll([failed('refused'), failed('timeout'), failed('refused')]).map(({ actor }) => actor)).toEqual([
      'network-administrator',
      'network-administrator',
      'network-administrator',
    ]);
    expect(diagnoseAll([reached, failed('timeout'), failed('refused')]).map(({ actor }) => actor)).toEqual([
      null,
      'impact-emploi',
      'net-entreprises',
    ]);
  });

  test('a factory address with a slash after it is one still', () => {
    expect(diagnoseOne({ url: `${factoryAddresses.authentication}/`, report: failed('refused') })).toMatchObject({
      ...{ actor: 'network-administrator', action: null },
    });
  });

  test('on a factory address that goes past the proxy by which the rest is reached, it is the network’s administrator', () => {
    const through = {
      proxy: { host: 'proxy.local', port: 3128, isEncrypted: false },
      source: 'environment',
      detail: 'HTTPS_PROXY',
    } as const;
    const past = { proxy: null, source: 'environment', detail: 'NO_PROXY' } as const;
    const actorOf = (route: ProbeReport['route']) =>
      diagnoseAll([{ ...reached, route: through }, { ...reached, route: through }, failed('dns-unknown', route && { route })])[2]?.actor;
    expect([past, through, undefined].map(actorOf)).toEqual(['network-administrator', 'net-entreprises', 'net-entreprises']);
  });

  test('when a proxy wants to know who asks, it is the user, who is told where to say it', () => {
    const report = failed('proxy-auth');
    expect(diagnoseOne({ report }, throughProxy)).toMatchObject({ actor: 'user', next: { key: 'next.sign-in-to-proxy' } });
    expect(diagnoseOne({ report }, { ...direct, type: 'system' })).toMatchObject({ actor: 'user', next: { key: 'next.choose-proxy' } });
  });

  test('a proxy that is named in the panel is named in the sentence', () => {
    const report = failed('proxy-unreachable');
    expect(diagnoseOne({ report }, throughProxy).sentence).toMatchObject({
      key: 'cause.proxy-unreachable-named',
      args: { proxy: 'proxy.local:8080' },
    });
    expect(diagnoseOne({ report }, { ...direct, type: 'system' }).sentence).toMatchObject({
      args: { proxy: { key: 'proxy.of-the-system' } },
    });
  });
});

describe('a workstation that is offline', () => {
  const unknown = failed('dns-unknown', { stages: [stage('address'), stage('name', false)] });

  test('is one cause, not three unknown names', () => {
    expect(causesOf([unknown, unknown, unknown])).toEqual(['offline', 'offline', 'offline']);
  });

  test('is one cause where some names time out and some routes are missing', () => {
    const late = failed('timeout', { stages: [stage('name', false)] });
    expect(causesOf([unknown, late, failed('offline')])).toEqual(['offline', 'offline', 'offline']);
  });

  test('is ruled out by one address that answers or is known', () => {
    expect(causesOf([unknown, unknown, reached])).toEqual(['dns-unknown', 'dns-unknown', null]);
    expect(causesOf([unknown, unknown, failed('refused')])).toEqual(['dns-unknown', 'dns-unknown', 'refused']);
  });

  test('is not concluded from one host alone', () => {
    expect(diagnoseOne({ report: unknown }).cause).toBe('dns-unknown');
    expect(causesOf([unknown, unknown])).toEqual(['dns-unknown', 'dns-unknown']);
  });
});

describe('a wrong clock', () => {
  const expired = failed('cert-expired', { certificate: certificate('CA', '2025-01-01', '2026-01-01') });

  test('shows by a server whose own clock finds the certificate valid', () => {
    expect(causesOf([expired, expired, answeredAt('Mon, 02 Jun 2025 10:00:00 GMT')])).toEqual(['clock-skew', 'clock-skew', null]);
  });

  test('is ruled out by a server whose own clock finds it expired too', () => {
    expect(causesOf([expired, expired, answeredAt('Wed, 14 Jan 2026 09:00:00 GMT')])).toEqual(['cert-expired', 'cert-expired', null]);
  });

  test('is ruled out for two hosts as well by a server whose clock agrees with ours', () => {
    expect(causesOf([expired, answeredAt('Wed, 14 Jan 2026 09:00:00 GMT'), expired])).toEqual(['cert-expired', null, 'cert-expired']);
  });

  test('shows by two hosts whose certificates all seem expired, or all not valid yet', () => {
    expect(causesOf([expired, expired, expired])).toEqual(['clock-skew', 'clock-skew', 'clock-skew']);
    const early = failed('cert-not-yet-valid');
    expect(causesOf([early, early, early])).toEqual(['clock-skew', 'clock-skew', 'clock-skew']);
  });

  test('is not concluded from one host alone, or from both kinds together', () => {
    expect(causesOf([expired, expired])).toEqual(['cert-expired', 'cert-expired']);
    expect(causesOf([expired, expired, failed('cert-not-yet-valid')])).toEqual(['cert-expired', 'cert-expired', 'cert-not-yet-valid']);
  });

  test('is ruled out by a server whose clock agrees with ours: then a certificate that begins later is its owner’s fault', () => {
    const early = failed('cert-not-yet-valid', { certificate: certificate('CA', '2026-02-01', '2027-01-01') });
    const [alone] = diagnoseAll([early]);
    const [known] = diagnoseAll([early, answeredAt('Wed, 14 Jan 2026 09:00:00 GMT')]);
    expect([alone?.actor, known?.actor]).toEqual(['user', 'impact-emploi']);
    expect(known).toMatchObject({ cause: 'cert-not-yet-valid', next: { key: 'next.tell-owner' } });
  });

  test('is said with the date that the workstation believes in', () => {
    expect(diagnoseAll([expired, expired, expired])[0]!.sentence.args).toMatchObject({ now });
  });
});

describe('an inspected connection', () => {
  const untrusted = (issuer: string) => failed('cert-unknown-ca', { certificate: certificate(issuer) });

  test('shows by an inspector that names itself', () => {
    expect(diagnoseOne({ report: untrusted('FortiGate CA, Fortinet Ltd.') })).toMatchObject({
      cause: 'cert-intercepted',
      actor: 'network-administrator',
      sentence: { key: 'cause.cert-intercepted-network', args: { issuer: 'FortiGate CA, Fortinet Ltd.', inspector: 'Fortinet' } },
    });
  });

  test('shows by one issuer of two hosts’ certificates', () => {
    expect(causesOf([untrusted('Mairie CA'), untrusted('Mairie CA'), untrusted('Mairie CA')])).toEqual([
      'cert-intercepted',
      'cert-intercepted',
      'cert-intercepted',
    ]);
  });

  test('is not concluded from one host, or from issuers that differ', () => {
    expect(causesOf([untrusted('Mairie CA'), untrusted('Mairie CA'), reached])).toEqual(['cert-unknown-ca', 'cert-unknown-ca', null]);
    expect(causesOf([untrusted('Un'), untrusted('Un'), untrusted('Deux')])).toEqual([
      'cert-unknown-ca',
      'cert-unknown-ca',
      'cert-unknown-ca',
    ]);
  });
});

test('two hosts that send on to the same place show a portal', () => {
  const sentOn: ProbeReport = { ...reached, answer: { status: 301, headers: { location: 'https://wifi.hotel/' }, body: '' } };
  expect(causesOf([sentOn, sentOn, sentOn])).toEqual(['captive-portal', 'captive-portal', 'captive-portal']);
  expect(causesOf([sentOn, sentOn, reached])).toEqual(['redirect', 'redirect', null]);
});
