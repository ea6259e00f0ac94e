import { expect, test } from 'vitest';
import { dupont } from '../../../test/support/office-page.ts';
import { AccountSearch } from './account-search.ts';

const accounts = ['Élise Dupont', 'MARTIN (paie)', 'Dupond Martine'].map((name, index) => ({ ...dupont, id: `${index}`, name }));
const find = (query: string) => new AccountSearch().find(accounts, query).map(({ name }) => name);

test('accounts are found by all words of their names, in any order, whatever the accents and capitals', () => {
  expect(find('dupon elise')).toEqual(['Élise Dupont']);
  expect(find('MÀRTIN')).toEqual(['MARTIN (paie)', 'Dupond Martine']);
  expect(find('(paie)')).toEqual(['MARTIN (paie)']);
  expect(find('.*')).toEqual([]);
});

test('nothing searched for is everything found', () => {
  expect(find('  ')).toHaveLength(3);
});
