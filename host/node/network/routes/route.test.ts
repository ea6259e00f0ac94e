import type { Proxy as SystemProxy } from '@vscode/os-proxy-resolver';
import { expect, test } from 'vitest';
import { Secret } from '../../../../core/secret.ts';
import { type ResolvedRoute, RouteResolver } from './route.ts';
import { OsProxies, type SystemProxies } from './system-proxies.ts';

const warnings: string[] = [];

/** A system that answers the same for every address. */
function system(answers: readonly SystemProxy[]): SystemProxies {
  return { resolve: async () => answers, reportFailed: () => {} };
}

function resolveSystem(url: string, environment: NodeJS.ProcessEnv, systemProxies = system([{ kind: 'direct' }])): Promise<ResolvedRoute> {
  warnings.length = 0;
  const resolver = new RouteResolver({ warn: (message) => warnings.push(message), environment, systemProxies });
  return resolver.resolve(new URL(url), { type: 'system' });
}

function endpoint({ proxy }: ResolvedRoute): string {
  return proxy === undefined ? 'direct' : `${proxy.protocol ?? (proxy.secure ? 'https' : 'http')}://${proxy.host}:${proxy.port}`;
}

test('direct is direct, whatever the environment says', async () => {
  const resolver = new RouteResolver({ warn: () => {}, environment: { HTTPS_PROXY: 'http://p:1' } });
  expect(await resolver.resolve(new URL('https://h/'), { type: 'direct' })).toEqual({ source: 'settings', detail: '' });
});

test('a proxy of the settings stands before every address, this machine’s too', async () => {
  const resolver = new RouteResolver({ warn: () => {}, environment: { NO_PROXY: '*' } });
  const password = new Secret('p');
  const route = await resolver.resolve(new URL('https://127.0.0.1/'), { type: 'proxy', host: '[::1]', port: 3128, user: 'u', password });
  expect(route).toEqual({ proxy: { host: '::1', port: 3128, secure: false, user: 'u', password }, source: 'settings', detail: '' });
});

test('an empty user is none', async () => {
  const resolver = new RouteResolver({ warn: () => {} });
  const route = { type: 'proxy', host: 'p', port: 1, user: '', password: new Secret('p') } as const;
  expect((await resolver.resolve(new URL('https://h/'), route)).proxy).toEqual({ host: 'p', port: 1, secure: false });
});

test('what can’t be a proxy is passed over, and where nothing is left nobody has said « directly »', async () => {
  const unusable = Array.from({ length: 10 }, () => ({ kind: 'http', host: `${'p'.repeat(300)}:1` }) as const);
  expect(endpoint(await resolveSystem('https://h/', {}, system([...unusable, { kind: 'http', host: 'p:1' }])))).toBe('http://p:1');
  expect(await resolveSystem('https://h/', {}, system(unusable))).toEqual({ source: 'unreadable', detail: '' });
});

test.each([
  ['https://h/', { HTTPS_PROXY: 'http://p:1' }, 'http://p:1'],
  ['https://h/', { https_proxy: 'p:1' }, 'http://p:1'],
  ['https://h/', { HTTPS_PROXY: 'http://large:1', https_proxy: 'http://small:2' }, 'http://small:2'],
  ['https://h/', { HTTP_PROXY: 'http://p:1' }, 'direct'],
  ['http://h/', { HTTP_PROXY: 'http://p:1', HTTPS_PROXY: 'http://q:1' }, 'http://p:1'],
  ['https://h/', { ALL_PROXY: 'http://p:1' }, 'http://p:1'],
  ['https://h/', { HTTPS_PROXY: 'https://p' }, 'https://p:443'],
  ['https://h/', { HTTPS_PROXY: 'http://p' }, 'http://p:80'],
  ['https://h/', { HTTPS_PROXY: '' }, 'direct'],
  ['https://h/', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'h' }, 'direct'],
  ['https://h:8443/', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'h:443' }, 'http://p:1'],
  ['https://h/', { HTTPS_PROXY: 'http://p:1', no_proxy: 'h:443' }, 'direct'],
  ['https://localhost/', { HTTPS_PROXY: 'http://p:1' }, 'direct'],
  ['https://127.0.0.1/', { ALL_PROXY: 'http://p:1' }, 'direct'],
  ['https://[::1]/', { HTTPS_PROXY: 'http://p:1' }, 'direct'],
])('the system’s way to %s with %j is %s', async (url, environment, expected) => {
  expect(endpoint(await resolveSystem(url, environment))).toBe(expected);
});

test('user and password of an environment’s proxy are decoded, and hidden', async () => {
  const { proxy } = await resolveSystem('https://h/', { HTTPS_PROXY: 'http://agence:p%40ss@p:1' });
  expect(proxy?.user).toBe('agence');
  expect(await proxy?.password?.reveal()).toBe('p@ss');
  expect(JSON.stringify(proxy)).not.toContain('p@ss');
});

