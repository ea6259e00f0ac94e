import { expect, test } from 'vitest';
import { createTranslator } from '../../../core/l10n/translator.ts';
import fr from '../locales/fr.json';
import { findingOf } from './journal-finding.ts';

const t = createTranslator(fr, 'fr');

test('a whole chain is said to be whole', () => {
  const finding = findingOf({ ok: true, entryCount: 1_234 });
  expect(finding).toMatchObject({ ok: true, entryCount: 1_234 });
  expect(t(finding.sentence)).toMatch(/^Le journal est intact : ses 1.234 entrées/);
});

test.each(['altered', 'missing', 'cut-off'] as const)('a chain that is %s is told with who acts and what comes next', (problem) => {
  const finding = findingOf({ ok: false, entryCount: 12, problem, sequence: 7 });
  expect(finding).toMatchObject({ ok: false, entryCount: 12, problem, sequence: 7, actor: 'user' });
  expect(t(finding.sentence)).toContain('7');
  expect(t(finding.next!)).not.toMatch(/journal\.|[{}]/);
});
