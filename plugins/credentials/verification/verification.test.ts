import { type Message, Secret } from 'boule-bleue';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import type { AuthenticationOutcome } from '../exchange/net-entreprises-exchange.ts';
import { groupOfCause } from '../exchange/network-problem.ts';
import en from '../locales/en.json';
import fr from '../locales/fr.json';
import { listUnsentVerification, listVerifications } from './verification.ts';

function list(outcome: AuthenticationOutcome, { failureCount = 0, isSiretKeyRight = true } = {}) {
  return listVerifications({ outcome, failureCount, isSiretKeyRight });
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

test('accepted credentials have green ticks only', () => {
  const entries = list({ kind: 'accepted', token: new Secret('token'), expiresAt: Date.now() });
  expect(entries.map(({ id, ok }) => [id, ok])).toEqual([
    ['authentication', true],
    ['registration', true],
    ['siret', true],
  ]);
});

test('a declarant who is not registered gets no token, and the registration says why', () => {
  const entries = list({ kind: 'not-registered' });
  expect(entries.map(({ id, ok }) => [id, ok])).toEqual([
    ['authentication', false],
    ['registration', false],
    ['siret', true],
  ]);
  expect(say(entries[1]?.next as Message)).toContain('lendemain');
});

test('a refusal says nothing of the registration', () => {
  expect(list({ kind: 'refused' }).map(({ id }) => id)).toEqual(['authentication', 'siret']);
});

test('a wrong SIRET key warns and fails nothing', () => {
  const entries = list({ kind: 'accepted', token: new Secret('token') }, { isSiretKeyRight: false });
  expect(entries.every(({ ok }) => ok)).toBe(true);
  expect(entries.find(({ id }) => id === 'siret')?.warning).toEqual({ key: 'warning.siret-key' });
});

test('an attempt that was not made says so, and why', () => {
  const [entry] = listUnsentVerification({ siret: { kind: 'siret-length', length: 13 } });
  expect(say(entry?.sentence as Message)).toBe('Rien n’a été envoyé au portail. SIRET : un SIRET compte 14 chiffres, et celui-ci 13.');
});

test('both languages hold the same strings', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(fr).sort());
});
