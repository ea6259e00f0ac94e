import { type Message, Secret } from 'boule-bleue';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import type { AuthenticationOutcome } from '../exchange/net-entreprises-exchange.ts';
import type { ServiceOutcome } from '../exchange/net-entreprises-services.ts';
import { groupOfCause } from '../exchange/network-problem.ts';
import en from '../locales/en.json';
import fr from '../locales/fr.json';
import type { LastSuccess } from './last-success.ts';
import type { ServiceFindings } from './service-check.ts';
import { listUnsentVerification, listVerifications } from './verification.ts';

const identity = { siret: '73282932000074', lastName: 'Dupont', firstName: 'Élise' };
const at = Date.UTC(2026, 10, 23, 14, 32);
const accepted: AuthenticationOutcome = { kind: 'accepted', token: new Secret('token') };

interface Circumstances {
  failureCount?: number;
  services?: ServiceFindings;
  lastSuccess?: LastSuccess;
  siret?: string;
}

function verify(outcome: AuthenticationOutcome, { failureCount = 0, siret = identity.siret, ...rest }: Circumstances = {}) {
  return listVerifications({ identity: { ...identity, siret }, outcome, failureCount, at, ...rest });
}

function list(outcome: AuthenticationOutcome, circumstances?: Circumstances) {
  return verify(outcome, circumstances).entries;
}

function say(message: Message, strings: Record<string, string> = fr, language = 'fr'): string {
  const text = strings[message.key];
  if (text === undefined) throw new Error(`No string ${message.key}`);
  const args = Object.entries(message.args ?? {}).map(([name, value]) => [
    name,
    typeof value === 'object' ? say(value, strings, language) : value,
  ]);
  return String(new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).format(Object.fromEntries(args)));
}

const causes = [
  'offline',
  'address-invalid',
  'dns-unknown',
  'refused',
  'proxy-bad',
  'proxy-auth',
  'proxy-forbidden',
  'captive-portal',
  'cert-expired',
  'cert-unknown-ca',
  'not-tls',
  'bad-answer',
];

const failures: AuthenticationOutcome[] = [
  { kind: 'refused' },
  { kind: 'expired' },
  { kind: 'blocked' },
  { kind: 'judged-dangerous' },
  { kind: 'malformed' },
  { kind: 'too-many' },
  { kind: 'unavailable' },
  { kind: 'web-page' },
  { kind: 'no-token' },
  { kind: 'redirected', target: 'https://maintenance.example/?session=1' },
  { kind: 'server-error', status: 500 },
  { kind: 'unexpected', status: 418 },
  { kind: 'unknown-refusal', status: 401 },
  { kind: 'plain-http' },
  { kind: 'wrong-type', type: 'image/png' },
  { kind: 'waiting', until: at + 60_000 },
  ...causes.map((cause) => ({ kind: 'network', cause, problem: groupOfCause(cause) }) as const),
];

describe('the first entry', () => {
  test.each(failures)('says of $kind $cause what happened, who acts and what next, in words of its own', (outcome) => {
    const [entry] = list(outcome);
    expect(entry).toMatchObject({ id: 'authentication', ok: false });
    for (const [strings, language] of [
      [fr, 'fr'],
      [en, 'en'],
    ] as const) {
      const said = [entry?.label, entry?.sentence, entry?.actor, entry?.next].map((message) => say(message as Message, strings, language));
      expect(said.every((text) => text.length > 2)).toBe(true);
    }
  });

  test('differs between any two failures', () => {
    const sentences = failures.map((outcome) => say(list(outcome)[0]?.sentence as Message));
    expect(new Set(sentences).size).toBe(failures.length);
  });

  test('shows of a redirection its host and nothing that its address may hold', () => {
    const sentence = say(list({ kind: 'redirected', target: 'https://maintenance.example/?session=1' })[0]?.sentence as Message);
    expect(sentence).toContain('(maintenance.example)');
    expect(sentence).not.toContain('session');
  });

  test('warns from the third refusal on', () => {
    expect(list({ kind: 'refused' }, { failureCount: 2 })[0]?.warning).toBeUndefined();
    expect(say(list({ kind: 'refused' }, { failureCount: 3 })[0]?.warning as Message)).toMatch(/^3 refus de suite.*cinquième/);
  });
});

