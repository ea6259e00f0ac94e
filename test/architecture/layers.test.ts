import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findBreaches } from './layers.ts';

const root = join(import.meta.dirname, '../..');

test('no import in the repository breaks the layers', { timeout: 60_000 }, () => {
  const paths = globSync('{bench,core,examples,host,plugins,scripts,templates,test}/**/*.ts', {
    cwd: root,
    exclude: ['**/node_modules/**', '**/dist/**'],
  });
  const files = new Map(paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(root, path), 'utf8')]));
  expect(files.size).toBeGreaterThan(50);
  expect(findBreaches(files)).toEqual([]);
});

describe('a breach is found', () => {
  const breachesOf = (path: string, source: string) => findBreaches(new Map([[path, source]]));

  test.each([
    ['core/a.ts', "import { x } from '../host/node/x.ts';", 'core imports nothing of ours but core'],
    ['core/a.ts', "import type { X } from '../test/support/x.ts';", 'core imports nothing of ours but core'],
    ['core/a.ts', "import { readFile } from 'node:fs/promises';", 'core runs without Node'],
    ['core/a.ts', "export { join } from 'path';", 'core runs without Node'],
    ['core/a.ts', "type Socket = import('node:net').Socket;", 'core runs without Node'],
    ['core/plugins/a.ts', "import { container } from 'tsyringe';", 'tsyringe is for core/container.ts alone'],
    ['host/node/a.ts', "const { SyncHook } = await import('tapable');", 'tapable is for core/hooks.ts alone'],
    ['core/commands/a.ts', "import { Ajv } from 'ajv/dist/ajv.js';", 'ajv is for core/manifest, core/schema and core/settings alone'],
    ['plugins/a/plugin.ts', "import { Secret } from '../../core/secret.ts';", "a plugin imports 'boule-bleue', npm packages and itself"],
    ['plugins/a/plugin.ts', "import '../../host/node/x.ts';", "a plugin imports 'boule-bleue', npm packages and itself"],
    ['plugins/a/plugin.ts', "import { Secret } from 'boule-bleue/secret.ts';", "a plugin imports 'boule-bleue' as a whole, no part of it"],
    [
      'plugins/a/plugin.ts',
      "import { spawn } from 'node:child_process';",
      'a plugin reaches Node through services; it imports node:crypto at most',
    ],
    ['examples/a/plugin.ts', "import fs from 'fs';", 'a plugin reaches Node through services; it imports node:crypto at most'],
    ['host/node/a.ts', "import '../../scripts/build.ts';", 'the host imports core and itself'],
    ['host/node/a.ts', "import type { X } from '../workbench/x.ts';", 'host/node and host/workbench share core alone'],
    ['host/panel-frame/a.ts', "import { x } from '../workbench/x.ts';", 'host/panel-frame imports core and itself'],
    ['host/main.ts', "import Plugin from '../plugins/a/plugin.ts';", 'nothing imports a plugin but itself and the folder test'],
    ['plugins/a/a.test.ts', "import '../b/plugin.ts';", 'nothing imports a plugin but itself and the folder test'],
  ])('in %s: %s', (path, source, sentence) => {
    const breaches = breachesOf(path, `\n\n${source}`);
    expect(breaches).toContainEqual(expect.stringMatching(new RegExp(`^${path}:3 imports `)));
    expect(breaches.some((breach) => breach.endsWith(`: ${sentence}`))).toBe(true);
  });

  test('when the window gets what it must not have by way of others, with the way', () => {
    const files = new Map([
      ['host/workbench/workbench.ts', "import { hooks } from '../../core/between.ts';"],
      ['core/between.ts', "export * from './hooks.ts';"],
      ['core/hooks.ts', "import { AsyncSeriesHook } from 'tapable';"],
    ]);
    expect(findBreaches(files)).toEqual([
      'core/hooks.ts:1 imports tapable: it ends up in the window by host/workbench/workbench.ts → core/between.ts → core/hooks.ts',
    ]);
  });

  test('when a panel gets it, which runs in the window too', () => {
    const files = new Map([
      ['plugins/a/a-panel.ts', "import { sum } from './sum.ts';"],
      ['plugins/a/sum.ts', "import { createHash } from 'node:crypto';"],
    ]);
    expect(findBreaches(files)).toEqual([
      'plugins/a/sum.ts:1 imports node:crypto: it ends up in the window by plugins/a/a-panel.ts → plugins/a/sum.ts',
    ]);
  });

  test('not when only its types are used', () => {
    const files = new Map([
      ['host/workbench/workbench.ts', "import type { Hooks } from '../../core/hooks.ts';"],
      ['core/hooks.ts', "import { AsyncSeriesHook } from 'tapable';"],
    ]);
    expect(findBreaches(files)).toEqual([]);
  });

  test('not in what is allowed', () => {
    const files = new Map([
      ['core/container.ts', "import { container } from 'tsyringe'; import './errors.ts';"],
      ['core/schema/a.ts', "import { Ajv } from 'ajv';"],
      ['core/a.test.ts', "import { readFileSync } from 'node:fs'; import '../test/support/manifests.ts';"],
      [
        'plugins/a/plugin.ts',
        "import { Secret } from 'boule-bleue'; import { html } from 'lit'; import './a-service.ts'; import { createHmac } from 'node:crypto';",
      ],
      ['plugins/a/plugin.test.ts', "import '../../test/support/memory-services/index.ts';"],
      ['host/node/a.ts', "import '../../core/errors.ts'; import { Server } from 'node:http'; import './b.ts';"],
      ['host/workbench/a.ts', "import '../../core/errors.ts'; import icons from './icons.css?inline'; import('./later.ts');"],
      ['test/contract/a.ts', "import '../../plugins/a/plugin.ts';"],
    ]);
    expect(findBreaches(files)).toEqual([]);
  });

  test('and a file that does not parse is named', () => {
    expect(() => breachesOf('core/a.ts', 'import from')).toThrow(/^core\/a\.ts: /);
  });
});
