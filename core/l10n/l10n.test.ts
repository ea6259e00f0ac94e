import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { ShellError } from '../errors.ts';
import type { Message } from '../message.ts';
import { resolveForeignMessages } from './foreign-messages.ts';
import { Localizer } from './localizer.ts';
import { MessageFormatter } from './message-formatter.ts';
import { createTranslator } from './translator.ts';

const localizer = new Localizer(
  new Map([
    [
      'shell',
      {
        fr: { 'error.command.unknown': 'Commande {command} inconnue.', hello: 'Coquille' },
        en: { 'error.command.unknown': 'No command {command}.' },
      },
    ],
    [
      'credentials',
      {
        fr: {
          title: 'Comptes utilisateurs',
          accounts: '{count, plural, =0 {aucun compte} one {un compte} other {# comptes}}',
          quoted: "Tester l''accès à l'hôte {host}",
          wrong: '{count, plural, one {jamais fermé',
          outer: 'Échec : {reason}',
          'french-only': 'Seulement ici',
          amount: '{amount, number}',
          'error.credentials.siret-length': 'Le SIRET a {length} chiffres au lieu de 14.',
          'error.local': 'Une erreur d’ici',
        },
        en: {
          title: 'User accounts',
          outer: 'Failed: {reason}',
          amount: '{amount, number}',
          'error.credentials.siret-length': 'The SIRET has {length} digits.',
        },
      },
    ],
    ['office.hello', { fr: { title: 'Bureau', 'error.office.hello.late': 'En retard' }, en: {} }],
  ]),
);

const inFrench = (message: Message, speaker = 'credentials') => localizer.format(message, 'fr', speaker);

describe('Localizer', () => {
  test('uses the speaker’s strings in the reader’s language', () => {
    expect(inFrench({ key: 'title' })).toBe('Comptes utilisateurs');
    expect(localizer.format({ key: 'title' }, 'en', 'credentials')).toBe('User accounts');
  });

  test('uses the strings of the plugin that the message names', () => {
    expect(inFrench({ key: 'title', plugin: 'office.hello' })).toBe('Bureau');
    expect(inFrench({ key: 'hello', plugin: 'shell' })).toBe('Coquille');
  });

  test('falls back to French, then to the key', () => {
    expect(localizer.format({ key: 'french-only' }, 'en', 'credentials')).toBe('Seulement ici');
    expect(inFrench({ key: 'no-such-key' })).toBe('no-such-key');
    expect(inFrench({ key: 'title' }, 'no-such-plugin')).toBe('title');
    expect(inFrench({ key: 'toString' })).toBe('toString');
  });

  test.each(["l'accès", "d'un « c'est »", "fin'"])('leaves the apostrophes of %j alone, as ICU does', (text) => {
    expect(new MessageFormatter('fr').format(text, {})).toBe(text);
    expect(new IntlMessageFormat(text, 'fr', undefined, { ignoreTag: true }).format({})).toBe(text);
  });

  test.each(["l''accès", "'{'", "'<b'", "a '}' b"])('reads the apostrophes of %j as ICU does', (text) => {
    expect(new MessageFormatter('fr').format(text, {})).toBe(new IntlMessageFormat(text, 'fr', undefined, { ignoreTag: true }).format({}));
  });

  test('fills in plurals, numbers and apostrophes as ICU has them', () => {
    expect(inFrench({ key: 'accounts', args: { count: 0 } })).toBe('aucun compte');
    expect(inFrench({ key: 'accounts', args: { count: 3 } })).toBe('3 comptes');
    expect(inFrench({ key: 'quoted', args: { host: '<b>' } })).toBe("Tester l'accès à l'hôte <b>");
    expect(inFrench({ key: 'amount', args: { amount: 1234.5 } })).toBe('1\u202f234,5');
    expect(localizer.format({ key: 'amount', args: { amount: 1234.5 } }, 'en', 'credentials')).toBe('1,234.5');
  });

  test('puts nested messages into words first', () => {
    expect(inFrench({ key: 'outer', args: { reason: { key: 'accounts', args: { count: 1 } } } })).toBe('Échec : un compte');
    expect(inFrench({ key: 'outer', args: { reason: { key: 'title', plugin: 'office.hello' } } })).toBe('Échec : Bureau');
  });

  test('takes a nested message for one of the plugin that the outer one names', () => {
    expect(localizer.format({ key: 'outer', plugin: 'credentials', args: { reason: { key: 'title' } } }, 'en', 'shell')).toBe(
      'Failed: User accounts',
    );
  });

  test('gives the raw string where it is malformed or misses a value', () => {
    expect(inFrench({ key: 'wrong', args: { count: 1 } })).toBe('{count, plural, one {jamais fermé');
    expect(inFrench({ key: 'wrong', args: { count: 1 } })).toBe('{count, plural, one {jamais fermé');
    expect(inFrench({ key: 'outer' })).toBe('Échec : {reason}');
  });

  test('finds the sentence of an error with the plugin that its code begins with, else the shell', () => {
    expect(inFrench(new ShellError('command.unknown', { command: 'a.b' }).sentence)).toBe('Commande a.b inconnue.');
    expect(inFrench(new ShellError('credentials.siret-length', { length: 13 }).sentence, 'connection')).toBe(
      'Le SIRET a 13 chiffres au lieu de 14.',
    );
    expect(inFrench(new ShellError('office.hello.late').sentence, 'shell')).toBe('En retard');
    expect(inFrench({ key: 'error.local' })).toBe('Une erreur d’ici');
    expect(inFrench({ key: 'error.no.such.code' })).toBe('error.no.such.code');
  });

  test('ends where messages are nested without end', () => {
    let message: Message = { key: 'title' };
    for (let depth = 0; depth < 10_000; depth += 1) message = { key: 'outer', args: { reason: message } };
    expect(inFrench(message)).toMatch(/^(Échec : )+outer$/);
  });

  test('resolves the placeholders of manifests, and only those', () => {
    expect(localizer.resolvePlaceholder('%title%', 'credentials', 'en')).toBe('User accounts');
    expect(localizer.resolvePlaceholder('%no-such-key%', 'credentials', 'fr')).toBe('no-such-key');
    expect(localizer.resolvePlaceholder('100 %', 'credentials', 'fr')).toBe('100 %');
    expect(localizer.resolvePlaceholder('title', 'credentials', 'fr')).toBe('title');
  });
});

