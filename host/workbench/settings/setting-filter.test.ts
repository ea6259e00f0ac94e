import { describe, expect, test } from 'vitest';
import { sampleSettings } from '../../../test/support/workbench-host/sample-snapshot.ts';
import { filterSettings, titleOf } from './setting-filter.ts';

const keysFor = (query: string) => filterSettings(sampleSettings(), query).flatMap(({ items }) => items.map(({ key }) => key));

describe('filterSettings', () => {
  test('keeps all, by group, without a query', () => {
    expect(filterSettings(sampleSettings(), ' ').map(({ title, items }) => [title, items.length])).toEqual([
      ['Fenêtre', 2],
      ['Connexion', 5],
    ]);
  });

  test('finds every word wherever it stands, accents and case aside', () => {
    expect(keysFor('FENETRE couleurs')).toEqual(['workbench.colorTheme']);
    expect(keysFor('port')).toEqual(['sample.proxy.port']);
    expect(keysFor('demarrage')).toEqual(['sample.automatic']);
    expect(keysFor('couleurs port')).toEqual([]);
  });
});

test('a setting is called by its title, else by the last words of its key', () => {
  const [theme, , host] = sampleSettings();
  expect(theme && titleOf(theme)).toBe('Couleurs');
  expect(host && titleOf(host)).toBe('Proxy › host');
});
