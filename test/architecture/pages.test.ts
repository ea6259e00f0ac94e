import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { brokenLinks, quotations, saysIn } from './pages.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const userPages = globSync('docs/users/*.md', { cwd: root });
const pages = ['README.md', ...globSync('docs/**/*.md', { cwd: root })];
const sentences = globSync('{host,plugins/*}/locales/fr.json', { cwd: root }).flatMap((path) =>
  Object.values<string>(JSON.parse(read(path))),
);

test.each(pages)('the links of %s lead somewhere', (page) => {
  expect(brokenLinks(read(page), (target) => existsSync(join(root, dirname(page), target)))).toEqual([]);
});

test.each(userPages)('what %s quotes, the window says', (page) => {
  const quoted = quotations(read(page));
  expect(quoted.length).toBeGreaterThan(0);
  expect(quoted.filter((quotation) => !saysIn(sentences, quotation))).toEqual([]);
});

test('a quotation that the window does not say is found, and a link that leads nowhere', () => {
  expect(quotations('Cliquez sur « Passer en mode\n« Sécurisé » », puis « Quitter ».')).toEqual([
    'Sécurisé',
    'Passer en mode « Sécurisé »',
    'Quitter',
  ]);
  expect(saysIn(["Le proxy {proxy} ne répond pas, l''ami."], 'Le proxy … ne répond pas, l’ami.')).toBe(true);
  expect(saysIn(['Le proxy {proxy} ne répond pas.'], 'ne répond pas … Le proxy')).toBe(false);
  expect(brokenLinks('[a](a.md#b) [c](https://c.example) ![d](d.png) <img src="e.svg"> [f](#g)', () => false)).toEqual([
    'a.md',
    'd.png',
    'e.svg',
  ]);
});
