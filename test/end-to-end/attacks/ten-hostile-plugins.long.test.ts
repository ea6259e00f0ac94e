/** Ten plugins that loop, exit, leak, throw, flood and hang, all at once: the window stays usable, and each of them is named. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { launchChromium } from '../../support/chromium.ts';
import { ProductWindow } from '../../support/product-window.ts';
import { StallMeter } from '../../support/stall-meter.ts';
import { type StartedProduct, startProduct } from '../../support/started-product.ts';
import { stretched } from '../../support/time-bounds.ts';
import { displayNameOf, hostilePlugins, quietPlugin, writeHostilePlugin } from './hostile-plugins.ts';

const calls = 300;
/** What the host may keep its own event loop from turning. */
const maximumStallMs = 50;
/** What calls take depends on the machine above all: ten processes share its processors with the host, and whatever else it does. */
const maximumLatencyMs = 1_000;
const maximumGrowthMegabytes = 300;
const ids = hostilePlugins.map(({ id }) => id);

let folder: string;
let stalls: StallMeter;
let product: StartedProduct;
let window: ProductWindow;
let browser: Browser;
/** All that the shell ever said in a notification. */
const said = new Set<string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-plugins-'));
  const folders = await Promise.all([quietPlugin, ...hostilePlugins].map((plugin) => writeHostilePlugin(folder, plugin)));
  stalls = new StallMeter(folder);
  product = await startProduct({ options: folders.flatMap((path) => ['--plugin', path]), env: stalls.env });
  window = await ProductWindow.open(product, (snapshot) => {
    for (const { message } of snapshot.notifications ?? []) said.add(message);
  });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  window?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('the window goes on, and each culprit is named', { timeout: 180_000 }, async () => {
  await window.openPanel('shell.running-plugins');
  await window.openPanel('panneau.panel');
  const quiet = await measureLatency();
  const quietMegabytes = await residentMegabytes();
  const growth: number[] = [];
  const weigh = async () => growth.push((await residentMegabytes()) - quietMegabytes);
  const weighing = setInterval(() => weigh().catch(() => {}), 500);
  // Those that die are asked again until they are switched off.
  for (const id of ids) keepAttacking(id);
  await vi.waitFor(() => expect(window.stateOf('boucle')).toBe('unresponsive'), { timeout: 30_000 });
  const busy = await measureLatency();
  const latencyBoundMs = await stretched(maximumLatencyMs);
  await expectPalette();
  await vi.waitFor(() => expect(unnamed()).toEqual(['obstine']), { timeout: 90_000, interval: 200 });
  await window.run('shell.plugins.restart', { plugin: 'obstine' });
  expect(window.itemOf('obstine')).toMatchObject({ state: 'active', lastError: { key: 'error.plugin.deactivation-timeout' } });
  const late = await measureLatency();
  clearInterval(weighing);
  const report = { quiet, busy, late, hostGrowthMegabytes: Math.max(...growth) };
  process.stdout.write(`A quiet plugin's command beside ten hostile ones: ${JSON.stringify(report)}\n`);
  expect(Math.max(busy.stalls.p99, late.stalls.p99)).toBeLessThan(Math.max(maximumStallMs, 3 * quiet.stalls.p99));
  expect(Math.max(busy.calls.p99, late.calls.p99)).toBeLessThan(latencyBoundMs);
  expect([...said].filter((message) => message.includes(quietPlugin.id))).toEqual([]);
  expect(report.hostGrowthMegabytes).toBeLessThan(maximumGrowthMegabytes);
});

test('all of it ends within two seconds, and no process stays', { timeout: 60_000 }, async () => {
  for (const id of ids) await window.run('shell.plugins.restart', { plugin: id }, 3_000).catch(() => {});
  for (const id of ids) window.run(`${id}.start`).catch(() => {});
  await vi.waitFor(() => expect(window.stateOf('boucle')).toBe('unresponsive'), { timeout: 30_000 });
  const pids = window.items.flatMap((item) => item.process?.pid ?? []);
  expect(pids.length).toBeGreaterThan(4);
  // As long as all of them are at it.
  const boundMs = await stretched(2_000);
  const before = performance.now();
  const { exitCode } = await product.stop('SIGINT');
  const tookMs = performance.now() - before;
  expect(exitCode).toBe(0);
  expect(tookMs).toBeLessThan(boundMs);
  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 5_000 });
});

/** Runs a plugin's command again whenever the last time came to an end, until nothing of it can be started. */
function keepAttacking(id: string): void {
  const attack = async (): Promise<void> => {
    const outcome = await window.run(`${id}.start`).catch(() => undefined);
    if (!outcome || (!outcome.ok && outcome.code === 'plugin.switched-off')) return;
    if (window.stateOf(id) === 'restarting' || !outcome.ok) setTimeout(attack, 100);
    else setTimeout(attack, 1_000);
  };
  void attack();
}

const unnamed = () =>
  hostilePlugins
    .filter(
      ({ id, named }) => ![...said].some((message) => (message.includes(displayNameOf(id)) || message.includes(id)) && named.test(message)),
    )
    .map(({ id }) => id);

interface Figures {
  readonly p50: number;
  readonly p99: number;
  readonly maximum: number;
}

/** How long calls take, and how long the host's event loop stood still meanwhile by the host's own doing. */
async function measureLatency(): Promise<{ readonly calls: Figures; readonly stalls: Figures }> {
  const times: number[] = [];
  await stalls.take();
  for (let count = 0; count < calls; count++) {
    const before = performance.now();
    const outcome = await window.run('calme.start');
    times.push(performance.now() - before);
    expect(outcome).toEqual({ ok: true, value: 'bonjour' });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { calls: summarise(times), stalls: summarise(await stalls.take()) };
}

function summarise(times: number[]): Figures {
  times.sort((one, other) => one - other);
  const at = (share: number) => Math.round((times[Math.ceil(times.length * share) - 1] ?? Number.NaN) * 10) / 10;
  return { p50: at(0.5), p99: at(0.99), maximum: at(1) };
}

async function expectPalette(): Promise<void> {
  const page = await browser.newPage();
  await page.goto(await window.issueUrl());
  await page.keyboard.press('F1');
  await page.getByRole('combobox', { name: 'Palette de commandes' }).fill('Essayer calme');
  await page.getByRole('option', { name: 'Essayer calme' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Palette de commandes' }).waitFor({ state: 'detached' });
  await page.close();
}

async function residentMegabytes(): Promise<number> {
  const status = await readFile(`/proc/${product.processId}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
