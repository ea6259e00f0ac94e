import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apiDocuments, referenceFolder } from '../../scripts/build/api/api-documents.ts';
import { repository } from '../../scripts/build/bundle.ts';

const remedy =
  'is not what the sources say: run `npm run api`, look at what changed for plugins, and see docs/plugin-authors/api-version.md';
const documents = await apiDocuments();

test.each([...documents])('%s says what the sources say', (path, text) => {
  const committed = existsSync(join(repository, path)) ? readFileSync(join(repository, path), 'utf8') : '';
  expect(committed, `${path} ${remedy}`).toBe(text);
});

test('the reference has no page of a service that is gone', () => {
  const pages = readdirSync(join(repository, referenceFolder)).map((name) => `${referenceFolder}/${name}`);
  expect(pages.filter((page) => !documents.has(page))).toEqual([]);
});
