import { beforeEach, expect, test, vi } from 'vitest';
import { DisposableStore, toDisposable } from '../../../core/lifecycle.ts';
import type { PluginScope, ServiceProvider } from '../../../core/plugins/plugin-scope.ts';
import { NotificationService } from '../../../core/services/notification-service.ts';
import { ChangeableGrants } from '../../../test/support/changeable-grants.ts';
import { manifestOf } from '../../../test/support/manifests.ts';
import { guardProvider } from './guarded-provider.ts';

const shown: string[] = [];
let grants: ChangeableGrants;
let scope: PluginScope;
let service: NotificationService;
let begun: AbortSignal[];

class SomeService extends NotificationService {
  readonly internals = 'not for plugins';

  constructor(private readonly own: PluginScope) {
    super();
    begun.push(own.signal);
  }

  override show() {
    shown.push('shown');
    return this.own.store.add(toDisposable(() => shown.push('gone')));
  }

  override withProgress<T>(): Promise<T> {
    return new Promise(() => {});
  }
}

const provider: ServiceProvider<NotificationService> = { token: NotificationService, create: (own) => new SomeService(own) };
const allowed = { notifications: true };
const denied = { code: 'permission.denied', details: { plugin: 'some', permission: 'notifications', subject: 'notifications' } };
const options = { severity: 'info', message: { key: 'k' } } as const;

beforeEach(() => {
  shown.length = 0;
  begun = [];
  grants = new ChangeableGrants(allowed);
  scope = {
    manifest: manifestOf('some', { permissions: allowed }),
    grants,
    store: new DisposableStore(),
    signal: new AbortController().signal,
  };
  service = guardProvider(provider, { synchronousMethods: ['show'] }).create(scope);
});

test('a granted service is itself to the plugin, and nothing of its inside shows', () => {
  expect(service).toBeInstanceOf(NotificationService);
  expect(service).not.toHaveProperty('internals');
  service.show(options);
  expect(shown).toEqual(['shown']);
  expect(() => Object.assign(service, { show: () => {} })).toThrow(TypeError);
});

test('what was shown goes and what was under way is refused at once when the grant is taken back', async () => {
  service.show(options);
  const work = service.withProgress({ key: 'k' }, async () => 1);
  grants.set({});
  await expect(work).rejects.toMatchObject(denied);
  expect(begun.map(({ aborted }) => aborted)).toEqual([true]);
  expect(shown).toEqual(['shown', 'gone']);
});

test('every method is refused from then on: by a throw or a rejection, as it would have answered', async () => {
  grants.set({});
  expect(() => service.show(options)).toThrow(expect.objectContaining(denied));
  await expect(service.withProgress({ key: 'k' }, async () => 1)).rejects.toMatchObject(denied);
  expect(shown).toEqual([]);
});

test('whoever wants to know is told of the calls that are refused, and of none else', async () => {
  const onRefused = vi.fn();
  const noted = guardProvider(provider, { synchronousMethods: ['show'], onRefused }).create(scope);
  noted.show(options);
  expect(onRefused).not.toHaveBeenCalled();
  grants.set({});
  expect(() => noted.show(options)).toThrow(expect.objectContaining(denied));
  expect(onRefused).toHaveBeenCalledExactlyOnceWith(scope, [options], expect.objectContaining(denied));
});

test('a service answers again once granted again', () => {
  grants.set({});
  grants.set(allowed);
  service.show(options);
  expect(shown).toEqual(['shown']);
  expect(begun.map(({ aborted }) => aborted)).toEqual([true, false]);
});

test('a change of another grant cuts nothing', () => {
  const work = vi.fn();
  void service.withProgress({ key: 'k' }, async () => 1).catch(work);
  grants.set({ ...allowed, secrets: true });
  expect(begun.map(({ aborted }) => aborted)).toEqual([false]);
  expect(work).not.toHaveBeenCalled();
});

test('a service of a plugin that is gone shows nothing, whatever was granted since', () => {
  grants.set({});
  grants.set(allowed);
  scope.store.dispose();
  service.show(options);
  expect(shown).toEqual(['shown', 'gone']);
});
