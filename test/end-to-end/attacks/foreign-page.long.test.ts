/** Another page in the user's browser, while the product's window is open in it: what it can read, run, send or show. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../support/chromium.ts';
import { type StartedProduct, startProduct } from '../../support/started-product.ts';
import { expectVisible } from '../expect-visible.ts';

const stack = new AsyncDisposableStack();
let product: StartedProduct;
let context: BrowserContext;
let window: Page;
let foreignPort: number;
/** What browsers sent to the other port. */
const foreignCookies: (string | undefined)[] = [];
/** The window's address, as if the other page had guessed it. */
let place: string;
/** Addresses of the window's own modules, which hold nothing secret, but show who has a session. */
let modules: readonly string[];

beforeAll(async () => {
  product = stack.use(await startProduct());
  const server = stack.adopt(await serveForeignPages(), async (server) => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  foreignPort = (server.address() as AddressInfo).port;
  const browser = stack.adopt(await launchChromium(), (browser) => browser.close());
  context = await browser.newContext({ locale: 'fr-FR' });
  window = await context.newPage();
  await window.goto(product.url);
  await expectVisible(window.getByRole('button', { name: /^Impact emploi : / }));
  place = window.url();
  modules = await window.evaluate(() => {
    const snapshot = JSON.parse(document.getElementById('snapshot')?.textContent ?? '{}');
    const scripts = [...document.querySelectorAll<HTMLScriptElement>('script[src]')].map(({ src }) => src);
    return [...scripts, ...snapshot.panels.map(({ module }: { module: string }) => new URL(module, document.baseURI).href)];
  });
});

afterAll(() => stack.disposeAsync());

async function serveForeignPages(): Promise<Server> {
  const server = createServer(({ headers }, response) => {
    foreignCookies.push(headers.cookie);
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>elsewhere</title>');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

async function openForeignPage(host: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`http://${host}:${foreignPort}/`);
  return page;
}

function addScript(src: string, type: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement('script'), { src, type, onload: () => resolve(src), onerror: reject });
    document.head.append(script);
  });
}

/** What a page can try. Each answers with what it got hold of, or `nothing`. */
const attempts: Readonly<Record<string, (target: { place: string; modules: readonly string[] }) => Promise<string>>> = {
  'read the page': async ({ place }) => (await fetch(place, { credentials: 'include' })).text(),
  'fetch the page without asking to read it': async ({ place }) => (await fetch(place, { credentials: 'include', mode: 'no-cors' })).type,
  'post to it': async ({ place }) => (await fetch(place, { method: 'POST', mode: 'no-cors', credentials: 'include', body: 'x' })).type,
  'try a token': async ({ place }) => (await fetch(`${place}?jeton=guess`, { credentials: 'include', mode: 'no-cors' })).type,
  'run its modules': ({ modules }) => Promise.any(modules.map((src) => addScript(src, 'module'))),
  'include its scripts': ({ modules }) => Promise.any(modules.map((src) => addScript(src, 'text/javascript'))),
  'show its pictures': ({ place }) =>
    new Promise((resolve, reject) => {
      Object.assign(new Image(), { src: `${place}workbench/icons/favicon.svg`, onload: () => resolve('a picture'), onerror: reject });
    }),
  'open its windows’ socket': ({ place }) =>
    new Promise((resolve, reject) => {
      Object.assign(new WebSocket(`${place.replace('http', 'ws')}rpc`), { onopen: () => resolve('a socket'), onerror: reject });
    }),
  'open the command line’s socket': ({ place }) =>
    new Promise((resolve, reject) => {
      Object.assign(new WebSocket(`${new URL('/control', place).href.replace('http', 'ws')}`), {
        onopen: () => resolve('a socket'),
        onerror: reject,
      });
    }),
};

const tryFrom = (page: Page, name: string) => tryAt(page, name, place);

async function tryAt(page: Page, name: string, at: string): Promise<string> {
  const target = JSON.stringify({ place: at, modules });
  return page.evaluate(`(() => { ${addScript}; return (${attempts[name]})(${target}).catch(() => 'nothing'); })()`);
}

describe.each([
  // Cookies know no ports: this page's requests bear the session's.
  ['of another port of this machine', '127.0.0.1'],
  ['of this machine under another name', 'localhost'],
  ['of another site', 'elsewhere.localhost'],
])('a page %s', (_what, host) => {
  it.each(Object.keys(attempts))('can not %s', async (name) => {
    const page = await openForeignPage(host);
    expect(await tryFrom(page, name)).toBe('nothing');
    await page.close();
  });

  it('can not show the window within itself', async () => {
    const page = await openForeignPage(host);
    await page.evaluate((src) => {
      const frame = Object.assign(document.createElement('iframe'), { src });
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
      document.body.append(frame);
      return loaded;
    }, place);
    await expect.poll(() => page.frames().map((frame) => frame.url())).toEqual([page.url(), 'chrome-error://chromewebdata/']);
    await page.close();
  });

  it('can not open the window in a tab, nor post a form to it, and keeps no hold of what it gets', async () => {
    const page = await openForeignPage(host);
    const opened = context.waitForEvent('page');
    await page.evaluate((address) => void globalThis.open(address), place);
    const tab = await opened;
    await expectVisible(tab.getByText('Cette demande ne vient pas du Centre de maintenance'));
    expect(await tab.evaluate(() => globalThis.opener)).toBeNull();
    await tab.close();
    await page.evaluate((action) => {
      const form = Object.assign(document.createElement('form'), { method: 'post', action });
      document.body.append(form);
      form.submit();
    }, place);
    await expectVisible(page.getByText('Cette demande ne vient pas du Centre de maintenance'));
    await page.close();
  });
});

it('a server of another port is sent no key of the window’s', async () => {
  foreignCookies.length = 0;
  const page = await openForeignPage('127.0.0.1');
  await page.evaluate(() => fetch('/fenetre/guess/', { credentials: 'include' }));
  await page.close();
  expect(foreignCookies).toEqual([undefined, undefined]);
  expect((await context.cookies(place)).length).toBe(1);
});

describe('a name that was made to lead to this machine', () => {
  it('opens no page, and no socket', async () => {
    const page = await context.newPage();
    const answer = await page.goto(`http://rebound.localhost:${product.port}/`);
    expect(answer?.status()).toBe(403);
    expect(await tryAt(page, 'open its windows’ socket', new URL(new URL(place).pathname, page.url()).href)).toBe('nothing');
    await page.close();
  });
});

it('a page of another port can not keep the window from its host by cookies of its own', async () => {
  const page = await openForeignPage('127.0.0.1');
  await page.evaluate(
    ({ port, at }) => {
      for (const path of ['/', '/fenetre', at, `${at}rpc`, `${at}workbench`, `${at}plugins`]) {
        // biome-ignore lint/suspicious/noDocumentCookie: what attackers use.
        document.cookie = `boule-bleue-${port}=planted; path=${path}`;
      }
    },
    { port: product.port, at: new URL(place).pathname },
  );
  await page.close();
  await window.reload();
  expect(await tryFrom(window, 'open its windows’ socket')).toBe('a socket');
  expect(await tryFrom(window, 'include its scripts')).not.toBe('nothing');
});

it('the window itself works on, and gets hold of all that but the command line’s socket', async () => {
  await window.reload();
  await expectVisible(window.getByRole('button', { name: /^Impact emploi : / }));
  const empty: string[] = [];
  for (const name of Object.keys(attempts)) if ((await tryFrom(window, name)) === 'nothing') empty.push(name);
  expect(empty).toEqual(['open the command line’s socket']);
});
