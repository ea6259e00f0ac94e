import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Proxy as SystemProxy } from '@vscode/os-proxy-resolver';
import { hostOf, portOf } from '../web-address.ts';
import { isExempt } from './no-proxy.ts';
import { type SystemOrigin, type SystemProxies, withoutSecrets } from './system-proxies.ts';

/** The group « Proxy Settings », by key. */
type ProxySettings = Readonly<Record<string, string>>;

/** Values of `ProxyType` (KProtocolManager). The fourth names variables of the environment, which is heard before anyway. */
const types = { fixed: '1', script: '2', discovery: '3' } as const;

export function isKde({ XDG_CURRENT_DESKTOP = '' }: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  return platform === 'linux' && XDG_CURRENT_DESKTOP.toUpperCase().split(':').includes('KDE');
}

/** KDE's settings (`kioslaverc`), which the library doesn't read. Its scripts aren't run: they are told to be of no use. Read at each question. */
export class KdeProxies implements SystemProxies {
  constructor(private readonly environment: NodeJS.ProcessEnv = process.env) {}

  async resolve(address: string): Promise<readonly SystemProxy[]> {
    const settings = await this.read();
    if (settings.ProxyType === types.script || settings.ProxyType === types.discovery) return [];
    if (settings.ProxyType !== types.fixed) return [{ kind: 'direct' }];
    const url = new URL(address);
    const isListed = isExempt(settings.NoProxyFor ?? '', hostOf(url), portOf(url));
    // Turned round, the list names those that do need the proxy.
    if (isListed !== (settings.ReversedException === 'true')) return [{ kind: 'direct' }];
    return [
      readProxy('http', settings[url.protocol === 'https:' ? 'httpsProxy' : 'httpProxy']) ?? readProxy('socks', settings.socksProxy),
    ].map((proxy) => proxy ?? { kind: 'direct' });
  }

  async origin(): Promise<SystemOrigin> {
    const { ProxyType, 'Proxy Config Script': script = '' } = await this.read();
    if (ProxyType === types.script) return { source: 'unreadable', detail: withoutSecrets(script) };
    return { source: ProxyType === types.discovery ? 'unreadable' : 'system', detail: '' };
  }

  reportFailed(): void {
    // There is never another one.
  }

  /** The user's own settings stand over those of the whole system. */
  private async read(): Promise<ProxySettings> {
    const { XDG_CONFIG_HOME, XDG_CONFIG_DIRS } = this.environment;
    const shared = (XDG_CONFIG_DIRS || '/etc/xdg').split(':').reverse();
    const folders = [...shared, XDG_CONFIG_HOME || join(homedir(), '.config')];
    const files = await Promise.all(folders.map((folder) => readGroup(join(folder, 'kioslaverc'))));
    return Object.assign({}, ...files);
  }
}

async function readGroup(file: string): Promise<ProxySettings> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return {};
  }
  const [, group = ''] = /^\[Proxy Settings\]\n((?:(?!\[).*(?:\n|$))*)/m.exec(text.replaceAll('\r', '')) ?? [];
  // `key[$e]=value`: the value may name variables, which nobody writes by hand; `key[$i]`: not to be changed.
  const lines = group.matchAll(/^([^=\n[]+?)\s*(?:\[[^\]\n]*\])?\s*=\s*(.*?)\s*$/gm);
  return Object.fromEntries([...lines].map(([, key = '', value = '']) => [key, value]));
}

/** `http://proxy.example 3128`, as KDE writes it, or with a colon. */
function readProxy(kind: 'http' | 'socks', value = ''): SystemProxy | undefined {
  const written = value.trim().replace(/\s+(\d+)$/, ':$1');
  const url = URL.parse(written.includes('://') ? written : `http://${written}`);
  if (url === null || url.hostname === '') return undefined;
  const port = url.port || (kind === 'socks' ? '1080' : url.protocol === 'https:' ? '443' : '80');
  return { kind, host: `${kind === 'http' && url.protocol === 'https:' ? 'https://' : ''}${url.hostname}:${port}` };
}
