import { describe, expect, test } from 'vitest';
import type { SettingItem } from '../../../core/protocol/window-protocol.ts';
import { sampleSettings } from '../../../test/support/workbench-host/sample-snapshot.ts';
import { filterSettings, textOf } from './setting-filter.ts';

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

describe('a setting is called', () => {
  const textFor = (schema: SettingItem['schema']) =>
    textOf({ key: 'connection.proxy.host', group: '', schema, value: null, isDefault: true });

  test('by its title', () => {
    expect(textFor({ title: 'Proxy', description: 'Nom du **serveur**.' })).toEqual({ title: 'Proxy', description: 'Nom du **serveur**.' });
    expect(textFor({ title: 'Proxy', markdownDescription: '*a*', description: 'b' }).description).toBe('*a*');
  });

  test('else by its description', () => {
    expect(textFor({ description: 'Nom du serveur.' })).toEqual({ title: 'Nom du serveur', description: undefined });
  });

  test('else by the last words of its key', () => {
    expect(textFor({})).toEqual({ title: 'Proxy › host', description: undefined });
  });
});
