import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import { expect, test } from 'vitest';
import { defaultDataFolder } from './default-data-folder.ts';

test('is a folder of the application below what the system gives the user', () => {
  const folder = defaultDataFolder();
  expect(isAbsolute(folder)).toBe(true);
  expect(folder).toMatch(/boule[- ]bleue/i);
  expect(folder.startsWith(process.env.XDG_DATA_HOME ?? homedir())).toBe(true);
});