describe('a portal that asks to be left alone', () => {
  test.each(['too-many', 'unavailable'] as const)('(%s) is waited for as long as it says', (kind) => {
    const [entry] = list({ kind, retryAfterMs: 90_000 });
    expect(entry?.next).toEqual({ key: 'wait.next', args: { until: at + 90_000 } });
    expect(say(entry?.next as Message)).toMatch(/^Attendez jusqu’au 23 novembre 2026 à \d\d:33, puis/);
  });
});

const well: ServiceFindings = {
  deposit: { outcome: { kind: 'answered', host: 'depot.example' } },
  returns: { outcome: { kind: 'answered', host: 'consultation.example' } },
};

test('accepted credentials have green ticks only, and nothing is left out', () => {
  const { entries, untried } = verify(accepted, { services: well });
  expect(entries.map(({ id, ok }) => [id, ok])).toEqual([
    ['authentication', true],
    ['registration', true],
    ['deposit', true],
    ['returns', true],
    ['siret', true],
  ]);
  expect(untried).toEqual([]);
  expect(say(entries[3]?.sentence as Message)).toContain('(consultation.example) répond avec le jeton');
});

test('a declarant who is not registered gets no token, and the registration says why', () => {
  const { entries, untried } = verify({ kind: 'not-registered' });
  expect(entries.map(({ id, ok }) => [id, ok])).toEqual([
    ['authentication', false],
    ['registration', false],
    ['siret', true],
  ]);
  expect(say(entries[1]?.next as Message)).toContain('lendemain');
  expect(untried.map(({ id }) => id)).toEqual(['deposit', 'returns']);
});

test.each([[{ kind: 'refused' }], [{ kind: 'blocked' }], [{ kind: 'unavailable' }]] as const)(
  'what stands behind an authentication that is %j is neither a tick nor a failure',
  (outcome) => {
    const { entries, untried } = verify(outcome);
    expect(entries.map(({ id }) => id)).toEqual(['authentication', 'siret']);
    expect(untried.map(({ id, reason }) => [id, say(reason)])).toEqual(
      ['registration', 'deposit', 'returns'].map((id) => [id, 'L’authentification n’a pas abouti : ce point n’a pas été essayé.']),
    );
  },
);

const siretWithWrongKey = '73282932000075';

test('a wrong SIRET key warns and fails nothing', () => {
  const entries = list(accepted, { siret: siretWithWrongKey, services: well });
  expect(entries.every(({ ok }) => ok)).toBe(true);
  expect(entries.find(({ id }) => id === 'siret')?.warning).toEqual({ key: 'warning.siret-key' });
});

describe('the identity', () => {
  const before = Date.UTC(2026, 2, 12, 9);
  const find = (outcome: AuthenticationOutcome, former: Partial<typeof identity>) =>
    list(outcome, { services: well, lastSuccess: { ...identity, ...former, at: before } }).find(({ id }) => id === 'identity');

  test('is not compared before the first success', () => {
    expect(list(accepted, { services: well }).some(({ id }) => id === 'identity')).toBe(false);
  });

  test('that is the one of the last success has its tick', () => {
    const entry = find(accepted, {});
    expect(entry).toMatchObject({ ok: true });
    expect(say(entry?.sentence as Message)).toBe('SIRET, nom et prénom sont ceux de la dernière réussite, le 12 mars 2026.');
    expect(entry?.warning).toBeUndefined();
  });

  test('that is the same and refused points to the password', () => {
    expect(say(find({ kind: 'refused' }, {})?.warning as Message)).toContain('mot de passe');
  });

  test('that differs is the likely mistake of a refusal, and what differs is named', () => {
    const entry = find({ kind: 'refused' }, { siret: siretWithWrongKey, firstName: 'Elise' });
    expect(entry?.ok).toBe(false);
    expect(say(entry?.sentence as Message)).toBe(
      'Différence avec la dernière réussite, le 12 mars 2026 : SIRET, Prénom (majuscules, accents ou espaces).',
    );
    expect(find({ kind: 'refused' }, { siret: '1', lastName: 'X', firstName: 'Y' })?.sentence.args).toMatchObject({
      what: { key: 'identity.two' },
    });
  });

  test('whose names are swapped is told so', () => {
    expect(find({ kind: 'refused' }, { lastName: 'Élise', firstName: 'DUPONT' })?.sentence.key).toBe('identity.swapped');
  });

  test('that was changed and is accepted is pointed out, not barred', () => {
    const entry = find(accepted, { lastName: 'Martin' });
    expect(entry?.ok).toBe(true);
    expect(say(entry?.warning as Message)).toContain(': Nom.');
  });
});

