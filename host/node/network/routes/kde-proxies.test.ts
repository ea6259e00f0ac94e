import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isKde, KdeProxies } from './kde-proxies.ts';
import { RouteResolver } from './route.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kde-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(lines: string, place = 'home'): Promise<void> {
  await mkdir(join(folder, place), { recursive: true });
  await writeFile(
    join(folder, place, 'kioslaverc'),
    `PersistentProxyConnection=false\n\n[Proxy Settings]\n${lines}\n\n[$Version]\nProxyType=9\n`,
  );
}

async function find(address = 'https://impact-emploi.example/'): Promise<string> {
  const systemProxies = new KdeProxies({ XDG_CONFIG_HOME: join(folder, 'home'), XDG_CONFIG_DIRS: join(folder, 'shared') });
  const routes = new RouteResolver({ warn: () => {}, environment: {}, systemProxies });
  const { proxy, source, detail } = await routes.resolve(new URL(address), { type: 'system' });
  const way = proxy ? `${proxy.protocol ?? (proxy.secure ? 'https' : 'http')}://${proxy.host}:${proxy.port}` : 'direct';
  return [way, source, detail].filter(Boolean).join(' ');
}

const proxies = 'httpProxy=http://plain.example 8080\nhttpsProxy=http://proxy.example 3128\nsocksProxy=socks://socks.example 1081';

test.each([
  ['no proxy', `ProxyType=0\n${proxies}`, 'direct system'],
  ['fixed ones', `ProxyType=1\n${proxies}`, 'http://proxy.example:3128 system'],
  ['one with a colon', 'ProxyType=1\nhttpsProxy=http://proxy.example:3128', 'http://proxy.example:3128 system'],
  ['one without a scheme', 'ProxyType=1\nhttpsProxy=proxy.example 3128', 'http://proxy.example:3128 system'],
  ['one over TLS', 'ProxyType=1\nhttpsProxy=https://proxy.example 3129', 'https://proxy.example:3129 system'],
  ['SOCKS alone', 'ProxyType=1\nsocksProxy=socks://socks.example 1081', 'socks5://socks.example:1081 system'],
  ['none for this scheme', 'ProxyType=1\nhttpProxy=http://plain.example 8080', 'direct system'],
  ['an exemption', `ProxyType=1\n${proxies}\nNoProxyFor=localhost,.example`, 'direct system'],
  ['another’s exemption', `ProxyType=1\n${proxies}\nNoProxyFor=.test`, 'http://proxy.example:3128 system'],
  ['a list turned round', `ProxyType=1\n${proxies}\nNoProxyFor=.test\nReversedException=true`, 'direct system'],
  [
    'a script',
    'ProxyType=2\nProxy Config Script=http://user:secret@conf.example/proxy.pac',
    'direct unreadable http://conf.example/proxy.pac',
  ],
  ['discovery', 'ProxyType=3', 'direct unreadable'],
  ['the environment', 'ProxyType=4\nhttpsProxy=HTTPS_PROXY', 'direct system'],
  ['marked keys', `ProxyType[$i]=1\nhttpsProxy[$e]=http://proxy.example 3128`, 'http://proxy.example:3128 system'],
  ['nonsense', 'ProxyType=1\nhttpsProxy=://: x y', 'direct system'],
])('%s', async (_what, lines, expected) => {
  await write(lines);
  expect(await find()).toBe(expected);
});

test('plain HTTP has a proxy of its own', async () => {
  await write(`ProxyType=1\n${proxies}`);
  expect(await find('http://impact-emploi.example/')).toBe('http://plain.example:8080 system');
});

test('without a file there is no proxy', async () => {
  expect(await find()).toBe('direct system');
});

test('the user’s settings stand over the system’s', async () => {
  await write(`ProxyType=1\n${proxies}`, 'shared');
  expect(await find()).toBe('http://proxy.example:3128 system');
  await write('ProxyType=0');
  expect(await find()).toBe('direct system');
});

test.each([
  ['KDE', 'linux', true],
  ['ubuntu:kde', 'linux', true],
  ['GNOME', 'linux', false],
  ['', 'linux', false],
  ['KDE', 'win32', false],
] as const)('the desktop "%s" on %s', (desktop, platform, expected) => {
  expect(isKde({ XDG_CURRENT_DESKTOP: desktop }, platform)).toBe(expected);
});
