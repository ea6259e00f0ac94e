import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import french from '../../locales/fr.json' with { type: 'json' };

const folders = [import.meta.dirname, join(import.meta.dirname, '../../node/plugin-administration')];
const code = folders
  .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');
const own = Object.keys(french).filter((key) => /^(running-)?plugins\./.test(key));

/** Keys that the code makes from parts: `plugins.state.${…}` uses all that begin so. */
const composed = [...code.matchAll(/`((?:running-)?plugins\.[\w.-]*)\$\{/g)].map((match) => match[1] as string);

test('every string that the panels ask for is there', () => {
  const asked = [...code.matchAll(/'((?:running-)?plugins\.[\w.-]+)'/g)].map((match) => match[1] as string);
  expect(asked.length).toBeGreaterThan(30);
  expect(asked.filter((key) => !own.includes(key))).toEqual([]);
});

test('every string is used', () => {
  expect(own.filter((key) => !code.includes(`'${key}'`) && !composed.some((start) => key.startsWith(start)))).toEqual([]);
});
