import type { JournalEntry } from 'boule-bleue';
import { describe, expect, test } from 'vitest';
import { createTranslator } from '../../../core/l10n/translator.ts';
import en from '../locales/en.json';
import fr from '../locales/fr.json';
import { journalActions, noteOf, testOutcomes } from './journal-note.ts';
import { actionName, journalSentence } from './journal-sentence.ts';

const dupont = { id: 'd', name: 'Dupont' };
const martin = { id: 'm', name: 'Martin' };

function entryOf(note: ReturnType<typeof noteOf>): JournalEntry {
  return { sequence: 1, at: 0, workstation: 'PC-2', ...note };
}

const say = { fr: createTranslator(fr, 'fr'), en: createTranslator(en, 'en') };

describe('an entry', () => {
  test('says who did what to whom, and where', () => {
    const sentence = journalSentence(entryOf(noteOf('credentials.saved', { actor: dupont, subject: martin })));
    expect(say.fr(sentence)).toBe('Dupont a enregistré les identifiants du compte « Martin », sur le poste « PC-2 ».');
  });

  test('calls what people do to their own account by « ses »', () => {
    const sentence = journalSentence(entryOf(noteOf('credentials.saved', { actor: dupont, subject: dupont })));
    expect(say.fr(sentence)).toBe('Dupont a enregistré ses identifiants, sur le poste « PC-2 ».');
  });

  test.each([
    ['accepted', 'Dupont a testé les identifiants du compte « Martin » (acceptés), sur le poste « PC-2 ».'],
    ['not-registered', 'Dupont a testé les identifiants du compte « Martin » (déclarant non inscrit à la DSN), sur le poste « PC-2 ».'],
    ['silent', 'Dupont a testé les identifiants du compte « Martin » (sans réponse utilisable du portail), sur le poste « PC-2 ».'],
    ['of a later version', 'Dupont a testé les identifiants du compte « Martin » (résultat inconnu), sur le poste « PC-2 ».'],
  ])('of a test says what it came to: %s', (outcome, sentence) => {
    const note = noteOf('credentials.tested', { actor: dupont, subject: martin, details: { outcome } });
    expect(say.fr(journalSentence(entryOf(note)))).toBe(sentence);
  });

  test.each(testOutcomes)('of a test that came to %s has words in both languages', (outcome) => {
    for (const t of Object.values(say)) expect(t({ key: `journal.outcome.${outcome}` })).not.toContain('journal.');
  });

  test('tells two accounts of one name apart', () => {
    const other = { id: 'another', name: 'Dupont' };
    const sentence = journalSentence(entryOf(noteOf('credentials.saved', { actor: dupont, subject: other })));
    expect(say.fr(sentence)).toContain('du compte « Dupont »');
  });

  test.each(journalActions)('of %s has a sentence and a name in both languages, with nothing left open', (action) => {
    for (const note of [noteOf(action), noteOf(action, { actor: dupont, subject: martin })]) {
      for (const message of [journalSentence(entryOf(note)), actionName(action)]) {
        for (const t of Object.values(say)) {
          expect(t(message)).not.toMatch(/[{}]|journal\./);
        }
      }
    }
  });

  test('of a later version is told by its name', () => {
    expect(say.fr(journalSentence({ sequence: 1, at: 0, workstation: 'PC-2', action: 'credentials.teleported', actor: 'Dupont' }))).toBe(
      'Dupont a fait une action que cette version ne connaît pas (credentials.teleported), sur le poste « PC-2 ».',
    );
  });
});
