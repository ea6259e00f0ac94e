/** Plugin folders that were made to harm, or by accident do: each given by `--plugin`, all at once. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PluginListing } from '../../../host/node/control/host-control.ts';
import { launchChromium } from '../../support/chromium.ts';
import { type StartedProduct, startProduct } from '../../support/started-product.ts';
import { stretched } from '../../support/time-bounds.ts';
import { expectVisible } from '../expect-visible.ts';
import { runCommandLine } from '../office.ts';

type Make = (folder: string) => Promise<unknown> | unknown;

const sound = { name: 'evil', version: '1.0.0', type: 'module', displayName: 'Evil', engines: { 'boule-bleue': '*' } };
const script = '<img src=x onerror="globalThis.harmed=1"><script>globalThis.harmed=1</script>';
const putText = (text: string | Buffer) => (folder: string) => writeFile(join(folder, 'package.json'), text);
const put = (manifest: object) => putText(JSON.stringify({ ...sound, ...manifest }));
const panel = (module: string) => ({ id: 'evil.panel', title: 'Evil', icon: '$(bug)', element: 'evil-panel', module });
const nested = (depth: number) => Array.from({ length: depth }).reduce<object>((inner) => ({ properties: { inner } }), {});
const putStrings = async (folder: string, make: (path: string) => unknown) => {
  await mkdir(join(folder, 'locales'));
  await make(join(folder, 'locales/fr.json'));
};

/** What is left out, with a word of why. */
const broken: Readonly<Record<string, readonly [Make, RegExp]>> = {
  nothing: [() => undefined, /ENOENT/],
  'no-json': [putText('{"name":'), /is not JSON/],
  bytes: [putText(Buffer.from([0xff, 0xfe, 0x00, 0x01])), /is not JSON/],
  'a-list': [putText('[]'), /a list instead of an object/],
  'a-folder': [(folder) => mkdir(join(folder, 'package.json')), /no plain file/],
  'a-pipe': [(folder) => execFileSync('mkfifo', [join(folder, 'package.json')]), /no plain file/],
  'a-device': [(folder) => symlink('/dev/zero', join(folder, 'package.json')), /no plain file/],
  huge: [put({ description: 'x'.repeat(2_000_000) }), /larger than/],
  'deep-lists': [putText('['.repeat(100_000) + ']'.repeat(100_000)), /a list instead of an object/],
  'deep-schema': [
    put({ main: './p.js', contributes: { commands: [{ command: 'evil.a', title: 'A', arguments: nested(3_000) }] } }),
    /too deeply/,
  ],
  'orders-to-terminals': [put({ version: '\u001b]0;harmed\u0007\u001b[2J' }), /\/version/],
  'a-bundled-id': [put({ name: 'connection' }), /Deux extensions portent le nom connection/],
  'the-shells-id': [put({ name: 'shell' }), /keeps for itself/],
  'a-bundled-setting': [
    put({ contributes: { configuration: { properties: { 'connection.type': { type: 'string', default: '', description: 'x' } } } } }),
    /connection\.type existe déjà/,
  ],
  'anothers-command': [
    put({ main: './p.js', contributes: { commands: [{ command: 'connection.test', title: 'A' }] } }),
    /does not begin with evil\./,
  ],
  'main-outside': [put({ main: '../../x.js' }), /\/main is not a path inside/],
  'module-outside': [put({ contributes: { panels: [panel('./a/../../connection/x.js')] } }), /module is not a path inside/],
  'module-encoded': [put({ contributes: { panels: [panel('./%2e%2e/connection/x.js')] } }), /module is not a path inside/],
  'module-elsewhere': [
    put({ contributes: { panels: [panel('data:text/javascript,globalThis.harmed=1')] } }),
    /module is not a path inside/,
  ],
};

