import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { workbenchStrings } from '../../test/support/workbench-host/sample-snapshot.ts';

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map((path) => readFileSync(join(import.meta.dirname, path), 'utf8'));
const code = sources.join('\n');

const french = Object.keys(workbenchStrings('fr')).sort();

/** Keys that the code makes from parts: `workbench.leave.${…}` uses all that begin so. */
const composed = [...code.matchAll(/`(workbench\.[\w.-]*)\$\{/g)].map((match) => match[1] as string);
const isComposed = (key: string) =>
  composed.some((start) => start !== 'workbench.' && key.startsWith(start)) || /^workbench\.[\w-]+\.title$/.test(key);

test('French and English hold the same strings', () => {
  expect(Object.keys(workbenchStrings('en')).sort()).toEqual(french);
});

test('every string that the window asks for is there', () => {
  const asked = [...code.matchAll(/\bt\(\s*'(workbench\.[\w.-]+)'/g)].map((match) => match[1] as string);
  expect(asked.length).toBeGreaterThan(50);
  expect(asked.filter((key) => !french.includes(key))).toEqual([]);
});

test('every string is used', () => {
  expect(french.filter((key) => !isComposed(key) && !code.includes(`'${key}'`))).toEqual([]);
});

test('no element says a French sentence of its own', () => {
  const withoutComments = code.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  expect(withoutComments.match(/>\s*[A-ZÉ][a-zéè]+ [^<$]*</g) ?? []).toEqual([]);
});
