import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WorkbenchSnapshot } from '../../../core/protocol/window-protocol.ts';
import { HostServer, type HostServerOptions, parseAcceptLanguage } from './host-server.ts';
import { OneTimeTokens } from './one-time-tokens.ts';
import { StaticFolder } from './static-folder.ts';
import { loadWorkbenchPage } from './workbench-page.ts';

const pageSource = `<!doctype html><html lang="fr"><head><title>x</title>
<script type="importmap">{"imports":{}}</script><script type="module" src="/workbench/main-12345678.js"></script></head><body></body></html>`;

let folder: string;
let options: HostServerOptions;
let server: HostServer;
let refusals: string[];
let openSessions: Set<string>;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request whose headers are sent as given: `fetch` would not let a test forge `Host` or `Origin`. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port: server.port, path, method, headers, agent: false }, (incoming) => {
      let body = '';
      incoming.setEncoding('utf8').on('data', (chunk) => (body += chunk));
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }));
    });
    outgoing.on('error', reject).end();
  });
}

async function signIn(): Promise<{ cookie: string }> {
  const { headers } = await ask(new URL(server.issueWindowUrl()).search.replace(/^/, '/'));
  return { cookie: String(headers['set-cookie']).split(';', 1)[0] ?? '' };
}

async function prepareFiles(): Promise<void> {
  await mkdir(join(folder, 'workbench'));
  await mkdir(join(folder, 'plugin/node_modules'), { recursive: true });
  await writeFile(join(folder, 'secret.js'), 'outside');
  await writeFile(join(folder, 'workbench/index.html'), pageSource);
  await writeFile(join(folder, 'workbench/main-12345678.js'), 'plain');
  await writeFile(join(folder, 'workbench/main-12345678.js.br'), 'brotli');
  await writeFile(join(folder, 'plugin/panel.js'), 'panel');
  await writeFile(join(folder, 'plugin/plugin.js'), 'main half');
  await writeFile(join(folder, 'plugin/package.json'), '{}');
  await writeFile(join(folder, 'plugin/.env'), 'PASSWORD=1');
  await writeFile(join(folder, 'plugin/node_modules/dependency.js'), '');
  await symlink(join(folder, 'secret.js'), join(folder, 'plugin/link.js'));
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'host-server-'));
  await prepareFiles();
  refusals = [];
  openSessions = new Set();
  const pluginFolder = new StaticFolder(join(folder, 'plugin'), (path) => path !== 'plugin.js' && path !== 'package.json');
  options = {
    tokens: new OneTimeTokens(),
    sessions: {
      begin: async () => {
        const key = `session-${openSessions.size}`;
        openSessions.add(`place ${key}`);
        return { place: 'place', key };
      },
      isOpen: async ({ place, key }) => openSessions.has(`${place} ${key}`),
    },
    page: () => loadWorkbenchPage(join(folder, 'workbench/index.html')),
    snapshot: async (languages) =>
      ({ language: languages[0] === 'en' ? 'en' : 'fr', demo: '</script><b>' }) as unknown as WorkbenchSnapshot,
    frames: { answer: async () => undefined },
    icons: async () => ({ plug: '<svg></svg>' }),
    workbenchFiles: new StaticFolder(join(folder, 'workbench')),
    pluginFiles: async (plugin, revision) => (plugin === 'hello' && revision === '1' ? pluginFolder : undefined),
    denialTexts: async (denial) => ({ title: 'Accès refusé', reason: denial, remedy: 'Relancez la commande.' }),
    onUpgrade: (_request, socket) => socket.destroy(),
    onDenied: (denial, reason) => refusals.push(`${denial}: ${reason}`),
    onError: (error) => {
      throw error;
    },
  };
  server = new HostServer(options);
  await server.listen([0]);
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

