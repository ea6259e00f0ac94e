import { expect, test } from 'vitest';
import { formatResult } from './format-result.ts';
import { commandLineTexts } from './texts.ts';

const format = (value: Parameters<typeof formatResult>[0]) => formatResult(value, commandLineTexts('fr'));

test('what says in a sentence how it went is shown by it, with what to do next', () => {
  const addresses = [
    { role: 'update', url: 'https://a.example', ok: true, cause: null, sentence: '', stages: [{ name: 'dns', ok: true }] },
    { role: 'authentication', url: 'https://b.example', ok: false, sentence: 'Le serveur refuse.', next: 'Attendez.' },
  ];
  expect(format({ ok: false, ms: 12, addresses })).toBe(
    '✓ https://a.example : Réussi\n✗ https://b.example : Le serveur refuse.\n    Attendez.',
  );
});

test('a failure tells who acts and how far it came', () => {
  const failed = {
    ...{ url: 'https://b.example', ok: false, sentence: 'Le certificat a expiré.', actor: 'net-entreprises', next: 'Attendez.' },
    stages: [
      { name: 'name', ok: true, ms: 1.6, detail: '192.0.2.1' },
      { name: 'Antivirus', ok: true, ms: 3, detail: '' },
      { name: 'tls', ok: false, ms: 12, detail: 'CERT_HAS_EXPIRED' },
    ],
  };
  expect(format({ ok: false, ms: 20, addresses: [failed] }).split('\n')).toEqual([
    '✗ https://b.example : Le certificat a expiré.',
    '    Qui agit : Net-entreprises',
    '    Attendez.',
    '    ✓ Nom du serveur : 192.0.2.1 (2 ms)',
    '    ✓ Antivirus (3 ms)',
    '    ✗ Chiffrement : CERT_HAS_EXPIRED (12 ms)',
  ]);
  expect(format({ ...failed, actor: 'user', stages: [] })).toContain('Qui agit : vous');
  const refused = {
    url: 'https://c.example',
    ok: true,
    sentence: 'Joint.',
    stages: [{ name: 'authentication', ok: false, ms: 9, detail: 'refused' }],
  };
  expect(format([refused])).toBe('✓ https://c.example : Joint.\n    ✗ Authentification : refused (9 ms)');
});

test('what a server writes takes no line of its own', () => {
  const forged = { ok: false, url: 'https://a.example', sentence: 'Refusé.\n✓ https://b.example : Réussi', next: 'Un\u2028deux\r\ntrois' };
  expect(format(forged)).toBe('✗ https://a.example : Refusé. ✓ https://b.example : Réussi\n    Un deux trois');
});

test('a label goes before an address, and no sentence needs no colon before it', () => {
  expect(format([{ label: 'Compte Dupont', url: 'x', ok: false }])).toBe('✗ Compte Dupont : Échec');
  expect(format({ ok: true, sentence: 'Tout va bien.' })).toBe('✓ Tout va bien.');
});

test('anything else is shown by its members', () => {
  expect(format({ active: true, name: 'Ada', nothing: null, list: [1, 2], inner: { deep: false } })).toBe(
    'active : oui\nname : Ada\nlist :\n  1\n  2\ninner :\n  deep : non',
  );
});

test('a text is itself, and nothing is done', () => {
  expect(format('12345678')).toBe('12345678');
  for (const nothing of [null, {}, []]) expect(format(nothing)).toBe('C’est fait.');
});
