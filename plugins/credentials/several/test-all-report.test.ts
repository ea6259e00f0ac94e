import { describe, expect, test } from 'vitest';
import { createTranslator } from '../../../core/l10n/translator.ts';
import en from '../locales/en.json';
import fr from '../locales/fr.json';
import { reportRun } from './test-all-report.ts';
import type { TestAllOutcome } from './test-all-run.ts';

const t = createTranslator(fr, 'fr');
const nothing: TestAllOutcome = { total: 0, accepted: 0, refused: [], unanswered: [], leftOut: [] };
const now = new Date(2026, 10, 23, 14).getTime();
const say = (outcome: Partial<TestAllOutcome>) => reportRun({ ...nothing, ...outcome }, now).sentences.map((sentence) => t(sentence));

describe('what came of a run', () => {
  test('is one sentence where all is well', () => {
    const report = reportRun({ ...nothing, total: 2, accepted: 2 });
    expect(report.ok).toBe(true);
    expect(say({ total: 2, accepted: 2 })).toEqual(['2 comptes testés sur 2, dont 2 acceptés.']);
  });

  test('names who was refused, who got no answer and who was left out, with the reason', () => {
    const sentences = say({
      total: 5,
      accepted: 1,
      refused: ['Dupont'],
      unanswered: ['Petit'],
      leftOut: [
        { name: 'Martin', why: 'risky' },
        { name: 'Durand', why: 'incomplete' },
      ],
    });
    expect(sentences).toHaveLength(5);
    expect(sentences[1]).toMatch(/^Refusé par le portail : Dupont\./);
    expect(sentences[3]).toMatch(/blocage.*Martin/);
  });

  test('names ten at most', () => {
    const refused = Array.from({ length: 12 }, (_, index) => `Compte ${index + 1}`);
    expect(say({ total: 12, refused })[1]).toMatch(/Compte 10 et 2 autres/);
  });

  test('says until when the portal wants to be left alone', () => {
    expect(say({ stopped: { kind: 'too-many', retryAfterMs: 30 * 60_000 } })[0]).toContain('14:30');
    expect(say({ stopped: { kind: 'unavailable' } })[0]).toContain('indisponible');
  });

  test('has its words in both languages', () => {
    const kinds = ['cancelled', 'silent', 'waiting', 'too-many', 'too-many-until', 'unavailable', 'unavailable-until'];
    for (const kind of kinds) for (const strings of [fr, en]) expect(strings).toHaveProperty([`test-all.stopped.${kind}`]);
    for (const why of ['risky', 'incomplete', 'busy', 'gone'])
      for (const strings of [fr, en]) expect(strings).toHaveProperty([`test-all.left-out.${why}`]);
  });
});