/** What is loaded, and has to do no harm all the same. */
const tolerated: Readonly<Record<string, Make>> = {
  'a-pipe-of-strings': async (folder) => {
    await put({ name: 'pipe' })(folder);
    await putStrings(folder, (path) => execFileSync('mkfifo', [path]));
  },
  'strings-without-end': async (folder) => {
    await put({ name: 'endless' })(folder);
    await putStrings(folder, (path) => symlink('/dev/zero', path));
  },
  'strings-that-do-not-parse': async (folder) => {
    const strings = { title: '{a, plural, one {', deep: '{a, select, other {'.repeat(3_000) + '}}'.repeat(3_000), ['__proto__']: 'x' };
    const contributes = { statusBar: [{ id: 'words.item', text: '%deep%', showText: true }], menus: { 'statusBar/ball': [] } };
    await put({ name: 'words', displayName: '%title%', contributes })(folder);
    await putStrings(folder, (path) => writeFile(path, JSON.stringify(strings)));
  },
  'html-everywhere': put({
    name: 'html',
    displayName: script,
    contributes: {
      statusBar: [{ id: 'html.item', text: script, showText: true, tooltip: script, icon: './a") url(x.svg' }],
      panels: [{ ...panel('./p.js'), id: 'html.panel', element: 'html-panel', title: script, activityBar: 1 }],
      submenus: [{ id: 'html.loop', label: script }],
      menus: { 'statusBar/ball': [{ submenu: 'html.loop' }], 'html.loop': [{ submenu: 'html.loop' }] },
      configuration: { title: script, properties: { 'html.a': { type: 'string', default: script, markdownDescription: script } } },
      walkthroughs: [
        {
          id: 'html.tour',
          title: script,
          description: script,
          steps: [{ id: 'a', title: script, description: `${script}[x](javascript:harmed=1)` }],
        },
      ],
    },
  }),
  'names-of-every-object': putText(
    JSON.stringify({ ...sound, name: 'names' }).replace(
      /}$/,
      ',"__proto__":{"polluted":1},"contributes":{"menus":{"__proto__":[],"constructor":[]},"configuration":{"properties":{"__proto__":{"type":"string","default":"","description":"x"}}}}}',
    ),
  ),
};

const stack = new AsyncDisposableStack();
let product: StartedProduct;
let page: Page;
const asked: string[] = [];

beforeAll(async () => {
  const folder = stack.adopt(await mkdtemp(join(tmpdir(), 'hostile-plugin-')), (path) => rm(path, { recursive: true, force: true }));
  const makers = { ...tolerated, ...Object.fromEntries(Object.entries(broken).map(([name, [make]]) => [name, make])) };
  const options: string[] = [];
  for (const [name, make] of Object.entries(makers)) {
    await mkdir(join(folder, name));
    await make(join(folder, name));
    options.push('--plugin', join(folder, name));
  }
  product = stack.use(await startProduct({ options }));
  const browser = stack.adopt(await launchChromium(), (browser) => browser.close());
  page = await browser.newPage({ locale: 'fr-FR' });
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(product.url);
});

afterAll(() => stack.disposeAsync());

async function list(): Promise<readonly PluginListing[]> {
  return JSON.parse((await runCommandLine(product.dataFolder, ['plugins', 'list', '--json'])).stdout);
}

const find = async (folder: string) => (await list()).find(({ location }) => location.endsWith(`/${folder}`));

describe.skipIf(process.platform === 'win32')('hostile plugins', () => {
  it('leave the bundled ones at work', async () => {
    await expectVisible(page.getByRole('button', { name: /^Impact emploi : / }));
    const bundled = (await list()).filter(({ origin }) => origin === 'bundled');
    expect(bundled.map(({ id }) => id)).toEqual(['assistance', 'connection', 'credentials', 'release-notes']);
    for (const { state } of bundled) expect(state).toMatch(/^(active|inactive|activating)$/);
  });

  it.each(Object.keys(tolerated))('that have %s are loaded', async (name) => {
    expect(await find(name)).toMatchObject({ state: 'inactive', origin: 'development' });
  });

  it.each(Object.entries(broken))('that are %s are left out, and why is told', async (name, [, reason]) => {
    const listed = await find(name);
    expect(listed).toMatchObject({ state: 'broken', origin: 'development' });
    expect(listed?.problems.join('\n')).toMatch(reason);
  });

  it('tell their authors so on stderr, and give terminals no orders', async () => {
    await expect.poll(() => product.stderr()).toContain('no-json');
    expect(product.stderr()).not.toMatch(/(?![\n\t])\p{Cc}/u);
  });

  it('show their texts as texts', async () => {
    await expectVisible(page.getByText(script, { exact: true }));
    await page.getByRole('button', { name: /^Impact emploi : / }).click();
    await page.getByRole('menuitem', { name: 'Paramètres de connexion' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Comma');
    await expectVisible(page.getByText(script).nth(1));
    expect(await page.evaluate('globalThis.harmed')).toBeUndefined();
    expect(asked.filter((address) => new URL(address).origin !== product.origin)).toEqual([]);
  });

  it('are gone within two seconds of a signal', async () => {
    const began = performance.now();
    expect((await product.stop()).exitCode).toBe(0);
    expect(performance.now() - began).toBeLessThan(await stretched(2_000));
  });
});