describe('who may come in', () => {
  test('a token opens a session, and answers with a cookie that no script and no other site can use', async () => {
    const answer = await ask(new URL(server.issueWindowUrl()).search.replace(/^/, '/'));
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/fenetre/place/');
    expect(answer.headers['set-cookie']).toEqual([`boule-bleue-${server.port}=session-0; Path=/fenetre/place/; HttpOnly; SameSite=Strict`]);
    const { status } = await ask('/fenetre/place/', await signIn());
    expect(status).toBe(200);
  });

  test('a token is good once', async () => {
    const path = new URL(server.issueWindowUrl()).search.replace(/^/, '/');
    await ask(path);
    const again = await ask(path);
    expect(again.status).toBe(403);
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(refusals).toEqual(['token: unknown or used']);
  });

  test('a wrong token, a repeated parameter and no session are told what to do, without detail', async () => {
    for (const path of ['/?jeton=wrong', '/?jeton=a&jeton=b', '/', '/workbench/main-12345678.js', '/nothing-there']) {
      const answer = await ask(path);
      expect(answer.status, path).toBe(403);
      expect(answer.body).toContain('Relancez la commande.');
      expect(answer.body).not.toContain('unknown');
    }
  });

  test('a cookie is good at its own place alone, whoever brings it', async () => {
    const session = await signIn();
    for (const path of ['/', '/fenetre/other/', '/fenetre//', '/fenetre/', '/fenetre/place', '/workbench/main-12345678.js'])
      expect((await ask(path, session)).status, path).toBe(403);
    expect((await ask('/fenetre/place/', session)).status).toBe(200);
  });

  test('a made-up cookie opens nothing', async () => {
    const { status } = await ask('/fenetre/place/', { cookie: `boule-bleue-${server.port}=made-up; other=1` });
    expect(status).toBe(403);
  });

  test('cookies planted beside the session’s keep nobody out', async () => {
    const planted = `boule-bleue-${server.port}=planted`;
    const { cookie } = await signIn();
    expect((await ask('/fenetre/place/', { cookie: `${planted}; ${cookie}; ${planted}` })).status).toBe(200);
    expect((await ask('/fenetre/place/', { cookie: `${planted}; ${planted}` })).status).toBe(403);
  });

  test('guessing tokens is stopped, and shuts nobody out who holds a good one', async () => {
    for (let guess = 0; guess < 10; guess++) await ask(`/?jeton=guess-${guess}`);
    const { status, body } = await ask('/?jeton=one-more');
    expect(status).toBe(403);
    expect(body).toContain('tooManyTokens');
    expect((await ask(`/${new URL(server.issueWindowUrl()).search}`)).status).toBe(303);
  });

  test('a rebound name is refused, whatever it brings along', async () => {
    const session = await signIn();
    for (const host of [
      'evil.example',
      `evil.example:${server.port}`,
      '127.0.0.1',
      `127.0.0.1:${server.port + 1}`,
      `[::1]:${server.port}`,
    ]) {
      const { status } = await ask('/fenetre/place/', { ...session, host });
      expect(status, host).toBe(403);
    }
    expect((await ask('/fenetre/place/', { ...session, host: `localhost:${server.port}` })).status).toBe(200);
  });

  test('a page of another origin is refused, one on another port of this machine too', async () => {
    const session = await signIn();
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `http://localhost:${server.port}` },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of foreign)
      expect((await ask('/fenetre/place/', { ...session, ...headers })).status, JSON.stringify(headers)).toBe(403);
    expect((await ask('/fenetre/place/', { ...session, origin: server.origin, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  test('a foreign page cannot use up the attempts', async () => {
    for (let guess = 0; guess < 20; guess++) await ask(`/?jeton=guess-${guess}`, { 'sec-fetch-site': 'cross-site' });
    expect((await ask(new URL(server.issueWindowUrl()).search.replace(/^/, '/'))).status).toBe(303);
  });

  test('only reading is understood', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND']) {
      expect((await ask('/fenetre/place/', await signIn(), method)).status, method).toBe(405);
    }
  });

  test('bad addresses and too large headers end in a short answer', async () => {
    expect((await ask('/fenetre/place/%zz', await signIn())).status).toBe(400);
    expect((await ask('/fenetre/place/', { ...(await signIn()), 'x-large': 'x'.repeat(20_000) })).status).toBe(431);
  });
});

describe('what is served', () => {
  test('the page may run code of this host alone', async () => {
    const { headers } = await ask('/fenetre/place/', await signIn());
    const importMapHash = createHash('sha256').update('{"imports":{}}').digest('base64');
    const policy = String(headers['content-security-policy']);
    expect(policy).not.toContain('unsafe');
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src 'self' 'sha256-${importMapHash}'`,
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      `connect-src 'self' ws://127.0.0.1:${server.port}`,
      `frame-src http://*.localhost:${server.port}/frames/ http://127.0.0.1:${server.port}/frames/`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
    expect(headers['permissions-policy']).toContain('camera=()');
  });

  test('denials carry a policy that allows nothing', async () => {
    const { headers } = await ask('/');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; frame-ancestors 'none'/);
    expect(headers['cache-control']).toBe('no-store');
  });

  test('the page holds the snapshot, in the wanted language, and no text in it can end its element', async () => {
    const { body } = await ask('/fenetre/place/', { ...(await signIn()), 'accept-language': 'en-GB;q=0.5, en;q=0.9, fr;q=0.1' });
    const json = /<script type="application\/json" id="snapshot">(.*?)<\/script>/.exec(body)?.[1] ?? '';
    expect(JSON.parse(json)).toEqual({ language: 'en', demo: '</script><b>' });
    expect(json).not.toContain('<');
    expect(body).toContain('<html lang="en">');
  });

  test('the page is compressed for browsers that take it', async () => {
    const { headers } = await ask('/fenetre/place/', { ...(await signIn()), 'accept-encoding': 'gzip, br' });
    expect(headers['content-encoding']).toBe('br');
  });

  test('files with a hash in their name are kept for ever, compressed where the build did so', async () => {
    const session = await signIn();
    const compressed = await ask('/fenetre/place/workbench/main-12345678.js', { ...session, 'accept-encoding': 'gzip, br' });
    expect(compressed.body).toBe('brotli');
    expect(compressed.headers).toMatchObject({ 'content-encoding': 'br', 'cache-control': 'private, max-age=31536000, immutable' });
    const plain = await ask('/fenetre/place/workbench/main-12345678.js', { ...session, 'accept-encoding': 'br;q=0' });
    expect(plain.body).toBe('plain');
    expect(plain.headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  test('of a plugin, only what a window needs is served, and only for the revision in force', async () => {
    const session = await signIn();
    expect((await ask('/fenetre/place/plugins/hello/1/panel.js', session)).body).toBe('panel');
    const refused = [
      'hello/1/plugin.js',
      'hello/1/package.json',
      'hello/1/.env',
      'hello/1/link.js',
      'hello/1/node_modules/dependency.js',
      'hello/2/panel.js',
      'other/1/panel.js',
    ];
    for (const path of refused) expect((await ask(`/fenetre/place/plugins/${path}`, session)).status, path).toBe(404);
  });

  test('no path leads out of a folder', async () => {
    const session = await signIn();
    const paths = [
      '../secret.js',
      '..%2fsecret.js',
      '%2e%2e/secret.js',
      '....//secret.js',
      '..\\secret.js',
      '/etc/passwd',
      'x/../../secret.js',
    ];
    for (const path of paths) {
      expect((await ask(`/fenetre/place/workbench/${path}`, session)).status, path).toBe(404);
      expect((await ask(`/fenetre/place/plugins/hello/1/${path}`, session)).status, path).toBe(404);
    }
    expect((await ask('/fenetre/place/workbench/index.html', session)).status).toBe(404);
  });
});

describe('which port', () => {
  test('the next port is tried when the wanted one is taken, and the last one may fail', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const taken = (blocker.address() as { port: number }).port;
    await server.close();
    server = new HostServer(options);
    await expect(server.listen([taken])).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await server.listen([taken, 0]);
    expect(server.port).not.toBe(taken);
    blocker.close();
  });
});

test('languages are ordered by their weight, and unwanted ones left out', () => {
  expect(parseAcceptLanguage('de;q=0, en;q=0.5, fr-FR, fr;q=0.9')).toEqual(['fr-FR', 'fr', 'en']);
  expect(parseAcceptLanguage(undefined)).toEqual([]);
});
