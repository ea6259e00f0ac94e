/**
 * Every example of the authors' guide is what it says it is. A block that names a file (```js plugin.js) is a piece of a plugin called
 * my-plugin: together with the page's other pieces, and what every plugin has, it has to pass the test of plugins. A block marked `runs` runs by itself.
 */
import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from './plugin-folder.ts';

const guide = join(import.meta.dirname, '../../../docs/plugin-authors');
const pages = globSync('*.md', { cwd: guide }).sort();

interface Block {
  readonly page: string;
  readonly language: string;
  /** What stands behind the language: a file's name, or a mark. */
  readonly mark: string;
  readonly code: string;
}

const blocks = pages.flatMap((page) => {
  const found = readFileSync(join(guide, page), 'utf8').matchAll(/^```(\w+) ([^\n]+)\n(.*?)^```$/gms);
  return [...found].map(([, language = '', mark = '', code = '']): Block => ({ page, language, mark, code }));
});
const plugins = [...new Set(blocks.filter(({ mark }) => mark === 'package.json').map(({ page }) => page))];

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'guide-'));
});

afterAll(() => rm(root, { recursive: true, force: true }));

test('the guide has plugins in most of its pages', () => {
  expect(plugins.length).toBeGreaterThan(6);
});

describe.each(plugins)('the plugin of %s', (page) => {
  test('passes the test of plugins', async () => {
    const folder = join(root, basename(page, '.md'));
    await writePlugin(
      folder,
      blocks.filter((block) => block.page === page),
    );
    const { exitCode, stdout, stderr } = await runCommandLine(['plugins', 'test', folder, '--json'], { BOULE_BLEUE_CHROMIUM: '/nowhere' });
    expect(stderr).toBe('');
    const said = JSON.parse(stdout).findings.filter(
      ({ code }: { code: string }) => !['panels.no-browser', 'activation.slow'].includes(code),
    );
    expect({ exitCode, said }).toEqual({ exitCode: 0, said: [] });
  });
});

test.each(blocks.filter(({ mark }) => mark === 'runs'))('an example of $page runs', async ({ code }) => {
  const file = join(root, 'example.test.mjs');
  await writeFile(file, code);
  await promisify(execFile)(process.execPath, ['--test', file], { timeout: 30_000 });
});

/** What every plugin has, which the pages don't repeat. */
const common: Readonly<Record<string, object>> = {
  'package.json': {
    ...{ name: 'my-plugin', version: '1.0.0', type: 'module', displayName: '%title%' },
    ...{ engines: { 'boule-bleue': '^1.0.0' }, main: './plugin.js' },
  },
  'locales/fr.json': { title: 'Mon extension' },
  'locales/en.json': { title: 'My plugin' },
};

async function writePlugin(folder: string, given: readonly Block[]): Promise<void> {
  const files = new Map(Object.entries(common).map(([file, json]) => [file, JSON.stringify(json)]));
  for (const { mark: file, code } of given.filter(({ mark }) => /\.\w+$/.test(mark))) {
    const former = files.get(file);
    files.set(file, former !== undefined && file.endsWith('.json') ? JSON.stringify(merge(JSON.parse(former), JSON.parse(code))) : code);
  }
  for (const [file, text] of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
}

/** `null` takes a member away. */
function merge(former: object, given: object): object {
  return Object.fromEntries(Object.entries({ ...former, ...given }).filter(([, value]) => value !== null));
}
