/** What programs can ask the host for where frames are served, with forged headers too. */
import { once } from 'node:events';
import { type RequestOptions, request } from 'node:http';
import { networkInterfaces } from 'node:os';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectVisible } from '../expect-visible.ts';
import { StrangersWindow, showPanel } from './stranger.ts';

const stack = new AsyncDisposableStack();
let strangers: StrangersWindow;
let page: Page;
let frame: URL;
let cookie: string;

beforeAll(async () => {
  strangers = stack.use(await StrangersWindow.open('hostile'));
  page = await strangers.newPage();
  await expectVisible((await showPanel(page, 'Hostile')).getByRole('heading', { name: 'Hostile' }));
  frame = new URL((await page.locator('iframe[title="Hostile"]').getAttribute('src')) ?? '');
  const cookies = await strangers.context.cookies(strangers.place);
  cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
});
afterAll(() => stack.disposeAsync());

async function ask(
  path: string,
  { headers, ...options }: RequestOptions = {},
): Promise<{ status: number | undefined; body: string; headers: object }> {
  const asked = request({ host: '127.0.0.1', port: frame.port, path, agent: false, headers: { host: frame.host, ...headers }, ...options });
  asked.end();
  const [answer] = await once(asked, 'response');
  let body = '';
  for await (const chunk of answer.setEncoding('utf8')) body += chunk;
  return { status: answer.statusCode, body, headers: answer.headers };
}

async function upgrade(path: string, headers: Record<string, string>): Promise<number | undefined> {
  const asked = request({
    host: '127.0.0.1',
    port: frame.port,
    path,
    agent: false,
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16).toString('base64'),
      ...headers,
    },
  });
  asked.end();
  const event = await Promise.race([
    once(asked, 'response').then(([answer]) => answer.statusCode),
    once(asked, 'upgrade').then(([{ statusCode }]) => statusCode),
  ]);
  asked.destroy();
  return event;
}

describe('at a frame’s host name', () => {
  it('its own page and files are had without a session, and nowhere cached', async () => {
    const answer = await ask(frame.pathname, { headers: { 'sec-fetch-dest': 'iframe' } });
    expect({ status: answer.status, hasMap: answer.body.includes('importmap') }).toEqual({ status: 200, hasMap: true });
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-dns-prefetch-control': 'off',
      'x-content-type-options': 'nosniff',
    });
    expect((await ask(`${frame.pathname}files/hostile-panel.js`)).status).toBe(200);
  });

  it.each(
    [
      'files/plugin.js',
      'files/package.json',
      'files/locales/fr.json',
      'files/..%2fhostile%2fplugin.js',
      'files/../../../etc/passwd',
      'files/',
      'shared/',
      'shared/panel-frame.html/',
      '',
    ].map((path) => [path]),
  )('nothing else is had: %s', async (path) => {
    const destination = path === '' ? 'document' : 'script';
    expect((await ask(frame.pathname + path, { headers: { 'sec-fetch-dest': destination } })).status).toBe(404);
  });

  it('the window is not had, the session’s cookie or not', async () => {
    const place = new URL(strangers.place ?? '').pathname;
    for (const path of [place, `${place}workbench/index.html`, '/', '/plugins/hostile/x/hostile-panel.js']) {
      const { status, body } = await ask(path, { headers: { cookie } });
      expect({ path, status, hasSnapshot: body.includes('id="snapshot"') }).toEqual({ path, status: 403, hasSnapshot: false });
    }
  });

  it('nothing can be sent', async () => {
    expect((await ask(frame.pathname, { method: 'POST' })).status).toBe(403);
  });
});

it('another name, of another plugin or the window’s own, is no way to a frame’s files', async () => {
  for (const host of [`127.0.0.1:${frame.port}`, `extension-0.localhost:${frame.port}`, `localhost:${frame.port}`, 'evil.example']) {
    expect((await ask(`${frame.pathname}files/hostile-panel.js`, { headers: { host } })).status).toBe(404);
  }
});

it('the window’s socket opens to no frame, whatever cookie comes along', async () => {
  const path = `${new URL(strangers.place ?? '').pathname}rpc`;
  const own = { host: new URL(strangers.product.origin).host, cookie };
  expect(await upgrade(path, { ...own, origin: strangers.product.origin })).toBe(101);
  expect(await upgrade(path, { ...own, origin: 'null' })).toBe(403);
  expect(await upgrade(path, { ...own, origin: frame.origin })).toBe(403);
  expect(await upgrade(path, { ...own, host: frame.host, origin: frame.origin })).toBe(403);
});

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.address === '::1');

it.runIf(hasIpv6)('where browsers ask first, at ::1, the host answers, and no other program can', async () => {
  expect((await ask(`${frame.pathname}files/hostile-panel.js`, { host: '::1' })).status).toBe(200);
});

it('a token ends when its panel is closed', async () => {
  await page.getByRole('tab', { name: 'Hostile' }).focus();
  await page.keyboard.press('Delete');
  await expect.poll(async () => (await ask(`${frame.pathname}files/hostile-panel.js`)).status).toBe(404);
});

it('a token ends with its window', async () => {
  await expectVisible((await showPanel(page, 'Hostile')).getByRole('heading', { name: 'Hostile' }));
  const address = new URL((await page.locator('iframe[title="Hostile"]').getAttribute('src')) ?? '');
  expect(address.pathname).not.toBe(frame.pathname);
  expect((await ask(`${address.pathname}files/hostile-panel.js`)).status).toBe(200);
  await page.close();
  await expect.poll(async () => (await ask(`${address.pathname}files/hostile-panel.js`)).status).toBe(404);
});
