import * as v from 'valibot';
import { expect, test } from 'vitest';
import { bundledNotes } from './bundled-notes.ts';
import { compareVersions, dateSchema, versionSchema } from './note.ts';

test.each([
  ['3.00.72', '3.00.72', 0],
  ['3.00.72', '3.0.72', 0],
  ['3.00.72', '3.00.8', 1],
  ['3.00.72', '3.01', -1],
  ['10.0', '9.9', 1],
  ['3.00.72.1', '3.00.72', 1],
])('%s beside %s is %i', (one, other, sign) => {
  expect(Math.sign(compareVersions(one, other))).toBe(sign);
});

test.each(['3', '3.', '3.a', '../3.0', '3.0.0.0.0', ' 3.0', '3.0\n', '-1.0'])('%j is no version', (version) => {
  expect(v.is(versionSchema, version)).toBe(false);
});

test.each(['2019-02-30', '2019-13-01', '19 mars 2019', '2019-3-19', ''])('%j is no date', (date) => {
  expect(v.is(dateSchema, date)).toBe(false);
});

test('the bundled notes begin with the heading that users know them by', () => {
  for (const { version, date, markdown } of bundledNotes) {
    const day = new Intl.DateTimeFormat('fr', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));
    expect(markdown.split('\n')[0]).toBe(`# V.${version} / ${day}`);
  }
});
