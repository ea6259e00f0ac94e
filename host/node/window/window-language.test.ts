import { expect, test } from 'vitest';
import { WindowLanguage } from './window-language.ts';

test.each([
  ['what the user chose', 'en', 'fr', ['fr'], 'en'],
  ['the command line', 'auto', 'en', ['fr'], 'en'],
  ['the browser', 'auto', undefined, ['de', 'en-GB', 'fr'], 'en'],
  ['the browser, whatever case it writes', undefined, undefined, ['FR-ca'], 'fr'],
  ['nobody', 'auto', undefined, ['de'], 'fr'],
] as const)('%s decides', (_who, setting, option, browser, expected) => {
  expect(new WindowLanguage(() => setting, option).choose(browser)).toBe(expected);
});
