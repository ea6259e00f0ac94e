/** A table of 10,000 rows, published by a plugin's process and drawn by the window, beside a page that draws them all. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from '../test/support/chromium.ts';
import { bareTable } from './baselines/bare-table.ts';
import { startProduct, withTemporaryFolder } from './process.ts';
import { type Comparison, inTurn } from './statistics.ts';

const rowCount = 10_000;
const rounds = 7;
const beside = 'a page with all rows';

const main = `
import { CommandService, PanelService } from 'boule-bleue';
export default class Rows {
  static services = [CommandService, PanelService];
  round = 0;
  constructor(commands, panels) { Object.assign(this, { commands, panels }); }
  activate() {
    this.commands.register('many-rows.fill', () => this.publish(${rowCount}));
    this.commands.register('many-rows.empty', () => this.publish(0));
    this.publish(0);
  }
  publish(length) {
    const action = (title, command) => ({ title, command: 'many-rows.' + command });
    this.panels.publish('many-rows.table', {
      hasSearch: true,
      actions: [action('Fill', 'fill'), action('Empty', 'empty')],
      columns: [{ id: 'name', label: 'Name' }, { id: 'hours', label: 'Hours', kind: 'number' }, { id: 'note', label: 'Note' }],
      rows: Array.from({ length }, (_, index) => ({ id: 'r' + index, cells: { name: 'Salarié n° ' + index, hours: index / 4, note: 'remarque ' + index } })),
    });
  }
}`;

export async function compareViews(): Promise<Comparison[]> {
  return withTemporaryFolder(async (folder) => {
    const product = await startProduct(join(folder, 'data'), ['--plugin', await writePlugin(join(folder, 'many-rows'))]);
    const browser = await launchChromium();
    try {
      const ours = await browser.newPage();
      await ours.goto(product.url);
      await ours.getByRole('toolbar').getByRole('button', { name: 'Many rows' }).click();
      const bare = await browser.newPage();
      await bare.setContent(bareTable(rowCount));
      return await compare(ours, bare);
    } finally {
      await browser.close();
      await product.stop();
    }
  });
}

async function compare(ours: Page, bare: Page): Promise<Comparison[]> {
  const [fill, bareFill] = await inTurn(
    rounds,
    async () => {
      await ours.getByRole('button', { name: 'Empty' }).click();
      await ours.locator('tbody tr[data-row]').first().waitFor({ state: 'detached' });
      return timeUntil(ours, 'Fill');
    },
    () => timeUntil(bare, 'Fill'),
  );
  const [search, bareSearch] = await inTurn(
    rounds,
    () => timeKey(ours),
    () => timeKey(bare),
  );
  return [
    { what: 'view: 10,000 rows, command to drawn', unit: 'ms', ours: fill, baseline: bareFill, beside },
    { what: 'view: key to paint, searching 10,000 rows', unit: 'ms', ours: search, baseline: bareSearch, beside, aim: 1 },
  ];
}

/** Milliseconds from a click to the frame that shows rows. */
async function timeUntil(page: Page, button: string): Promise<number> {
  await page.evaluate(() => {
    const scope = globalThis as unknown as { drawnAt?: number | undefined; clickedAt: number };
    scope.drawnAt = undefined;
    addEventListener('click', ({ timeStamp }) => Object.assign(scope, { clickedAt: timeStamp }), { capture: true, once: true });
    const find = (root: Document | ShadowRoot): boolean =>
      root.querySelector('tbody tr:not([aria-hidden])') !== null ||
      [...root.querySelectorAll('*')].some(({ shadowRoot }) => shadowRoot !== null && find(shadowRoot));
    const look = () => {
      if (scope.clickedAt && find(document)) setTimeout(() => Object.assign(scope, { drawnAt: performance.now() - scope.clickedAt }));
      else requestAnimationFrame(look);
    };
    scope.clickedAt = 0;
    for (const body of document.querySelectorAll('tbody')) body.replaceChildren();
    requestAnimationFrame(look);
  });
  await page.getByRole('button', { name: button }).click();
  const drawn = await page.waitForFunction(() => (globalThis as unknown as { drawnAt?: number }).drawnAt);
  return (await drawn.jsonValue()) as number;
}

/** Milliseconds from a key in the search field to the end of its frame. */
async function timeKey(page: Page): Promise<number> {
  const field = page.getByLabel(/Search|Rechercher/).last();
  await field.fill('');
  await field.focus();
  await page.evaluate(() => {
    const scope = globalThis as unknown as { paintedAt?: number | undefined };
    scope.paintedAt = undefined;
    const note = ({ timeStamp }: Event) =>
      requestAnimationFrame(() => setTimeout(() => Object.assign(scope, { paintedAt: performance.now() - timeStamp })));
    addEventListener('keydown', note, { capture: true, once: true });
  });
  await page.keyboard.press('7');
  const painted = await page.waitForFunction(() => (globalThis as unknown as { paintedAt?: number }).paintedAt);
  return (await painted.jsonValue()) as number;
}

async function writePlugin(folder: string): Promise<string> {
  const commands = ['fill', 'empty'].map((name) => ({ command: `many-rows.${name}`, title: name }));
  const panels = [{ id: 'many-rows.table', title: 'Many rows', icon: '$(table)', view: 'table', activityBar: 900 }];
  const manifest = { name: 'many-rows', version: '1.0.0', type: 'module', displayName: 'Many rows', engines: { 'boule-bleue': '*' } };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, main: './plugin.js', contributes: { commands, panels } }));
  await writeFile(join(folder, 'plugin.js'), main);
  return folder;
}
