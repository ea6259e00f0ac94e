import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allowedModules } from './module-guard.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/plugin-authors/process.md'), 'utf8');

test('authors are told of each module that they can have, and of no other', () => {
  const [, list] = /what only computes: (.*)\.$/m.exec(page) ?? [];
  expect(list?.split(', ').map((name) => name.replaceAll('`', ''))).toEqual(allowedModules);
});

test('each is a module of Node', () => {
  expect(allowedModules.filter((name) => !Module.builtinModules.includes(name))).toEqual([]);
});
