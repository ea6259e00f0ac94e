import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Permissions } from '../../../core/manifest/permissions.ts';
import type { Serialisable } from '../../../core/message.ts';
import { ContractHost } from '../../contract/contract-host.ts';
import { findPlugins, type PluginFolder, readPlugin } from '../../contract/plugin-folders.ts';
import { MisbehavingServer } from '../../servers/misbehaving-server.ts';
import { openPluginHost, type PluginSource, PluginSources } from '../../support/isolated-plugin.ts';
import { echo, NetworkFixture } from '../../support/network-fixture.ts';

/** What a plugin tried came to: a value, or the code of the error. */
type Outcome = { readonly value?: unknown; readonly code?: string; readonly subject?: string };

const services = {
  accounts: 'AccountService',
  commands: 'CommandService',
  contextKeys: 'ContextKeyService',
  dialogs: 'DialogService',
  files: 'FileService',
  hooks: 'HookService',
  network: 'NetworkService',
  notifications: 'NotificationService',
  networkProbe: 'NetworkProbeService',
  secrets: 'SecretService',
  settings: 'SettingsService',
  storage: 'StorageService',
  window: 'WindowService',
} as const;
type Service = keyof typeof services;

/** Calls whatever service it is told to, as often as it is told to. */
function caller(name: string, permissions: Permissions, settings: Readonly<Record<string, string>> = {}): PluginSource {
  const wanted = (Object.keys(services) as Service[]).filter((service) => isFree(service) || (permissions as never)[permissionOf(service)]);
  const properties = Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key, { type: 'string', default: value, description: 'x' }]),
  );
  const schema = { type: 'object' };
  const commands = ['call', 'tap', 'set-secret'].map((command) => ({ command: `${name}.${command}`, title: command, arguments: schema }));
  return {
    name,
    packageJson: {
      permissions,
      contributes: {
        commands,
        configuration: { properties },
        hooks: [{ id: `${name}.hook`, kind: 'series', description: 'x' }],
      },
    },
    files: {
      'plugin.js': `
        import { Secret, ${wanted.map((service) => services[service]).join(', ')} } from 'boule-bleue';
        export default class Caller {
          static services = [${wanted.map((service) => services[service]).join(', ')}];
          constructor(...given) {
            this.services = Object.fromEntries(given.map((service, index) => [${JSON.stringify(wanted)}[index], service]));
          }
          activate() {
            const tried = (work) => async (args) => {
              try {
                const value = await work(args);
                return { value: value instanceof Secret ? await value.reveal() : typeof value === 'function' ? null : value ?? null };
              } catch (error) {
                return { code: error.code ?? error.name, subject: String(error.details?.subject ?? '') };
              }
            };
            const { commands, hooks, secrets } = this.services;
            commands.register('${name}.call', tried(async ({ service, method, args }) => {
              const value = await this.services[service][method](...args);
              return typeof value?.dispose === 'function' ? 'done' : value;
            }));
            commands.register('${name}.tap', tried(({ hook, answer }) => void hooks.tap(hook, () => answer)));
            commands.register('${name}.set-secret', tried(({ as, value }) => secrets.set(as, new Secret(value))));
          }
        }`,
    },
  };
}

function permissionOf(service: Service): keyof Permissions {
  return service === 'window' ? 'openExternal' : (service as keyof Permissions);
}

function isFree(service: Service): boolean {
  return ['commands', 'contextKeys', 'hooks', 'settings', 'storage'].includes(service);
}

const configOf = (key: string) => `\${config:${key}}`;
const everything = { notifications: true, dialogs: true, openExternal: true, secrets: true, files: true, accounts: true };

const isCredentials = ({ manifest }: PluginFolder) => manifest.id === 'credentials';

let fixture: NetworkFixture;
let sources: PluginSources;
beforeAll(async () => {
  fixture = await NetworkFixture.create();
});
afterEach(() => fixture.dispose());
afterAll(() => sources?.[Symbol.asyncDispose]());