test('an attempt that was not made says so, and why', () => {
  const { entries, untried } = listUnsentVerification({ siret: { kind: 'siret-length', length: 13 } });
  expect(say(entries[0]?.sentence as Message)).toBe('Rien n’a été envoyé au portail. SIRET : un SIRET compte 14 chiffres, et celui-ci 13.');
  expect(untried).toHaveLength(3);
});

describe('a service', () => {
  const refusals: ServiceOutcome[] = [
    ...(['token-invalid', 'token-expired', 'not-registered', 'forbidden', 'judged-dangerous', 'malformed', 'too-many'] as const),
    ...(['unavailable', 'web-page', 'empty', 'garbled', 'plain-http'] as const),
  ].map((kind) => ({ kind, host: 'h' }));
  const others: ServiceOutcome[] = [
    { kind: 'wrong-type', type: 'text/plain', host: 'h' },
    { kind: 'redirected', target: 'https://elsewhere.example/?jeton=1', host: 'h' },
    { kind: 'server-error', status: 500, host: 'h' },
    { kind: 'unexpected', status: 418, host: 'h' },
    { kind: 'unknown-refusal', status: 401, host: 'h' },
    { kind: 'network', problem: 'address', cause: 'address-invalid', host: '' },
    { kind: 'network', problem: 'unreachable', cause: 'timeout', host: 'h' },
    { kind: 'network', problem: 'certificate', cause: 'cert-unknown-ca', host: 'h' },
  ];
  const entriesOf = (services: ServiceFindings, language = fr as Record<string, string>, tag = 'fr') =>
    list(accepted, { services })
      .filter(({ id }) => id === 'deposit' || id === 'returns')
      .map(({ ok, sentence, actor, next }) => [ok, ...[sentence, actor, next].map((message) => message && say(message, language, tag))]);

  test.each([...refusals, ...others])('that is $kind $problem says what happened, who acts and what next', (outcome) => {
    const services = { deposit: { outcome }, returns: { outcome } };
    for (const [ok, ...said] of [...entriesOf(services), ...entriesOf(services, en, 'en')]) {
      expect(ok).toBe(false);
      expect(said.every((text) => String(text).length > 2 && !String(text).includes('{'))).toBe(true);
    }
    const [deposit, returns] = entriesOf(services);
    expect(deposit?.[1]).toContain('service de dépôt');
    expect(returns?.[1]).toContain('service des retours');
    expect(JSON.stringify(deposit)).not.toContain('jeton=1');
  });

  test('refuses in words of its own', () => {
    const said = [...refusals, ...others].map((outcome) => entriesOf({ ...well, deposit: { outcome } })[0]?.[1]);
    expect(new Set(said).size).toBe(refusals.length + others.length);
  });

  test('that asks to be left alone is waited for', () => {
    const outcome: ServiceOutcome = { kind: 'too-many', host: 'h', askAgainAt: at + 120_000 };
    expect(entriesOf({ ...well, returns: { outcome } })[1]?.[3]).toMatch(/^Attendez jusqu’au .*:34/);
  });

  test('whose answer is remembered says from when', () => {
    const returns = { outcome: { kind: 'answered', host: 'h', askAgainAt: at + 60_000 }, rememberedFrom: at - 61_000 } as const;
    const entry = list(accepted, { services: { ...well, returns } }).find(({ id }) => id === 'returns');
    expect(entry?.ok).toBe(true);
    expect(say(entry?.sentence as Message)).toMatch(/^Vérifié il y a une minute : .*avant \d\d:33\.$/);
  });

  test('for which no second token could be had says why', () => {
    const returns = { outcome: { kind: 'token-expired', host: 'h' } } as const;
    const [, entry] = entriesOf({ ...well, returns, renewal: { kind: 'unavailable' } });
    expect(entry?.[1]).toMatch(/a refusé le jeton.*indisponible/);
  });
});

test('both languages hold the same strings', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(fr).sort());
});
