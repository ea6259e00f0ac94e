import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareStrings } from './compare-strings.ts';
import { topics } from './finding.ts';
import en from './locales/en.json' with { type: 'json' };
import fr from './locales/fr.json' with { type: 'json' };

test('the report says the same in French and English', () => {
  expect(compareStrings({ fr, en })).toEqual([]);
});

test('every finding has its sentence, and every sentence its finding', () => {
  const paths = globSync('**/*.ts', { cwd: import.meta.dirname, exclude: ['**/*.test.ts'] });
  const sources = paths.map((path) => readFileSync(join(import.meta.dirname, path), 'utf8'));
  const used = sources.flatMap((source) =>
    [...source.matchAll(/\.(?:failed|warning|skipped)\('([^']+)'/g)].map(([, key]) => key as string),
  );
  const known = Object.keys(fr);
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((key) => !known.some((candidate) => candidate === key || candidate.endsWith(`.${key}`)))).toEqual([]);
  const sentences = known.filter((key) => topics.some((topic) => key.startsWith(`${topic}.`)) && !/\.(stage|theme)\./.test(key));
  const computed = ['activation.slow', 'strings.missing', 'strings.malformed', 'strings.placeholders'];
  expect(sentences.filter((key) => !computed.includes(key) && !used.some((use) => key.endsWith(`.${use}`)))).toEqual([]);
});