describe.each(['inline', 'isolated'] as const)('a plugin that runs %s', (runtime) => {
  async function open(...plugins: PluginSource[]): Promise<ContractHost> {
    await sources?.[Symbol.asyncDispose]();
    sources = await PluginSources.create();
    const host = await openPluginHost(sources, plugins, { runtime, dialer: fixture.dialer() });
    host.openWindow();
    return host;
  }

  async function attempt(host: ContractHost, service: Service, method: string, ...args: unknown[]): Promise<Outcome> {
    return (await run(host, 'evil.call', { service, method, args } as never)) as Outcome;
  }

  const run = ({ parts }: ContractHost, command: string, args: Serialisable) =>
    parts.shell.commands.execute(command, args, AbortSignal.timeout(20_000));

  const revoke = (host: ContractHost, permissions: Permissions) =>
    host.parts.permissions.setGranted(host.found('evil'), permissions, false);
  const restore = (host: ContractHost, permissions: Permissions) =>
    host.parts.permissions.setGranted(host.found('evil'), permissions, true);

  test.each(['accounts', 'dialogs', 'files', 'network', 'networkProbe', 'notifications', 'secrets', 'window'] as const)(
    'does not get the service %s, for which its manifest does not ask',
    async (service) => {
      const source = caller('evil', { [permissionOf(service)]: service === 'network' ? ['https://a.example'] : true });
      await using host = await open({ ...source, packageJson: { ...source.packageJson, permissions: {} } });
      const activation = host.parts.shell.plugins.activate('evil');
      await expect(activation).rejects.toMatchObject({ code: 'service.not-granted', details: { permission: permissionOf(service) } });
    },
  );

  test('reaches the granted origin alone, whatever a redirect says, and nothing inside without leave', async () => {
    const elsewhere = vi.fn(echo);
    const victim = await fixture.serve(elsewhere);
    const origin = await fixture.serve((_request, response) => response.writeHead(302, { location: victim }).end());
    await using host = await open(caller('evil', { network: [origin, 'https://127.0.0.1:1'], privateNetwork: true, networkProbe: true }));
    const request = (url: string) => attempt(host, 'network', 'request', { url, followRedirects: 5 });
    expect(await request(victim)).toEqual({ code: 'permission.denied', subject: victim });
    expect(await request(origin)).toEqual({ code: 'permission.denied', subject: victim });
    expect(elsewhere).not.toHaveBeenCalled();
    await revoke(host, { privateNetwork: true });
    expect(await request(origin)).toEqual({ code: 'permission.denied', subject: 'localhost' });
    expect(await request('https://0x7f000001:1')).toEqual({ code: 'permission.denied', subject: '127.0.0.1' });
    expect(await attempt(host, 'networkProbe', 'probe', { url: victim })).toEqual({ code: 'permission.denied', subject: 'localhost' });
    const journal = await host.parts.requests.list('evil');
    const denied = 'permission.denied';
    expect(journal.map(({ status, cause }) => status ?? cause)).toEqual([denied, denied, denied, denied, 302, denied]);
  });

  test('leaves a trace of what it tries once its only origin and its probes are taken back', async () => {
    const origin = await fixture.serve(echo);
    const permissions = { network: [origin], privateNetwork: true, networkProbe: true } as const;
    await using host = await open(caller('evil', permissions));
    await host.parts.shell.plugins.activate('evil');
    await revoke(host, permissions);
    const url = `${origin}/hours?month=2026-11`;
    expect(await attempt(host, 'network', 'request', { url, method: 'PUT' })).toMatchObject({ code: 'permission.denied' });
    expect(await attempt(host, 'networkProbe', 'probe', { url })).toMatchObject({ code: 'permission.denied' });
    const refused = { origin, path: '/hours', status: null, cause: 'permission.denied', sentBytes: 0, receivedBytes: 0 };
    expect(await host.parts.requests.list('evil')).toMatchObject([
      { ...refused, method: 'GET' },
      { ...refused, method: 'PUT' },
    ]);
  });

  test('loses a request under way when its origin is taken back', async () => {
    const server = fixture.own(await MisbehavingServer.start({ misbehaviour: 'blackhole' }));
    const { origin } = new URL(server.url('https'));
    await using host = await open(caller('evil', { network: [origin, 'https://b.example'], privateNetwork: true }));
    const request = attempt(host, 'network', 'request', { url: origin, timeoutMs: 60_000 });
    await vi.waitFor(() => expect(server.openConnections).toBe(1), 10_000);
    await revoke(host, { network: [origin] });
    expect(await request).toEqual({ code: 'permission.denied', subject: origin });
    await vi.waitFor(() => expect(server.openConnections).toBe(0));
  });

  test('does not widen its grant by its own setting; the user does', async () => {
    const good = await fixture.serve(echo);
    const evil = await fixture.serve(echo);
    const permissions = { network: [configOf('evil.server'), 'https://b.example'], privateNetwork: true };
    await using host = await open(caller('evil', permissions, { 'evil.server': good }));
    const request = (url: string) => attempt(host, 'network', 'request', { url });
    expect(await request(good)).toMatchObject({ value: { status: 200 } });
    expect(await attempt(host, 'settings', 'update', { 'evil.server': evil })).toEqual({ value: null });
    expect(await request(evil)).toEqual({ code: 'permission.denied', subject: evil });
    const changes = { 'evil.server': evil };
    await host.parts.permissions.setByUser(changes, () => host.parts.shell.settings.update(changes));
    expect(await request(evil)).toMatchObject({ value: { status: 200 } });
    expect(await request(good)).toEqual({ code: 'permission.denied', subject: good });
  });

  test('has every service cut off when its permission is taken back, and back once it is granted again', async () => {
    await using host = await open(caller('evil', everything));
    const tries: readonly (readonly [Service, string, ...unknown[]])[] = [
      ['accounts', 'list'],
      ['secrets', 'list'],
      ['window', 'openExternal', 'https://a.example'],
      ['notifications', 'show', { severity: 'info', message: { key: 'k' } }],
    ];
    const refusedAnyway: typeof tries = [
      ['dialogs', 'confirm', { message: { key: 'k' }, confirmLabel: { key: 'k' } }],
      ['files', 'pick', { title: { key: 'k' } }],
      ['files', 'offer', { name: 'a.txt', text: 'x' }],
    ];
    for (const [service, ...call] of tries) expect(await attempt(host, service, ...call)).toHaveProperty('value');
    expect(host.parts.notifications.list()).toHaveLength(1);
    await revoke(host, everything);
    expect(host.parts.notifications.list()).toEqual([]);
    for (const [service, ...call] of [...tries, ...refusedAnyway]) {
      expect(await attempt(host, service, ...call), `${service}.${call[0]}`).toMatchObject({ code: 'permission.denied' });
    }
    expect([host.parts.dialogs.pendingCount, host.parts.notifications.list()]).toEqual([0, []]);
    await restore(host, everything);
    for (const [service, ...call] of tries) expect(await attempt(host, service, ...call)).toHaveProperty('value');
  });

  test('has its question taken away when the permission to ask is', async () => {
    await using host = await open(caller('evil', everything));
    const asking = attempt(host, 'dialogs', 'askSecret', { title: { key: 'k' }, label: { key: 'k' } });
    const picking = attempt(host, 'files', 'pick', { title: { key: 'k' } });
    await vi.waitFor(() => expect(host.parts.dialogs.pendingCount).toBe(2), 10_000);
    await revoke(host, everything);
    expect(await Promise.all([asking, picking])).toMatchObject([{ code: 'permission.denied' }, { code: 'permission.denied' }]);
    expect(host.parts.dialogs.pendingCount).toBe(0);
  });

  test('is asked by a hook as long as it is granted, and never by one that its manifest does not name', async () => {
    await using host = await open(caller('evil', { hooks: ['network.route', 'accounts.list'] }));
    const ask = () => host.parts.shell.hooks.call('shell', 'accounts.list', {}, new AbortController().signal);
    expect(await run(host, 'evil.tap', { hook: 'connection.onDidAuthenticate', answer: 1 })).toMatchObject({ code: 'hook.not-granted' });
    await run(host, 'evil.tap', { hook: 'accounts.list', answer: [] });
    expect(await ask()).toEqual({ plugin: 'evil', value: [] });
    await revoke(host, { hooks: ['accounts.list'] });
    expect(await ask()).toBeUndefined();
    await run(host, 'evil.tap', { hook: 'accounts.list', answer: [1] });
    expect(await ask()).toBeUndefined();
    await restore(host, { hooks: ['accounts.list'] });
    expect(await ask()).toEqual({ plugin: 'evil', value: [] });
  });

  test('reads of the accounts their names alone', async () => {
    sources = await PluginSources.create();
    const folders = [readPlugin(await sources.write(caller('evil', { accounts: true }))), ...findPlugins().filter(isCredentials)];
    await using host = await ContractHost.open({ runtime, plugins: folders });
    const typed = { account: 'Administrateur', siret: '73282932000074', lastName: 'Dupont', firstName: 'Élise' };
    await run(host, 'credentials.save', { ...typed, netEntreprisesPassword: 'Azerty1' });
    expect(await attempt(host, 'accounts', 'list')).toEqual({ value: [{ id: 'administrateur', name: 'Administrateur' }] });
    expect(await attempt(host, 'commands', 'execute', 'credentials.open')).toMatchObject({ code: 'permission.denied' });
  });

  test('does not call hooks of others', async () => {
    await using host = await open(caller('evil', {}), caller('victim', {}));
    for (const hook of ['victim.hook', 'network.route', 'accounts.list']) {
      expect(await attempt(host, 'hooks', 'call', hook, {})).toMatchObject({ code: 'hook.foreign' });
    }
  });

  test('runs commands of others only while they are granted', async () => {
    const victim = caller('victim', {});
    await using host = await open(caller('evil', { commands: ['victim.tap'] }), victim);
    const harmless = { service: 'commands', method: 'toString', args: [] };
    expect(await attempt(host, 'commands', 'execute', 'victim.call', harmless)).toEqual({
      code: 'permission.denied',
      subject: 'victim.call',
    });
    expect(await attempt(host, 'commands', 'execute', 'victim.tap', { hook: 'victim.hook', answer: 1 })).toHaveProperty('value');
    await revoke(host, { commands: ['victim.tap'] });
    const again = await attempt(host, 'commands', 'execute', 'victim.tap', { hook: 'victim.hook', answer: 1 });
    expect(again).toEqual({ code: 'permission.denied', subject: 'victim.tap' });
  });

  test('never runs the shell’s own commands, were they granted by mistake', async () => {
    await using host = await open(caller('evil', { commands: ['shell.plugins.set-permission'] }));
    const args = { plugin: 'evil', permission: 'secrets', isGranted: true };
    const outcome = await attempt(host, 'commands', 'execute', 'shell.plugins.set-permission', args);
    expect(outcome).toEqual({ code: 'permission.denied', subject: 'shell.plugins.set-permission' });
  });

  test('runs nothing by a button that it showed while it was granted', async () => {
    await using host = await open(caller('evil', { commands: ['victim.tap'], notifications: true }), caller('victim', {}));
    const actions = [{ title: { key: 'k' }, command: 'victim.tap', args: { hook: 'victim.hook' } }];
    await attempt(host, 'notifications', 'show', { severity: 'info', message: { key: 'k' }, actions });
    await vi.waitFor(() => expect(host.parts.notifications.list()).toHaveLength(1));
    await revoke(host, { commands: ['victim.tap'] });
    const [shown] = host.parts.notifications.list();
    host.parts.notifications.answer(shown?.id ?? '', 0);
    await vi.waitFor(() => expect(host.parts.notifications.list()).toMatchObject([{ severity: 'error' }]));
    expect(host.state('victim')).toBe('inactive');
  });

  test('neither reads nor names what another keeps: secrets, documents, settings, context keys', async () => {
    const victim = caller('evil.inner', { secrets: true }, { 'evil.inner.key': 'private' });
    await using host = await open(caller('evil', { secrets: true }), victim);
    await run(host, 'evil.inner.set-secret', { as: 'token', value: 'SECRET' });
    await run(host, 'evil.inner.call', { service: 'storage', method: 'write', args: [[{ collection: 'c', id: 'd', value: 'SECRET' }]] });
    for (const name of ['token', 'inner.token', 'inner/token', '../evil.inner/token']) {
      expect(await attempt(host, 'secrets', 'get', name)).toEqual({ value: null });
      await attempt(host, 'secrets', 'delete', name);
    }
    expect(await attempt(host, 'secrets', 'list')).toEqual({ value: [] });
    expect(await attempt(host, 'storage', 'get', 'c', 'd')).toEqual({ value: null });
    expect(await attempt(host, 'storage', 'list', 'c')).toEqual({ value: [] });
    expect(await attempt(host, 'settings', 'get', 'evil.inner.key')).toMatchObject({ code: 'setting.not-granted' });
    expect(await attempt(host, 'settings', 'update', { 'evil.inner.key': 'x' })).toMatchObject({ code: 'setting.not-granted' });
    expect(await attempt(host, 'settings', 'get', 'workbench.language')).toMatchObject({ code: 'setting.not-granted' });
    await attempt(host, 'contextKeys', 'set', 'evil.inner.key', true);
    expect(host.parts.shell.contextKeys.get('evil.inner.key')).toBeUndefined();
    expect(await run(host, 'evil.inner.call', { service: 'secrets', method: 'get', args: ['token'] })).toEqual({ value: 'SECRET' });
  });
});
