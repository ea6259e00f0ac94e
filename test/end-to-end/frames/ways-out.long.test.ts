/**
 * Ways out of a stranger's frame, tried one by one in a real browser by the panel's own code, while real listeners wait for what must
 * never come.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectVisible } from '../expect-visible.ts';
import { SilentListener } from './silent-listener.ts';
import { findFrame, frameOf, StrangersWindow, showPanel } from './stranger.ts';

const stack = new AsyncDisposableStack();
const tried = namesIn('hostile-panel.js');
let strangers: StrangersWindow;
let listener: SilentListener;
let page: Page;
const windowsOpened: string[] = [];
const saidToUser: string[] = [];

beforeAll(async () => {
  listener = stack.use(await SilentListener.start());
  strangers = stack.use(await StrangersWindow.open('hostile', 'neighbour'));
  await openWindow();
});
afterAll(() => stack.disposeAsync());

async function openWindow(): Promise<void> {
  page = await strangers.newPage();
  page.on('popup', (popup) => windowsOpened.push(popup.url()));
  page.on('download', (download) => windowsOpened.push(`download of ${download.url()}`));
  page.on('dialog', (dialog) => {
    saidToUser.push(dialog.type());
    void dialog.dismiss();
  });
}

/** The frame of the hostile panel, opened anew where it was left or closed. */
async function hostileFrame(): Promise<Frame> {
  const panel = await showPanel(page, 'Hostile');
  const retry = page.getByRole('button', { name: 'Réessayer' });
  if (await retry.isVisible()) await retry.click();
  await expectVisible(panel.getByRole('heading', { name: 'Hostile' }));
  return findFrame(page, 'Hostile');
}

/** The names of what the panel tries stand in its source. */
function namesIn(file: string): Readonly<Record<'knocks' | 'departures' | 'reaches', readonly string[]>> {
  const source = readFileSync(join(import.meta.dirname, 'fixtures/hostile', file), 'utf8');
  const names = (table: string) => {
    const [, body = ''] = new RegExp(`const ${table} = \\{\\n(.*?)\\n\\};`, 's').exec(source) ?? [];
    return [...body.matchAll(/^ {2}(?:'([^']+)'|(\w+)):/gm)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  };
  return { knocks: names('knocks'), departures: names('departures'), reaches: names('reaches') };
}

type Target = SilentListener['target'] & { readonly host?: string; readonly neighbour?: string };
declare const knock: (name: string, target: Target) => Promise<string>;
declare const depart: (name: string, target: Target) => void;
declare const reach: (name: string, target: Target) => Promise<string>;

describe('nothing leaves a frame by', () => {
  let frame: Frame;
  beforeEach(async () => {
    frame = await hostileFrame();
    listener.heard.length = 0;
  });

  it.each(tried.knocks)('%s', async (name) => {
    const work = ([name, target]: [string, Target]) =>
      Promise.race([knock(name, target), new Promise((resolve) => setTimeout(resolve, 3_000, 'nothing'))]);
    expect(await frame.evaluate(work, [name, listener.target] as [string, Target])).toBe('nothing');
    expect(listener.heard).toEqual([]);
  });

  it('anything that takes its time', async () => {
    await frame.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_500)));
    expect({ heard: listener.heard, windowsOpened, address: page.url() }).toEqual({
      heard: [],
      windowsOpened: [],
      address: strangers.place,
    });
    await expectVisible(page.getByRole('button', { name: /^Impact emploi : / }));
  });
});

describe('a frame that leaves its page is closed, and gets nowhere:', () => {
  it.each(tried.departures)('by %s', async (name) => {
    const frame = await hostileFrame();
    listener.heard.length = 0;
    await page.evaluate(() => {
      Object.assign(globalThis, { said: [] });
      addEventListener('message', ({ data }) => (globalThis as unknown as { said: unknown[] }).said.push(data));
    });
    await frame.evaluate(([name, target]) => depart(name, target), [name, listener.target] as [string, Target]);
    // Of some the browser takes no notice, and the panel goes on.
    const goesOn = await frame.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700, true))).catch(() => false);
    if (!goesOn) await expectVisible(page.getByText('a quitté sa page'));
    expect({ heard: listener.heard, said: await page.evaluate('said'), address: page.url() }).toEqual({
      heard: [],
      said: [],
      address: strangers.place,
    });
    const elsewhere = page
      .frames()
      .filter(
        (other) =>
          !/^(http:\/\/(127\.0\.0\.1|extension-\w+\.localhost):\d+\/((frames|fenetre)\/[\w-]+\/)?|about:blank|chrome-error:\/\/chromewebdata\/)$/.test(
            other.url(),
          ),
      );
    expect(elsewhere.map((other) => other.url())).toEqual([]);
  });
});

describe('a frame gets no hold of', () => {
  let frame: Frame;
  let target: Target;
  beforeAll(async () => {
    await showPanel(page, 'Voisin');
    await expectVisible(frameOf(page, 'Voisin').getByRole('heading', { name: 'Voisin' }));
    const neighbour = await findFrame(page, 'Voisin');
    const address = await neighbour.evaluate<string>('address');
    target = {
      ...listener.target,
      host: new URL(strangers.product.origin).host,
      neighbour: address.replace('neighbour-panel.js', 'secret.js'),
    };
    frame = await hostileFrame();
  });

  it.each(tried.reaches)('%s', async (name) => {
    const work = ([name, target]: [string, Target]) =>
      Promise.race([reach(name, target), new Promise((resolve) => setTimeout(resolve, 3_000, 'nothing'))]);
    expect(await frame.evaluate(work, [name, target] as [string, Target])).toBe('nothing');
    expect(saidToUser).toEqual([]);
  });

  it('what it would need for the attempts to mean something: the neighbour’s file is there for the neighbour', async () => {
    const neighbour = await findFrame(page, 'Voisin');
    expect(await neighbour.evaluate(`import(${JSON.stringify(target.neighbour)}).then(({ secret }) => secret)`)).toBe('of the neighbour');
  });
});