test('a setting that can’t be used is warned of and told, without its password, and the way is direct', async () => {
  const route = await resolveSystem('https://h/', { ALL_PROXY: 'socks4://u:secret@p:1080' });
  expect(route).toEqual({ source: 'unreadable', detail: 'ALL_PROXY' });
  expect(warnings).toEqual(['A proxy setting of the environment can’t be used']);
});

/** Every way, in order. */
function ends(route: ResolvedRoute): string {
  return route.next ? `${endpoint(route)} ${ends(route.next)}` : endpoint(route);
}

test.each<[string, readonly SystemProxy[], string]>([
  ['no proxy', [{ kind: 'direct' }], 'direct'],
  ['a proxy', [{ kind: 'http', host: 'p:8080' }], 'http://p:8080'],
  ['a proxy over TLS', [{ kind: 'http', host: 'https://p:8443' }], 'https://p:8443'],
  ['an IPv6 address', [{ kind: 'http', host: '[2001:db8::1]:8080' }], 'http://2001:db8::1:8080'],
  [
    'several',
    [{ kind: 'http', host: 'first:1' }, { kind: 'http', host: 'second:1' }, { kind: 'direct' }],
    'http://first:1 http://second:1 direct',
  ],
  [
    'SOCKS before HTTP',
    [
      { kind: 'socks', host: 's:1' },
      { kind: 'http', host: 'p:1' },
    ],
    'socks5://s:1 http://p:1',
  ],
  ['SOCKS only', [{ kind: 'socks', host: 's:1' }], 'socks5://s:1'],
  ['what is no host', [{ kind: 'http', host: 'not a host' }, { kind: 'direct' }], 'direct'],
  ['nothing', [], 'direct'],
])('where the system’s settings name %s those are the ways', async (_what, answers, expected) => {
  expect(ends(await resolveSystem('https://h/', {}, system(answers)))).toBe(expected);
});

test('where answers come from is told, or that they are fixed settings where it isn’t known', async () => {
  const answers: SystemProxy[] = [{ kind: 'http', host: 'p:1' }];
  const pac = { ...system(answers), origin: async () => ({ source: 'pac', detail: 'http://c/proxy.pac' }) as const };
  expect(await resolveSystem('https://h/', {}, pac)).toMatchObject({ source: 'pac', detail: 'http://c/proxy.pac' });
  const silent = { ...system(answers), origin: () => Promise.reject(new Error('late')) };
  expect(await resolveSystem('https://h/', {}, silent)).toMatchObject({ proxy: { host: 'p' }, source: 'system', detail: '' });
});

test('a script that never says « directly » failed where that is the answer', async () => {
  const origin = async () => ({ source: 'pac', detail: 'http://c/proxy.pac', isNeverDirect: true }) as const;
  const failed = await resolveSystem('https://h/', {}, { ...system([{ kind: 'direct' }]), origin });
  expect(failed).toEqual({ source: 'unreadable', detail: 'http://c/proxy.pac' });
  const sound = await resolveSystem('https://h/', {}, { ...system([{ kind: 'http', host: 'p:1' }]), origin });
  expect(sound).toMatchObject({ proxy: { host: 'p' }, source: 'pac' });
});

test('where the system’s settings can’t be read the way is direct, with a warning', async () => {
  const broken: SystemProxies = { resolve: () => Promise.reject(new Error('no')), reportFailed: () => {} };
  expect(await resolveSystem('https://h/', {}, broken)).toEqual({ source: 'unreadable', detail: '' });
  expect(warnings).toHaveLength(1);
});

test('a failed proxy is told to the system, in its own words', async () => {
  const failed: SystemProxy[] = [];
  const systemProxies = { ...system([{ kind: 'http', host: 'p:1' }]), reportFailed: (proxy: SystemProxy) => failed.push(proxy) };
  (await resolveSystem('https://h/', {}, systemProxies)).reportFailed?.();
  expect(failed).toEqual([{ kind: 'http', host: 'p:1' }]);
});

test('this computer’s own settings can be asked', async () => {
  const answers = await new OsProxies().resolve('https://www.example.com/');
  expect(answers.length).toBeGreaterThan(0);
  for (const answer of answers) expect(['direct', 'http', 'socks']).toContain(answer.kind);
});

test.each([
  ['https://h.example:8443/depots/jeton?cle=secret', 'https://h.example:8443/'],
  ['http://h.example/updates?cle=secret', 'http://h.example/updates'],
])('a script of the network is told of %s no more than %s', async (url, told) => {
  const asked: string[] = [];
  const resolve = async (address: string) => {
    asked.push(address);
    return [{ kind: 'direct' as const }];
  };
  await resolveSystem(url, {}, { resolve, reportFailed: () => {} });
  expect(asked).toEqual([told]);
});
