import type { Message, ProbeReport, ProbeStageName } from 'boule-bleue';
import { expect, test } from 'vitest';
import { placeholdersOf } from '../../../host/node/plugin-test/compare-strings.ts';
import {
  bySystem,
  certificate,
  direct,
  evidenceAt,
  failed,
  noonMs,
  otherWay,
  portalQuestion,
  reached,
  throughProxy,
} from '../../../test/support/connection-evidence.ts';
import { randomSource } from '../../../test/support/random-source.ts';
import english from '../locales/en.json' with { type: 'json' };
import french from '../locales/fr.json' with { type: 'json' };
import { factoryAddresses, serverRoles } from '../values/connection-values.ts';
import { diagnose } from './diagnosis.ts';
import type { AddressEvidence, AnsweredQuestion } from './evidence.ts';
import { findAlone } from './report-faults.ts';

const rounds = 600;
type Random = (below: number) => number;
const pick = <T>(random: Random, values: readonly T[]): T => values[random(values.length)]!;

const causes = [
  'offline',
  'dns-unknown',
  'refused',
  'timeout',
  'reset',
  'proxy-unreachable',
  'proxy-auth',
  'proxy-auth-scheme',
  'proxy-forbidden',
  'proxy-bad',
  'cert-expired',
  'cert-not-yet-valid',
  'cert-wrong-host',
  'cert-self-signed',
  'cert-incomplete-chain',
  'cert-unknown-ca',
  'tls-version',
  'not-tls',
  'captive-portal',
  'bad-answer',
  'address-invalid',
] as const;
const stages: readonly ProbeStageName[] = ['address', 'route', 'name', 'connect', 'proxy', 'tls', 'http'];
const codes = ['ENOTFOUND', 'EAI_AGAIN', 'EACCES', 'ECONNREFUSED', 'HTTP 502', undefined];
const issuers = ['CA', 'Mairie CA', 'Kaspersky Anti-Virus', 'FortiGate CA', ''];
const dates = ['', '2020-01-01T00:00:00Z', '2026-01-14T00:00:00Z', '2027-01-01T00:00:00Z'];
const locations = [
  '/accueil',
  'http://wifi.hotel/login',
  'https://ie.urssaf.fr/',
  'https://ailleurs.fr/maintenance',
  'nonsense://[',
  undefined,
];
const bodies = [
  '',
  '<html>Bienvenue</html>',
  '<html>maintenance</html>',
  '<html>Blocked by FortiGate</html>',
  '<html>WISPAccessGatewayParam</html>',
];

function randomCertificate(random: Random) {
  const [validFrom, validTo] = [pick(random, dates), pick(random, dates)];
  return certificate({
    issuer: pick(random, issuers),
    validFrom,
    validTo,
    names: pick(random, [[], ['a.fr'], ['a.fr', 'b.fr', 'c.fr', 'd.fr']]),
  });
}

function randomDetails(random: Random): Partial<ProbeReport> {
  const known = randomCertificate(random);
  const proxy = pick(random, [null, { host: 'proxy.local', port: 3128, isEncrypted: false }]);
  const missingIssuer = { address: 'http://ca/', certificate: pick(random, [null, known]), completesChain: random(2) === 0 };
  const trustedBy = pick(random, ['bundled', 'system', 'extra'] as const);
  const offsetMs = pick(random, [0, 60_000, 86_400_000, -86_400_000 * 400]);
  const systemCode = pick(random, codes);
  return {
    ...(systemCode && { systemCode }),
    ...(random(2) && { certificate: known, encryption: { chain: [known], trustedBy } }),
    ...(random(2) && { route: { proxy, source: pick(random, ['settings', 'system', 'pac', 'unreadable'] as const), detail: '' } }),
    ...(random(2) && { clock: { serverMs: noonMs + offsetMs, localMs: noonMs } }),
    ...(random(2) && {
      proxyRefusal: {
        status: pick(random, [403, 405, 407, 500]),
        schemes: pick(random, [[], ['NTLM'], ['Digest']]),
        hadCredentials: random(2) === 0,
      },
    }),
    ...(random(2) && { findings: { missingIssuer, oldestEncryption: pick(random, [null, 'TLSv1.1']) } }),
  };
}

