import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ContextKeyStore } from '../../../core/context-keys/context-key-store.ts';
import { DisposableStore } from '../../../core/lifecycle.ts';
import type { Permissions } from '../../../core/manifest/permissions.ts';
import type { Serialisable } from '../../../core/message.ts';
import { grantAll, type PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { Shell } from '../../../core/shell.ts';
import { ChangeableGrants } from '../../../test/support/changeable-grants.ts';
import { manifestOf } from '../../../test/support/manifests.ts';
import { accountsListHook, shellId, shellManifest } from '../../shell-manifest.ts';
import { BadgeRegistry } from '../window/badge-registry.ts';
import { DialogCenter } from '../window/dialog-center.ts';
import { NotificationCenter } from '../window/notification-center.ts';
import { PanelStates } from '../window/panel-states.ts';
import { type ConnectedWindow, WindowGateway } from '../window/window-gateway.ts';
import { currentRoute } from './current-route.ts';
import { grantedOrigins } from './network-grants.ts';
import { ScopedAccountService } from './scoped-account-service.ts';
import { ScopedCommandService } from './scoped-command-service.ts';
import { ScopedContextKeyService } from './scoped-context-key-service.ts';
import { ScopedDialogService } from './scoped-dialog-service.ts';
import { ScopedHookService } from './scoped-hook-service.ts';
import { ScopedNotificationService } from './scoped-notification-service.ts';
import { ScopedPanelService } from './scoped-panel-service.ts';
import { ScopedSettingsService } from './scoped-settings-service.ts';
import { ScopedWindowService } from './scoped-window-service.ts';

const originOf = (setting: string) => `\${config:${setting}}`;

const neverStarts = { start: () => Promise.reject(new Error('No plugin starts here')) };

const contributes = {
  commands: [{ command: 'hello.greet', title: 'Greet' }],
  panels: [
    { id: 'hello.panel', title: '', icon: '$(x)', location: 'tab', module: './x.js', element: 'hello-panel' },
    { id: 'hello.people', title: '', icon: '$(x)', location: 'tab', view: 'list' },
  ],
  hooks: [{ id: 'hello.onDidGreet', kind: 'series', description: '' }],
  configuration: [{ title: '', properties: { 'hello.address': { type: 'string', default: 'http://a.example:8080/path' } } }],
} as const;

let shell: Shell;
let ending: AbortController;
let store: DisposableStore;
let windows: WindowGateway;

function scopeWith(permissions: Permissions = {}, id = 'hello'): PluginScope {
  const manifest = manifestOf(id, { permissions, contributes });
  return { manifest, grants: grantAll(manifest), store, signal: ending.signal };
}

function openWindow(): ConnectedWindow & { readonly seen: string[] } {
  const seen: string[] = [];
  const see = (what: string) => void seen.push(what);
  const window = {
    id: 'w',
    language: 'fr' as const,
    openPanels: new Set<string>(),
    seen,
    update: () => {},
    panelState: () => {},
    revealPanel: see,
    openExternal: see,
  };
  windows.add(window);
  return window;
}

beforeEach(() => {
  ending = new AbortController();
  store = new DisposableStore();
  shell = new Shell({ createRuntime: () => neverStarts, settings: { load: () => ({}), save: async () => {} }, onFailure: () => {} });
  shell.declare(shellId, shellManifest.contributes);
  shell.declare('hello', manifestOf('hello', { contributes }).contributes);
  shell.declare('other', manifestOf('other', { contributes: { commands: [{ command: 'other.act', title: 'Act' }] } }).contributes);
  windows = new WindowGateway({ build: () => ({}), panelState: () => undefined });
});

describe('commands', () => {
  test('of others run only when granted', async () => {
    shell.commands.register('other', 'other.act', () => 'done');
    const denied = new ScopedCommandService(scopeWith(), shell.commands);
    await expect(denied.execute('other.act')).rejects.toMatchObject({ code: 'permission.denied', details: { subject: 'other.act' } });
    const granted = new ScopedCommandService(scopeWith({ commands: ['other.act', 'gone.act'] }), shell.commands);
    expect(await granted.execute('other.act')).toBe('done');
    await expect(granted.execute('gone.act')).rejects.toMatchObject({ code: 'command.unknown' });
  });

  test('lose their handlers with the plugin, and earlier ones leave nothing in its store', () => {
    const commands = new ScopedCommandService(scopeWith(), shell.commands);
    for (let round = 0; round < 3; round++) commands.register('hello.greet', () => 1).dispose();
    expect(store.size).toBe(0);
    commands.register('hello.greet', () => 1);
    store.dispose();
    expect(shell.commands.answered.length).toBe(0);
  });
});

describe('context keys', () => {
  test('begin with the plugin’s id and go with it', () => {
    const facts = new ContextKeyStore();
    const keys = new ScopedContextKeyService(scopeWith(), facts, () => ['hello', 'hello.again']);
    expect(() => keys.set('other.key', true)).toThrow(expect.objectContaining({ code: 'context-key.foreign' }));
    for (const key of ['hello', 'hello.again.key', 'hello_key']) {
      expect(() => keys.set(key, true)).toThrow(expect.objectContaining({ code: 'context-key.foreign' }));
    }
    keys.set('hello.key', true);
    store.dispose();
    keys.set('hello.late', true);
    expect(facts.snapshot()).toEqual({});
  });
});

describe('accounts', () => {
  test('are read by name alone, whatever else their keeper gives away', async () => {
    const accounts = new ScopedAccountService(scopeWith({ accounts: true }), shell.hooks);
    expect(await accounts.list()).toEqual([]);
    const tap = shell.hooks.tap('keeper', accountsListHook, () => [{ id: '1', name: 'Paie', siret: '1', password: 'p' }]);
    expect(await accounts.list()).toEqual([{ id: '1', name: 'Paie' }]);
    tap.dispose();
    shell.hooks.tap('keeper', accountsListHook, () => [{ id: 1 }]);
    await expect(accounts.list()).rejects.toMatchObject({ code: 'account.list-invalid', details: { plugin: 'keeper' } });
  });
});

test('a context key of a plugin that came later is not taken away with the one whose id begins alike', () => {
  const facts = new ContextKeyStore();
  const ids = ['hello'];
  new ScopedContextKeyService(scopeWith(), facts, () => ids).set('hello.again.key', 1);
  ids.push('hello.again');
  const later = { ...scopeWith({}, 'hello.again'), store: new DisposableStore() };
  new ScopedContextKeyService(later, facts, () => ids).set('hello.again.key', 2);
  store.dispose();
  expect(facts.snapshot()).toEqual({ 'hello.again.key': 2 });
  later.store.dispose();
  expect(facts.snapshot()).toEqual({});
});

describe('hooks', () => {
  test('are tapped exactly while granted, and what was asked before is not answered after', async () => {
    const grants = new ChangeableGrants();
    const hooks = new ScopedHookService({ ...scopeWith({ hooks: ['network.route'] }), grants }, shell.hooks);
    const answer = Promise.withResolvers<unknown>();
    const handler = vi.fn(() => answer.promise);
    const tap = hooks.tap('network.route', handler);
    expect(shell.hooks.tapCount).toBe(0);
    grants.set({ hooks: ['network.route'] });
    const asked = shell.hooks.call(shellId, 'network.route', {}, ending.signal);
    await vi.waitFor(() => expect(handler).toHaveBeenCalledOnce());
    grants.set({ hooks: ['other.hook'] });
    answer.resolve({ type: 'system' });
    expect([await asked, shell.hooks.tapCount]).toEqual([undefined, 0]);
    grants.set({ hooks: ['network.route'] });
    tap.dispose();
    grants.set({ hooks: ['network.route'] });
    expect(shell.hooks.tapCount).toBe(0);
  });

  test('are tapped when own or granted, and called when own', async () => {
    const hooks = new ScopedHookService(scopeWith({ hooks: ['network.route'] }), shell.hooks);
    hooks.tap('network.route', () => ({ type: 'system' }));
    hooks.tap('hello.onDidGreet', () => 'hi');
    expect(() => hooks.tap('other.onDidAct', () => 1)).toThrow(expect.objectContaining({ code: 'hook.not-granted' }));
    expect(await hooks.call('hello.onDidGreet', {})).toEqual([{ plugin: 'hello', value: 'hi' }]);
    await expect(hooks.call('network.route', {})).rejects.toMatchObject({ code: 'hook.foreign' });
    store.dispose();
    expect(shell.hooks.tapCount).toBe(0);
  });
});

describe('settings', () => {
  test('are read when own or granted, and written when own', async () => {
    const settings = new ScopedSettingsService(scopeWith({ settings: ['impactEmploi.version', 'gone.key'] }), shell.settings);
    expect(await settings.get('hello.address')).toBe('http://a.example:8080/path');
    expect(await settings.get('impactEmploi.version')).toBe('3.00.72');
    expect(await settings.get('gone.key')).toBeUndefined();
    await expect(settings.get('workbench.language')).rejects.toMatchObject({ code: 'setting.not-granted' });
    await expect(settings.update({ 'hello.address': '', 'impactEmploi.version': '1.0' })).rejects.toMatchObject({
      code: 'setting.not-granted',
    });
    expect(await settings.get('hello.address')).toBe('http://a.example:8080/path');
  });

  test('changes are heard of those that may be read', async () => {
    const heard: (readonly string[])[] = [];
    new ScopedSettingsService(scopeWith(), shell.settings).onDidChange((keys) => heard.push(keys));
    await shell.settings.update({ 'workbench.language': 'en' });
    await shell.settings.update({ 'workbench.language': 'fr', 'hello.address': 'x' });
    store.dispose();
    await shell.settings.update({ 'hello.address': 'y' });
    expect(heard).toEqual([['hello.address']]);
  });
});

describe('panels', () => {
  test('are the plugin’s own, and their states and badges go with it', () => {
    const [states, badges] = [new PanelStates(), new BadgeRegistry()];
    const panels = new ScopedPanelService(scopeWith(), { states, badges, windows });
    expect(() => panels.publish('other.panel', 1)).toThrow(expect.objectContaining({ code: 'panel.not-declared' }));
    panels.publish('hello.panel', { count: 1 });
    panels.setBadge('hello.panel', { count: 1, label: { key: 'one' } });
    store.dispose();
    panels.publish('hello.panel', { count: 2 });
    expect([states.size, badges.entries()]).toEqual([0, []]);
  });

  test('that the workbench draws take nothing that it can’t draw', () => {
    const states = new PanelStates();
    const panels = new ScopedPanelService(scopeWith(), { states, badges: new BadgeRegistry(), windows });
    expect(() => panels.publish('hello.people', { items: [{ id: 1 }] })).toThrow(
      expect.objectContaining({ code: 'panel.state-invalid', details: expect.objectContaining({ path: '/items/0/id' }) }),
    );
    panels.publish('hello.people', { items: [{ id: 'a', label: 'A', colour: 'red' }] });
    expect(states.get('hello.people')?.state).toEqual({ items: [{ id: 'a', label: 'A' }] });
  });

  test('that were brought to the front before any window was there wait for the first', async () => {
    const panels = new ScopedPanelService(scopeWith(), { states: new PanelStates(), badges: new BadgeRegistry(), windows });
    panels.reveal('hello.panel');
    const window = openWindow();
    await new Promise((resolve) => setImmediate(resolve));
    expect(window.seen).toEqual(['hello.panel']);
    panels.reveal('hello.panel');
    expect(window.seen).toEqual(['hello.panel', 'hello.panel']);
  });
});

describe('what reaches the user', () => {
  test('a notification’s buttons run what the plugin may run', () => {
    const center = new NotificationCenter(() => {});
    const notifications = new ScopedNotificationService(scopeWith(), center, shell.commands);
    const button = (command: string) => ({ severity: 'info', message: { key: 'x' }, actions: [{ title: { key: 'y' }, command }] }) as const;
    expect(() => notifications.show(button('other.act'))).toThrow(expect.objectContaining({ code: 'permission.denied' }));
    notifications.show(button('hello.greet'));
    expect(center.list()).toHaveLength(1);
    store.dispose();
    expect(center.list()).toEqual([]);
  });

  test('a typed secret comes wrapped, and closing the dialog is no answer', async () => {
    const center = new DialogCenter(windows);
    const dialogs = new ScopedDialogService(scopeWith(), center);
    const window = openWindow();
    const options = { title: { key: 't' }, label: { key: 'l' } };
    const typed = dialogs.askSecret(options);
    center.answer(window.id, center.shownIn(window.id)[0]?.id ?? '', { kind: 'secret', value: 'Needle' });
    expect(await (await typed)?.reveal()).toBe('Needle');
    const closed = dialogs.askSecret(options);
    center.answer(window.id, center.shownIn(window.id)[0]?.id ?? '', { kind: 'dismissed' });
    expect(await closed).toBeUndefined();
    const unanswered = dialogs.confirm({ message: { key: 'm' }, confirmLabel: { key: 'c' } });
    ending.abort();
    await expect(unanswered).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('only web and mail addresses open, in a window', async () => {
    const service = new ScopedWindowService(scopeWith(), windows);
    for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'http://a.example', 'no address']) {
      await expect(service.openExternal(url), url).rejects.toMatchObject({ code: 'permission.denied' });
    }
    await expect(service.openExternal('https://a.example')).rejects.toMatchObject({ code: 'dialog.no-window' });
    const window = openWindow();
    await service.openExternal('mailto:a@b.fr');
    expect(window.seen).toEqual(['mailto:a@b.fr']);
  });

  test('pages without encryption open for those who may reach into the office’s network themselves', async () => {
    const service = new ScopedWindowService(scopeWith({ privateNetwork: true }), windows);
    const window = openWindow();
    await service.openExternal('http://192.168.1.1/login');
    expect(window.seen).toEqual(['http://192.168.1.1/login']);
    await expect(service.openExternal('file:///etc/passwd')).rejects.toMatchObject({ code: 'permission.denied' });
  });
});

describe('the network', () => {
  test('is granted by exact origins, and by the addresses that are set now', async () => {
    const scope = scopeWith({ network: ['https://fixed.example', originOf('hello.address'), originOf('gone.key')] });
    expect(grantedOrigins(scope, shell.settings)).toEqual(['https://fixed.example', 'https://a.example:8080', 'http://a.example:8080']);
    await shell.settings.update({ 'hello.address': 'file:///etc/passwd' });
    expect(grantedOrigins(scope, shell.settings)).toEqual(['https://fixed.example']);
  });

  test.each<[string, Serialisable | undefined, object]>([
    ['directly where nobody says otherwise', undefined, { type: 'direct' }],
    ['by the system’s settings', { type: 'system' }, { type: 'system' }],
    ['by a proxy', { type: 'proxy', host: 'p', port: 3128 }, { type: 'proxy', host: 'p', port: 3128 }],
  ])('is left %s', async (_what, answer, route) => {
    shell.hooks.tap('hello', 'network.route', () => answer);
    expect(await currentRoute(shell.hooks)).toEqual(route);
  });

  test.each([[{ type: 'proxy', host: 'p', port: 0 }], [{ type: 'carrier-pigeon' }], ['direct']])('is not left by %j', async (answer) => {
    shell.hooks.tap('hello', 'network.route', () => answer);
    await expect(currentRoute(shell.hooks)).rejects.toMatchObject({ code: 'network.route-invalid', details: { plugin: 'hello' } });
  });
});
