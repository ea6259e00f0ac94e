import { describe, expect, test } from 'vitest';
import { processorMs } from '../../../test/support/time-bounds.ts';
import { manyCommands } from '../../../test/support/workbench-host/sample-snapshot.ts';
import type { CommandEntry } from '../commands/command-entry.ts';
import { CommandSearch } from './command-search.ts';

function entries(...labels: string[]): CommandEntry[] {
  return labels.map((label) => ({ id: label, title: label, label }));
}

const labels = [
  'Paramètres de connexion',
  "Relancer l'authentification auprès du serveur",
  'Comptes utilisateurs',
  "Contacter l'assistance",
  'Connexion : Tester l’accès aux serveurs',
  'Lisez-moi',
  'Onglets : Fermer l’onglet',
];
const search = new CommandSearch(entries(...labels));
const found = (query: string, recent: readonly string[] = []) => search.find(query, recent).map(({ command }) => command.label);

describe('a command is found', () => {
  test.each([
    ['without accents', 'parametres', 'Paramètres de connexion'],
    ['with accents', 'paramètres', 'Paramètres de connexion'],
    ['in capitals', 'PARAMÈTRES', 'Paramètres de connexion'],
    ['with the other apostrophe', 'l’authentification', "Relancer l'authentification auprès du serveur"],
    ['with the straight apostrophe', "l'accès", 'Connexion : Tester l’accès aux serveurs'],
    ['without apostrophe', 'lassistance', "Contacter l'assistance"],
    ['in another order of words', 'serveurs tester', 'Connexion : Tester l’accès aux serveurs'],
    ['by parts of words', 'comp util', 'Comptes utilisateurs'],
    ['without its hyphen', 'lisez moi', 'Lisez-moi'],
    ['by initials and pieces', 'parcon', 'Paramètres de connexion'],
  ])('%s', (_how, query, label) => {
    expect(found(query)[0]).toBe(label);
  });
});

test('nothing is found for what no command is called', () => {
  expect(found('zzqx')).toEqual([]);
});

test('without a query all are listed as a dictionary would, recent ones first', () => {
  expect(found('', ['Lisez-moi', 'Comptes utilisateurs', 'no longer there'])).toEqual([
    'Lisez-moi',
    'Comptes utilisateurs',
    'Connexion : Tester l’accès aux serveurs',
    "Contacter l'assistance",
    'Onglets : Fermer l’onglet',
    'Paramètres de connexion',
    "Relancer l'authentification auprès du serveur",
  ]);
});

test('recent commands stand before better matches', () => {
  const tests = 'Connexion : Tester l’accès aux serveurs';
  expect(found('connexion')[0]).toBe('Paramètres de connexion');
  expect(found('connexion', [tests])[0]).toBe(tests);
});

test('the characters that were searched are known by their places', () => {
  const [match] = search.find('acces', []);
  const label = match?.command.label ?? '';
  expect(
    match
      ?.highlights()
      .map((index) => label[index])
      .join(''),
  ).toBe('accès');
});

test('among 10,000 commands each key is answered within a few milliseconds', () => {
  const many = new CommandSearch(manyCommands(10_000).map((item) => ({ ...item, label: `${item.category} : ${item.title}` })));
  many.prepare();
  const typed = 'verifier les cotisations';
  const durationsMs = Array.from(typed, (_, index) => processorMs(() => many.find(typed.slice(0, index + 1), [])));
  expect(durationsMs.sort((one, other) => one - other)[Math.floor(typed.length / 2)]).toBeLessThan(16);
  expect(many.find(typed, [])[0]?.command.label).toMatch(/^Paie : Vérifier les cotisations/);
});