function randomReport(random: Random): ProbeReport {
  if (random(3) > 0) return failed(pick(random, causes), pick(random, stages), randomDetails(random));
  const location = pick(random, locations);
  const headers = {
    ...(location && { location }),
    ...(random(3) === 0 && { 'retry-after': '60' }),
    ...(random(3) === 0 && { via: '1.1 squid' }),
  };
  return reached({
    ...randomDetails(random),
    answer: { status: pick(random, [200, 200, 302, 403, 429, 500, 502, 503, 511]), headers, body: pick(random, bodies) },
  });
}

function randomQuestions(random: Random, url: string): readonly AnsweredQuestion[] {
  const ways = (['system', 'direct', 'proxy'] as const)
    .filter(() => random(2) === 0)
    .map((way) => otherWay(way, url, randomReport(random)));
  const location = pick(random, locations);
  const portal = portalQuestion(url, { status: 302, headers: { ...(location && { location }) } });
  return random(3) === 0 && url.startsWith('https:') ? [...ways, portal] : ways;
}

function randomEvidence(random: Random, index: number): AddressEvidence {
  const role = serverRoles[index]!;
  if (random(12) === 0) return { role, url: '…@x', ms: 0, problem: { key: 'error.connection.address-credentials' } };
  const url = pick(random, [
    factoryAddresses[role],
    factoryAddresses[role],
    'https://autre.exemple.fr:8443/x',
    'http://ancien.exemple.fr/',
  ]);
  const questions = random(2) === 0 ? randomQuestions(random, url) : undefined;
  return { ...evidenceAt(index, randomReport(random), questions), url };
}

const named = new Map<string, readonly string[]>();
/** Parsed once: the same few sentences come up again and again. */
function namesIn(text: string): readonly string[] {
  const names = named.get(text) ?? placeholdersOf(text) ?? [];
  named.set(text, names);
  return names;
}

function speak(message: Message): void {
  for (const strings of [french, english] as Record<string, string>[]) {
    const text = strings[message.key];
    expect(text, message.key).toBeDefined();
    for (const name of namesIn(text!)) {
      const value = message.args?.[name];
      expect(value, `${message.key} lacks {${name}}`).toSatisfy((given) => given !== undefined && !Number.isNaN(given));
      if (typeof value === 'object') speak(value);
    }
  }
}

test.each([1, 2, 3])('whatever probes report, each failed address has one cause, and each sentence all that it names: seed %i', (seed) => {
  const random = randomSource(seed);
  for (let round = 0; round < rounds / 3; round++) {
    const way = pick(random, [direct, bySystem, throughProxy]);
    const evidences = serverRoles.map((_role, index) => randomEvidence(random, index));
    const results = diagnose(evidences, way, noonMs);
    expect(diagnose(structuredClone(evidences), way, noonMs)).toEqual(results);
    results.forEach((result, index) => {
      const isReached = findAlone(evidences[index]!, noonMs) === undefined;
      expect(result).toMatchObject({ ok: isReached, role: serverRoles[index], url: evidences[index]!.url });
      for (const member of [result.cause, result.actor, result.next]) expect(member === null).toBe(isReached);
      if (isReached) expect(result.action).toBeNull();
      for (const message of [result.sentence, result.next, result.action?.title, ...result.notes]) if (message) speak(message);
      if (!isReached) expect(['user', 'network-administrator', 'impact-emploi', 'net-entreprises']).toContain(result.actor);
      if (result.actor === 'net-entreprises') expect(result.role).toBe('netEntreprises');
    });
    if (results.some(({ ok }) => ok)) expect(results.map(({ sentence }) => sentence.key)).not.toContain('cause.offline-no-names');
  }
});

test('the order in which addresses are told changes nothing but whose note it is', () => {
  const random = randomSource(4);
  for (let round = 0; round < 300; round++) {
    const evidences = serverRoles.map((_role, index) => randomEvidence(random, index));
    const byRole = (results: ReturnType<typeof diagnose>) => new Map(results.map(({ notes, ...result }) => [result.role, result]));
    expect(byRole(diagnose(evidences.toReversed(), direct, noonMs))).toEqual(byRole(diagnose(evidences, direct, noonMs)));
  }
});
