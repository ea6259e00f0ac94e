import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StaticFolder } from '../server/static-folder.ts';
import { type FrameRequest, FrameServer } from './frame-server.ts';
import { type FrameTicket, FrameTickets } from './frame-tickets.ts';

let folder: string;
let tickets: FrameTickets;
let ticket: FrameTicket;
let server: FrameServer;
let revision: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frames-'));
  await mkdir(join(folder, 'shared'));
  await writeFile(join(folder, 'shared/panel-frame.html'), '<script type="importmap">{}</script>');
  await writeFile(join(folder, 'shared/panel-frame.js'), 'shared');
  for (const plugin of ['a', 'b']) {
    await mkdir(join(folder, plugin));
    for (const file of ['panel.js', 'plugin.js', 'package.json', '.secret', 'page.html'])
      await writeFile(join(folder, plugin, file), `${plugin} ${file}`);
  }
  await symlink(join(folder, 'b/panel.js'), join(folder, 'a/link.js'));
  tickets = new FrameTickets();
  ticket = tickets.issue('window-1', { panel: 'a.panel', plugin: 'a', revision: '1', module: 'panel.js' });
  revision = '1';
  server = new FrameServer({
    site: { originOf: (label) => `http://${label}.localhost:1`, windowOrigins: () => ['http://127.0.0.1:1'] },
    findTicket: async (token) => tickets.find(token),
    pluginFiles: async (plugin, wanted) =>
      wanted === revision ? new StaticFolder(join(folder, plugin), (path) => path !== 'plugin.js') : undefined,
    sharedFolder: join(folder, 'shared'),
    sharedFiles: new StaticFolder(join(folder, 'shared')),
  });
});
afterEach(() => rm(folder, { recursive: true }));

const ask = (request: Partial<FrameRequest> = {}) =>
  server.answer({
    host: `${ticket.label}.localhost:1`,
    token: ticket.token,
    path: 'files/panel.js',
    destination: 'script',
    acceptEncoding: '',
    ...request,
  });

test('a frame gets its page, what all share, and its plugin’s files', async () => {
  expect((await ask({ path: '', destination: 'iframe' }))?.body).toContain('importmap');
  expect(String((await ask({ path: 'shared/panel-frame.js' }))?.body)).toBe('shared');
  expect(String((await ask())?.body)).toBe('a panel.js');
});

test.each([
  ['without a token', { token: '' }],
  ['by a token that nobody was given', { token: 'x'.repeat(43) }],
  ['at the window’s host name', { host: '127.0.0.1:1' }],
  ['at another plugin’s host name', { host: 'extension-b.localhost:1' }],
  ['as a page of its own', { destination: 'document' }],
  ['as a page within a page', { destination: 'iframe' }],
  ['the main half', { path: 'files/plugin.js' }],
  ['a hidden file', { path: 'files/.secret' }],
  ['a page', { path: 'files/page.html' }],
  ['a link that leads elsewhere', { path: 'files/link.js' }],
  ['a neighbour’s file', { path: 'files/../b/panel.js' }],
  ['a file of the system', { path: 'files//etc/passwd' }],
  ['a file in no place', { path: 'panel.js' }],
  ['an object’s inheritance', { path: '__proto__/toString' }],
] as const)('nobody gets a file %s', async (_what, request) => {
  expect(await ask(request)).toBeUndefined();
});

test('nobody gets the page but a frame', async () => {
  for (const destination of ['document', 'script', 'object', 'embed']) expect(await ask({ path: '', destination })).toBeUndefined();
});

test('nothing is had after the panel was closed, or of a plugin that was loaded anew', async () => {
  revision = '2';
  expect(await ask()).toBeUndefined();
  revision = '1';
  tickets.revoke('window-1', 'a.panel');
  expect(await ask()).toBeUndefined();
  expect(await ask({ path: '', destination: 'iframe' })).toBeUndefined();
});

test('the page’s policy names the frame’s own place and nothing else, no nonce and nothing unsafe', async () => {
  const policy = (await ask({ path: '', destination: 'iframe' }))?.headers['content-security-policy'] ?? '';
  const own = `http://${ticket.label}.localhost:1/frames/${ticket.token}/`;
  expect(policy).not.toMatch(/unsafe|nonce|strict-dynamic|allow-same-origin|allow-popups|\*/);
  expect(policy.match(/http:[^ ;]+/g)?.filter((source) => source !== own)).toEqual(['http://127.0.0.1:1']);
  for (const part of [
    "default-src 'none'",
    "connect-src 'none'",
    "frame-src 'none'",
    "worker-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ])
    expect(policy.split('; ')).toContain(part);
});
