import type { ProxyConfig } from '@vscode/os-proxy-resolver';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { describeOrigin, OsProxies, withoutSecrets } from './system-proxies.ts';

afterEach(() => {
  vi.doUnmock('@vscode/os-proxy-resolver');
});

const quiet = { state: 'disabled' } as const;
const script = 'function FindProxyForURL() { return "DIRECT"; }';

const config = (found: Partial<ProxyConfig>): ProxyConfig => ({
  environment: {},
  autoDetect: false,
  wpadDhcp: quiet,
  wpadDns: quiet,
  configuredPac: quiet,
  ...found,
});

describe('where answers come from', () => {
  test.each<[string, Partial<ProxyConfig>, object]>([
    ['nothing', {}, { source: 'system', detail: '' }],
    ['fixed settings', { staticRules: { http: { kind: 'http', host: 'p:1' } } }, { source: 'system', detail: '' }],
    [
      'a script that the settings name',
      { pacUrl: 'http://c/p.pac', pac: { url: 'http://c/p.pac', content: script, source: 'configured' } },
      { source: 'pac', detail: 'http://c/p.pac', isNeverDirect: false },
    ],
    [
      'a script that the network announces',
      { autoDetect: true, pac: { url: 'http://wpad/wpad.dat', content: 'PROXY', source: 'wpad-dhcp' } },
      { source: 'wpad', detail: 'http://wpad/wpad.dat', isNeverDirect: true },
    ],
    ['a script that can’t be fetched', { pacUrl: 'http://u:p@c/p.pac?k=s' }, { source: 'unreadable', detail: 'http://c/p.pac' }],
    [
      'an announced script that can’t be fetched',
      { autoDetect: true, wpadDns: { state: 'error-download', url: 'http://wpad/wpad.dat' } },
      { source: 'unreadable', detail: 'http://wpad/wpad.dat' },
    ],
    ['no script announced', { autoDetect: true, wpadDns: { state: 'not-found' } }, { source: 'system', detail: '' }],
  ])('%s', (_what, found, origin) => {
    expect(describeOrigin(config(found))).toEqual(origin);
  });

  test.each([
    ['http://user:password@host:8080/a/proxy.pac?key=secret#part', 'http://host:8080/a/proxy.pac'],
    ['file:///C:/proxy.pac', 'file:///C:/proxy.pac'],
    ['data:application/x-ns-proxy-autoconfig,secret', 'data:'],
    ['no address', ''],
  ])('the address %s is told without secrets', (address, told) => {
    expect(withoutSecrets(address)).toBe(told);
  });
});

describe('a library', () => {
  test('that can’t be loaded is told by who asks it, and by nobody else', async () => {
    vi.doMock('@vscode/os-proxy-resolver', () => {
      throw new Error('no native part for this system');
    });
    const proxies = new OsProxies();
    const listening = proxies.onDidChange(() => {});
    await expect(proxies.resolve('https://h/')).rejects.toThrow();
    await expect(proxies.origin()).rejects.toThrow();
    listening.dispose();
  });

  test('that takes too long is left alone for a while, and asked at once where the settings or the network changed', async () => {
    const library = { configGeneration: 1, asked: 0 };
    class ProxyResolver {
      get configGeneration() {
        return library.configGeneration;
      }
      resolve() {
        library.asked += 1;
        return new Promise(() => {});
      }
      onChange() {}
    }
    vi.doMock('@vscode/os-proxy-resolver', () => ({ ProxyResolver }));
    let network = 'office';
    const proxies = new OsProxies({ timeoutMs: 20, restMs: 60_000, originTimeoutMs: 20, readNetwork: () => network });
    const ask = () => expect(proxies.resolve('https://h/')).rejects.toThrow('took');
    await ask();
    await ask();
    expect(library.asked).toBe(1);
    library.configGeneration = 2;
    await ask();
    expect(library.asked).toBe(2);
    network = 'home';
    await ask();
    expect(library.asked).toBe(3);
  });
});
