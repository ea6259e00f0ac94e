import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorCatalogue } from '../../core/error-catalogue.ts';
import { placeholderKeys } from '../../host/node/plugin-test/compare-strings.ts';
import { errorPage } from './error-page.ts';
import { compareCatalogue, compareLanguages, type Strings, thrownCodes } from './strings.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const stringsOf = (folder: string, language: string): Strings => JSON.parse(read(`${folder}/locales/${language}.json`));
const codesThrownIn = (pattern: string) =>
  globSync(pattern, { cwd: root, exclude: ['**/*.test.ts'] }).flatMap((path) => thrownCodes(read(path)));
const plugins = globSync('plugins/*/package.json', { cwd: root }).map((path) => path.split(/[\\/]/)[1] as string);

test.each(['host', ...plugins.map((id) => `plugins/${id}`)])('%s says the same in French and English', (folder) => {
  expect(compareLanguages(stringsOf(folder, 'fr'), stringsOf(folder, 'en'))).toEqual([]);
});

describe('every failure of the shell has its sentence', () => {
  test('for each code of the catalogue, and for no other', () => {
    expect(compareCatalogue(errorCatalogue, stringsOf('host', 'fr'))).toEqual([]);
  });

  test('and its line in docs/contributors/errors.md', async () => {
    await expect(errorPage(errorCatalogue)).toMatchFileSnapshot(join(root, 'docs/contributors/errors.md'));
  });

  test('and each code that is thrown stands in the catalogue', () => {
    const thrown = codesThrownIn('{core,host}/**/*.ts');
    expect(thrown.length).toBeGreaterThan(20);
    expect(thrown.filter((code) => !Object.hasOwn(errorCatalogue, code))).toEqual([]);
  });
});

describe.each(plugins)('plugin %s', (id) => {
  test('has a sentence for each of its failures', () => {
    const strings = stringsOf(`plugins/${id}`, 'fr');
    const thrown = codesThrownIn(`plugins/${id}/**/*.ts`).filter((code) => !Object.hasOwn(errorCatalogue, code));
    expect(thrown.filter((code) => !code.startsWith(`${id}.`) || strings[`error.${code}`] === undefined)).toEqual([]);
  });

  test('has a string for each placeholder of its manifest', () => {
    const strings = stringsOf(`plugins/${id}`, 'fr');
    const keys = placeholderKeys(JSON.parse(read(`plugins/${id}/package.json`)));
    expect(keys.filter((key) => strings[key] === undefined)).toEqual([]);
  });
});

describe('a difference is found', () => {
  test('between languages', () => {
    const fr = { a: 'Un', b: '{count, plural, one {une {thing}} other {# choses}}', c: "l''{name}", d: '{open' };
    const en = { b: '{count, plural, one {one} other {# things}}', c: "l'{name}'", d: 'closed', e: 'E' };
    expect(compareLanguages(fr, en)).toEqual([
      'a is missing in en',
      'b has {count,thing} in fr, {count} in en',
      'c has {name} in fr, {} in en',
      'd is malformed in fr',
      'e is missing in fr',
    ]);
  });

  test('between codes and sentences', () => {
    const sentences = { 'error.a.two': 'Deux', 'error.a.three': 'Trois {place} {name}', 'error.unexpected': 'Autre' };
    expect(compareCatalogue({ 'a.one': 'One', 'a.three': 'Three of {name}' }, sentences)).toEqual([
      'error.a.two is for no code of the catalogue',
      'a.one has no sentence',
      'error.a.three uses {place}, which the error does not carry',
    ]);
  });

  test('because codes and placeholders are found where they stand', () => {
    expect(thrownCodes("throw new ShellError('a.b', {});\nnew ShellError(\n  'c.d',\n)")).toEqual(['a.b', 'c.d']);
    expect(placeholderKeys({ title: '%a%', contributes: [{ label: '%b.c%', when: 'a % b' }] })).toEqual(['a', 'b.c']);
  });
});
