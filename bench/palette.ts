/** The palette with 10,000 commands beside a bare input that filters an array of them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from '../test/support/chromium.ts';
import { serveBarePage } from './baselines/bare-page.ts';
import { startProduct, withTemporaryFolder } from './process.ts';
import { type Comparison, median } from './statistics.ts';

const commandCount = 10_000;
const commandsPerPlugin = 500;
const typed = 'parametre connexion';
const openings = 15;
const words = ['Ouvrir', 'Fermer', 'Paramètres', 'Connexion', 'Compte', 'Vérifier', 'Exporter', 'Bulletin', 'Déclaration', 'Serveur'];

export async function comparePalettes(): Promise<Comparison[]> {
  const titles = Array.from({ length: commandCount }, (_, index) => titleOf(index));
  return withTemporaryFolder(async (folder) => {
    const plugins = await writePlugins(folder, titles);
    const product = await startProduct(
      join(folder, 'data'),
      plugins.flatMap((plugin) => ['--plugin', plugin]),
    );
    const bare = await serveBarePage(titles);
    const browser = await launchChromium();
    try {
      const ours = await (await browser.newContext()).newPage();
      const baseline = await (await browser.newContext()).newPage();
      await ours.goto(product.url);
      await baseline.goto(bare.url);
      await baseline.waitForSelector('body[data-ready]');
      return await compare(ours, baseline);
    } finally {
      await browser.close();
      bare.close();
      await product.stop();
    }
  });
}

async function compare(ours: Page, baseline: Page): Promise<Comparison[]> {
  const beside = 'input over an array';
  for (const page of [ours, baseline]) await page.evaluate(recordPaints);
  const opening = await timeOpenings(ours);
  const bareOpening = await timeFocusing(baseline);
  await ours.keyboard.press('F1');
  await baseline.focus('input');
  const [key, bareKey] = [await timeTyping(ours), await timeTyping(baseline)];
  return [
    { what: 'palette: open with 10,000 commands', unit: 'ms', ours: opening, baseline: bareOpening, beside, aim: 2 },
    { what: 'palette: key to paint, median', unit: 'ms', ours: median(key), baseline: median(bareKey), beside, aim: 2 },
    { what: 'palette: key to paint, slowest', unit: 'ms', ours: Math.max(...key), baseline: Math.max(...bareKey), beside },
  ];
}

/** Notes, for each key, the milliseconds from the event to the end of the frame that shows its effect. */
function recordPaints(): void {
  const scope = globalThis as unknown as { paints: number[] };
  scope.paints = [];
  const record = (event: Event) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port2.onmessage = () => scope.paints.push(performance.now() - event.timeStamp);
      port1.postMessage(null);
    });
  };
  globalThis.addEventListener('keydown', record, { capture: true });
}

async function takePaint(page: Page): Promise<number> {
  const paint = await page.waitForFunction(() => (globalThis as unknown as { paints: number[] }).paints.pop());
  return (await paint.jsonValue()) as number;
}

async function timeOpenings(page: Page): Promise<number> {
  const figures: number[] = [];
  for (let round = 0; round < openings; round++) {
    await page.keyboard.press('F1');
    figures.push(await takePaint(page));
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Escape');
    await takePaint(page);
    await page.getByRole('listbox').waitFor({ state: 'hidden' });
  }
  return median(figures);
}

/** The bare page's nearest thing to opening: the list is shown anew after a key that changes what is wanted to nothing. */
async function timeFocusing(page: Page): Promise<number> {
  const figures: number[] = [];
  await page.focus('input');
  for (let round = 0; round < openings; round++) {
    await page.keyboard.press('x');
    await takePaint(page);
    await page.keyboard.press('Backspace');
    figures.push(await takePaint(page));
  }
  return median(figures);
}

async function timeTyping(page: Page): Promise<number[]> {
  const figures: number[] = [];
  for (const character of typed) {
    await page.keyboard.press(character === ' ' ? 'Space' : character);
    figures.push(await takePaint(page));
  }
  return figures;
}

function titleOf(index: number): string {
  const word = (step: number) => words[Math.floor(index / step) % words.length];
  return `${word(1)} ${word(10)} ${word(100)} n° ${index}`;
}

/** Manifests have a size limit, so the commands are spread over several plugins. */
async function writePlugins(folder: string, titles: readonly string[]): Promise<string[]> {
  const folders: string[] = [];
  for (let first = 0; first < titles.length; first += commandsPerPlugin) {
    const name = `many-commands-${first}`;
    const commands = titles.slice(first, first + commandsPerPlugin).map((title, index) => ({ command: `${name}.command-${index}`, title }));
    folders.push(await writePlugin(join(folder, name), name, commands));
  }
  return folders;
}

async function writePlugin(folder: string, name: string, commands: readonly object[]): Promise<string> {
  const manifest = {
    name,
    version: '1.0.0',
    displayName: name,
    engines: { 'boule-bleue': '*' },
    main: './plugin.js',
    contributes: { commands },
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'plugin.js'), 'export default class { activate() {} }\n');
  return folder;
}
