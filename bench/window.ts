/** The window beside a bare page with one WebSocket: how soon it lists commands, and what it weighs. */
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { launchChromium } from '../test/support/chromium.ts';
import { serveBarePage } from './baselines/bare-page.ts';
import { startProduct, withTemporaryFolder } from './process.ts';
import { type Comparison, inTurn, median } from './statistics.ts';

const rounds = 9;

interface Weight {
  readonly kilobytes: number;
  readonly heapMegabytes: number;
  readonly nodes: number;
}

export async function compareWindows(): Promise<Comparison[]> {
  return withTemporaryFolder(async (folder) => {
    const product = await startProduct(folder);
    const browser = await launchChromium();
    const { context, url } = await signIn(browser, product.url);
    const titles = await paletteTitles(context, url);
    const bare = await serveBarePage(titles);
    try {
      return await compare(browser, context, url, bare.url);
    } finally {
      await browser.close();
      bare.close();
      await product.stop();
    }
  });
}

async function compare(browser: Browser, ours: BrowserContext, ourUrl: string, bareUrl: string): Promise<Comparison[]> {
  const bare = await browser.newContext();
  const beside = 'bare page';
  const [cold, bareCold] = await inTurn(
    rounds,
    () => timeToList(ours, ourUrl, true),
    () => timeToList(bare, bareUrl, true),
  );
  const [warm, bareWarm] = await inTurn(
    rounds,
    () => timeToList(ours, ourUrl, false),
    () => timeToList(bare, bareUrl, false),
  );
  const [weight, bareWeight] = [await weigh(ours, ourUrl), await weigh(bare, bareUrl)];
  return [
    { what: 'window: navigation to commands listed, cold', unit: 'ms', ours: cold, baseline: bareCold, beside, aim: 1.5 },
    { what: 'window: navigation to commands listed, warm', unit: 'ms', ours: warm, baseline: bareWarm, beside, aim: 1.5 },
    { what: 'window: bytes on the wire (aim 120 KB)', unit: 'KB', ours: weight.kilobytes, baseline: bareWeight.kilobytes, beside },
    { what: 'window: JavaScript heap', unit: 'MB', ours: weight.heapMegabytes, baseline: bareWeight.heapMegabytes, beside },
    { what: 'window: DOM nodes', unit: 'nodes', ours: weight.nodes, baseline: bareWeight.nodes, beside },
  ];
}

/**
 * Opens the session with the one-time address; later pages of the context need none, at the address that it led to. Closes the release notes, which
 * open by themselves the first time only, so that every navigation draws what a user sees from the second day on.
 */
async function signIn(browser: Browser, oneTimeUrl: string): Promise<{ readonly context: BrowserContext; readonly url: string }> {
  const context = await browser.newContext({ locale: 'fr-FR' });
  const page = await context.newPage();
  await page.goto(oneTimeUrl);
  const notes = page.getByRole('tab', { name: 'Lisez-moi' });
  await notes.waitFor();
  while ((await notes.count()) > 0) {
    await notes.click({ button: 'middle' });
    await notes.waitFor({ state: 'detached' });
    await page.waitForLoadState('networkidle');
    await page.reload({ waitUntil: 'networkidle' });
  }
  const url = page.url();
  await page.close();
  return { context, url };
}

async function paletteTitles(context: BrowserContext, url: string): Promise<readonly string[]> {
  const page = await context.newPage();
  await page.goto(url);
  await page.keyboard.press('F1');
  const options = page.getByRole('listbox').getByRole('option');
  await options.first().waitFor();
  const titles = await options.allTextContents();
  await page.close();
  return titles;
}

/**
 * Milliseconds from navigation until commands are listed: the page itself presses F1 as soon as
 * somebody listens, and reads its own clock in the frame in which options appear.
 */
async function timeToList(context: BrowserContext, url: string, cold: boolean): Promise<number> {
  const page = await context.newPage();
  if (cold) await emptyCache(page);
  await page.addInitScript(watchForList);
  await page.goto(url, { waitUntil: 'commit' });
  const handle = await page.waitForFunction(() => (globalThis as unknown as { listedAt?: number }).listedAt);
  const elapsed = await handle.jsonValue();
  await page.close();
  return elapsed as number;
}

function watchForList(): void {
  const scope = globalThis as unknown as { listedAt?: number };
  const everyRoot = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((element) => (element.shadowRoot ? [element, ...everyRoot(element.shadowRoot)] : [element]));
  const look = () => {
    if (
      document.body?.dataset.ready ||
      everyRoot(document).some((element) => element.role === 'option' || element.getAttribute('role') === 'option')
    ) {
      scope.listedAt = performance.now();
      return;
    }
    if (document.body) document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'F1', code: 'F1', bubbles: true, composed: true }));
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function emptyCache(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.clearBrowserCache');
  return session;
}

async function weigh(context: BrowserContext, url: string): Promise<Weight> {
  const page = await context.newPage();
  const session = await emptyCache(page);
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  session.on('Network.webSocketFrameReceived', ({ response }) => {
    bytes += response.payloadData.length;
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  await session.send('HeapProfiler.enable');
  await session.send('Performance.enable');
  const heaps: number[] = [];
  for (let round = 0; round < 3; round++) {
    await session.send('HeapProfiler.collectGarbage');
    heaps.push(await metric(session, 'JSHeapUsedSize'));
  }
  const nodes = await metric(session, 'Nodes');
  await page.close();
  return { kilobytes: bytes / 1024, heapMegabytes: median(heaps) / 1024 / 1024, nodes };
}

async function metric(session: CDPSession, wanted: string): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
}
