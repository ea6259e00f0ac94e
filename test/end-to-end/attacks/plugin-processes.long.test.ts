/** Plugins that loop, die and hold on, in processes of their own: noticed, named, ended; the others go on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ProductWindow } from '../../support/product-window.ts';
import { type StartedProduct, startProduct } from '../../support/started-product.ts';
import { hostilePlugins, quietPlugin, writeHostilePlugin } from './hostile-plugins.ts';

const wanted = ['boucle', 'sortie', 'muet'];

let folder: string;
let product: StartedProduct;
let window: ProductWindow;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plugin-processes-'));
  const plugins = [quietPlugin, ...hostilePlugins.filter(({ id }) => wanted.includes(id))];
  const folders = await Promise.all(plugins.map((plugin) => writeHostilePlugin(folder, plugin)));
  product = await startProduct({ options: folders.flatMap((path) => ['--plugin', path]) });
  window = await ProductWindow.open(product);
  await window.openPanel('shell.running-plugins');
  expect(await window.run('calme.start')).toEqual({ ok: true, value: 'bonjour' });
});

afterAll(async () => {
  window?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true });
});

const messages = () => window.snapshot.notifications.map(({ message }) => message);
const press = async (message: RegExp, action: string) => {
  const shown = window.snapshot.notifications.find((notification) => message.test(notification.message));
  await window.answerNotification(shown?.id ?? '', shown?.actions.indexOf(action) ?? -1);
};
const pidOf = (id: string) => window.itemOf(id)?.process?.pid;

test('a loop is told of by the plugin’s name, and « Redémarrer » ends it, though other calls go on all the while', async () => {
  await window.run('boucle.start');
  await vi.waitFor(() => expect(messages()).toEqual([expect.stringMatching(/^L’extension Le module boucle ne répond plus\./)]), 5_000);
  await vi.waitFor(() => expect(window.stateOf('boucle')).toBe('unresponsive'), 5_000);
  expect(window.snapshot.notifications[0]?.actions).toEqual(['Attendre', 'Redémarrer', 'Désactiver']);
  const [pid, quietPid] = [pidOf('boucle'), pidOf('calme')];
  const pending = window.run('boucle.start');
  expect(await window.run('calme.start')).toEqual({ ok: true, value: 'bonjour' });
  await press(/ne répond plus/, 'Redémarrer');
  expect((await pending).ok).toBe(false);
  await vi.waitFor(() => expect([window.stateOf('boucle'), messages()]).toEqual(['active', []]), 5_000);
  expect(pidOf('boucle')).not.toBe(pid);
  expect(pidOf('calme')).toBe(quietPid);
});

test('« Désactiver » ends a loop for good', async () => {
  await window.run('boucle.start');
  await vi.waitFor(() => expect(messages()).toHaveLength(1), 5_000);
  await press(/ne répond plus/, 'Désactiver');
  await vi.waitFor(() => expect([window.itemOf('boucle'), messages()]).toEqual([undefined, []]), 5_000);
});

test('a plugin that ends its process comes back twice, is then switched off and told of, and restarted at a word', async () => {
  for (let losses = 1; losses <= 3; losses++) {
    expect(await window.run('sortie.start')).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(pidOf('sortie')).toBeGreaterThan(0), 5_000);
    await vi.waitFor(() => expect(pidOf('sortie')).toBeUndefined(), 5_000);
  }
  expect(await window.run('sortie.start')).toMatchObject({ ok: false, code: 'plugin.switched-off' });
  const lastError = { key: 'error.plugin.switched-off' };
  await vi.waitFor(() => expect(window.itemOf('sortie')).toMatchObject({ state: 'switched-off', restarts: 3, lastError }), 5_000);
  expect(messages()).toEqual([expect.stringMatching(/^L’extension Le module sortie s’est arrêtée 3 fois/)]);
  await press(/mise à l’arrêt/, 'Redémarrer');
  await vi.waitFor(() => expect([window.stateOf('sortie'), messages()]).toEqual(['active', []]), 5_000);
});

test('a call that is under way when the process is killed fails with the plugin’s name', async () => {
  const hanging = window.run('muet.start');
  await vi.waitFor(() => expect(pidOf('muet')).toBeGreaterThan(0), 5_000);
  process.kill(pidOf('muet') as number, 'SIGKILL');
  expect(await hanging).toMatchObject({ ok: false, code: 'plugin.process-ended', sentence: expect.stringContaining('muet') });
});

test('a profile of a process can be read by developer tools, and is kept', async () => {
  const outcome = (await window.run('shell.plugins.profile', { plugin: 'calme' })) as { value: { text: string; path: string } };
  expect(Object.keys(JSON.parse(outcome.value.text))).toEqual(expect.arrayContaining(['nodes', 'samples']));
  expect(outcome.value.path.startsWith(join(product.dataFolder, 'profiles'))).toBe(true);
});

test('the product ends in time with a loop and a plugin that hangs, and leaves no process', async () => {
  await window.run('shell.plugins.enable', { plugin: 'boucle' });
  await window.run('boucle.start');
  window.run('muet.start').catch(() => {});
  await vi.waitFor(() => expect([pidOf('muet'), window.stateOf('boucle')]).toEqual([expect.any(Number), 'unresponsive']), 5_000);
  const pids = window.items.flatMap((item) => item.process?.pid ?? []);
  const before = performance.now();
  const { exitCode } = await product.stop('SIGINT');
  expect([exitCode, performance.now() - before < 2_000]).toEqual([0, true]);
  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), 5_000);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
