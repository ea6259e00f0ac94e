import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ComposedHost, type SignedIn, type TestPlugin, type TestWindow } from '../../test/support/composed-host.ts';

const theme = (id: string) => ({ id, label: '%label%', uiTheme: 'vs-dark', path: './themes/sea.json' });
const sea: TestPlugin = {
  manifest: { contributes: { themes: [theme('sea.deep'), theme('light')] } },
  strings: { fr: { label: 'Mer' }, en: { label: 'Sea' } },
};
const file = '{ "colors": { "foreground": "#ffffff" } }';

let composed: ComposedHost;
let signedIn: SignedIn;
let window: TestWindow;

beforeEach(async () => {
  composed = await ComposedHost.start({ plugins: { sea }, log: { level: 'warn' } });
  const folder = join(composed.productFolder, 'plugins/sea/themes');
  await mkdir(folder);
  await Promise.all([writeFile(join(folder, 'sea.json'), file), writeFile(join(folder, 'other.json'), '{}')]);
  signedIn = await composed.signIn();
  window = await composed.openWindow(signedIn);
});

afterEach(() => composed[Symbol.asyncDispose]());

const logged = () => readFile(join(composed.dataFolder, 'logs/boule-bleue.log'), 'utf8');
const colorTheme = async () => (await window.host.listSettings()).find(({ key }) => key === 'workbench.colorTheme');

test('a window gets the themes in its language, and their files but no other JSON', async () => {
  const [installed, ...others] = window.snapshot.themes;
  expect(installed).toMatchObject({ id: 'sea.deep', label: 'Mer', uiTheme: 'vs-dark' });
  expect(others).toEqual([]);
  const address = new URL(installed?.address ?? '', `${composed.origin}${signedIn.place}`);
  const answer = await fetch(address, { headers: { cookie: signedIn.cookie } });
  expect(await answer.text()).toBe(file);
  for (const name of ['other.json', '../package.json', '../locales/fr.json']) {
    expect((await fetch(new URL(name, address), { headers: { cookie: signedIn.cookie } })).status).toBe(404);
  }
});

test('the setting offers and takes them', async () => {
  expect((await colorTheme())?.schema).toMatchObject({ enum: expect.arrayContaining(['auto', 'high-contrast-light', 'sea.deep']) });
  expect(await window.host.updateSetting('workbench.colorTheme', 'sea.deep')).toMatchObject({ ok: true });
  await vi.waitFor(() => expect(window.snapshot.settings['workbench.colorTheme']).toBe('sea.deep'));
  expect(await window.host.updateSetting('workbench.colorTheme', 7)).toMatchObject({ ok: false, code: 'setting.invalid' });
});

test('a theme that is not installed, or whose id is taken, has a word in the log', async () => {
  await window.host.updateSetting('workbench.colorTheme', 'gone');
  await vi.waitFor(async () => expect(await logged()).toMatch(/colour theme is not installed.*gone|gone.*colour theme is not installed/));
  expect(await logged()).toMatch(/A colour theme is left out/);
  expect((await logged()).match(/not installed/g)).toHaveLength(1);
});