describe('createTranslator', () => {
  const t = createTranslator({ title: 'Comptes', siret: 'SIRET : {value}', wrong: '{' }, 'fr');

  test('takes keys with values, and messages', () => {
    expect(t('title')).toBe('Comptes');
    expect(t('siret', { value: '123' })).toBe('SIRET : 123');
    expect(t({ key: 'siret', args: { value: { key: 'title' } } })).toBe('SIRET : Comptes');
  });

  test('inserts values as they are, numbers included, as ICU would', () => {
    const inserting = createTranslator({ both: '{port} puis {host}, {port}', formatted: '{port, number}' }, 'fr');
    expect(inserting('both', { port: 12345, host: '$& {host}' })).toBe('12345 puis $& {host}, 12345');
    expect(inserting('formatted', { port: 12345 })).toBe('12\u202f345');
    expect(inserting('both', { port: 1 })).toBe('{port} puis {host}, {port}');
  });

  test('gives an unknown key or a malformed string as it is', () => {
    expect(t('Une phrase déjà traduite, {avec accolades}')).toBe('Une phrase déjà traduite, {avec accolades}');
    expect(t('constructor')).toBe('constructor');
    expect(t('wrong')).toBe('{');
  });
});

describe('resolveForeignMessages', () => {
  const resolve = (state: Parameters<typeof resolveForeignMessages>[0]) =>
    resolveForeignMessages(state, { localizer, language: 'en', owner: 'office.hello' });
  const title = { key: 'title', plugin: 'credentials' };

  test('puts messages of other plugins into words that the panel’s own translator leaves alone', () => {
    const [label] = resolve([title]) as unknown as [Message];
    expect(createTranslator({}, 'en')(label)).toBe('User accounts');
  });

  test('finds them in lists, in objects and among the values of the panel’s own messages', () => {
    expect(resolve({ ticks: [{ label: title, ok: true }], own: { key: 'outer', args: { reason: title } } })).toEqual({
      ticks: [{ label: { key: 'User accounts' }, ok: true }],
      own: { key: 'outer', args: { reason: { key: 'User accounts' } } },
    });
  });

  test('puts the sentences of the shell’s errors and of other plugins’ into words, which name no plugin', () => {
    const { sentence } = new ShellError('credentials.siret-length', { length: 13 });
    expect(resolve({ failure: new ShellError('command.unknown', { command: 'a.b' }).sentence as never })).toEqual({
      failure: { key: 'No command a.b.' },
    });
    expect(resolve({ own: { key: 'outer', args: { reason: sentence as never } } })).toEqual({
      own: { key: 'outer', args: { reason: { key: 'The SIRET has 13 digits.' } } },
    });
  });

  test('leaves the sentences of the panel’s own errors, and unknown ones, to the panel', () => {
    const state = { own: { key: 'error.office.hello.late' }, unknown: { key: 'error.no.such.code' } };
    expect(resolve(state)).toEqual(state);
  });

  test('leaves the panel’s own messages, and data that only look like messages, as they are', () => {
    const state = {
      own: { key: 'title', plugin: 'office.hello' },
      row: { key: 'title', plugin: 'credentials', count: 3 },
      nothing: null,
      text: 'title',
    };
    expect(resolve(state)).toEqual(state);
  });
});
