import { describe, expect, test } from 'vitest';
import en from '../locales/en.json';
import fr from '../locales/fr.json';
import type { AccountStateRow } from './account-state-row.ts';
import { stateKinds } from './arrange-rows.ts';
import { writeLocalDate, writeStatesCsv } from './states-csv.ts';

const strings: Readonly<Record<string, string>> = fr;
const words = (key: string) => strings[key] ?? key;
const write = (rows: readonly AccountStateRow[]) => writeStatesCsv(rows, words, String);
const named = (name: string): AccountStateRow => ({ id: 'secret-id', name, status: { kind: 'never-tested' } });

describe('the file', () => {
  test('is what French spreadsheets open with a double click', () => {
    const file = write([{ id: '1', name: 'Dupont', status: { kind: 'accepted', at: 5 }, unansweredAt: 6, changedAt: 7, isAged: true }]);
    expect(file).toBe('\uFEFFCompte;État;Le;Inconnu depuis le;Mot de passe changé le;Mot de passe ancien\r\nDupont;Accepté;5;6;7;oui\r\n');
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '  =1', '＝1', '＋1', '－1', '＠x', '=HYPERLINK("http://x";"y")'])(
    'makes no formula of the name %j',
    (name) => {
      const [, line] = write([named(name)]).split(/\r\n(?=["']|$)/);
      expect(line).toMatch(/^"?'/);
    },
  );

  test('keeps separators, quotes and line breaks inside their cell', () => {
    expect(write([named('a;b "c"\nd')])).toContain('\r\n"a;b ""c""\nd";Jamais testé;');
  });

  test('holds no id, and an honest name as it is', () => {
    const file = write([named('O’Neil - Élise')]);
    expect(file).not.toContain('secret-id');
    expect(file).toContain('\r\nO’Neil - Élise;');
  });

  test('has words for every state, in both languages', () => {
    for (const kind of stateKinds) {
      for (const language of [fr, en]) expect(language).toHaveProperty([`states.kind.${kind}`]);
    }
  });

  test('writes dates by the clock on the wall', () => {
    expect(writeLocalDate(new Date(2026, 2, 9, 7, 5).getTime())).toBe('2026-03-09 07:05');
  });
});
