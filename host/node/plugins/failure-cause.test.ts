import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ShellError } from '../../../core/errors.ts';
import { describeCause } from './failure-cause.ts';

let location: string;

beforeEach(async () => {
  location = await mkdtemp(join(tmpdir(), 'failure cause '));
  await writeFile(join(location, 'package.json'), '{ "type": "module" }');
});

afterEach(() => rm(location, { recursive: true, force: true }));

const describe = (error: unknown) => describeCause({ location, manifest: { main: './plugin.js' } }, error);

function thrown(stack: string): ShellError {
  const cause = Object.assign(new TypeError('x is not a function'), { stack });
  return new ShellError('plugin.fault', { plugin: 'a', activity: 'activate' }, { cause });
}

function unreadable(): ShellError {
  const cause = Object.assign(new SyntaxError("Unexpected token '{'"), { stack: 'at compileSourceTextModule (node:internal:1:1)' });
  return new ShellError('plugin.fault', { plugin: 'a', activity: 'load' }, { cause });
}

test('a throw is told with its place in the folder', async () => {
  const file = pathToFileURL(join(location, 'lib', 'é.js')).href;
  const stack = `TypeError: x is not a function\n    at run (node:internal:1:1)\n    at A.activate (${file}:12:5)`;
  expect(await describe(thrown(stack))).toBe('TypeError: x is not a function (lib/é.js:12:5)');
  expect(await describe(thrown(stack.replace('.js:', '.js?revision=abc:')))).toBe('TypeError: x is not a function (lib/é.js:12:5)');
});

test('a throw elsewhere is told without a place', async () => {
  expect(await describe(thrown('TypeError: x\n    at file:///elsewhere/plugin.js:1:2'))).toBe('TypeError: x is not a function');
});

test('a syntax error is found again in the module that has it', async () => {
  await mkdir(join(location, 'lib'));
  await writeFile(join(location, 'plugin.js'), "import './lib/part.js';\n");
  await writeFile(join(location, 'other.js'), 'const = 1;\n');
  await writeFile(join(location, 'lib', 'part.js'), 'export const a = 1;\nif (a {\n}\n');
  expect(await describe(unreadable())).toBe("SyntaxError: Unexpected token '{' (lib/part.js:2:7)");
});

test('a syntax error that was mended meanwhile has no place', async () => {
  await writeFile(join(location, 'plugin.js'), 'export default class {}\n');
  expect(await describe(unreadable())).toBe("SyntaxError: Unexpected token '{'");
});

test('a failure of the shell is told by its code', async () => {
  expect(await describe(new ShellError('plugin.not-a-class', { plugin: 'a' }))).toMatch(/^plugin\.not-a-class: .*a/);
});
