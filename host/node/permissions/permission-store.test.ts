import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Permissions } from '../../../core/manifest/permissions.ts';
import type { PluginOrigin } from '../../../core/plugins/plugin-runtime.ts';
import { manifestOf } from '../../../test/support/manifests.ts';
import { MemoryStorage } from '../../../test/support/memory-services/index.ts';
import { permissionCollection } from './permission-records.ts';
import { type PermissionHolder, PermissionStore } from './permission-store.ts';
import type { AddressSetting } from './setting-addresses.ts';

const asked: Permissions = { network: ['https://a.example', 'https://b.example'], secrets: true, commands: ['other.act'] };

let storage: MemoryStorage;
let permissions: PermissionStore;
/** Values and defaults of settings, all of one plugin. */
let settings: Record<string, { value: unknown; byDefault: unknown }>;
let owner: AddressSetting['owner'];
let loaded: PermissionHolder[];

function createStore(): PermissionStore {
  const setting = (key: string) => settings[key] && { ...settings[key], owner };
  return new PermissionStore(storage, { plugins: () => loaded, setting });
}

beforeEach(() => {
  storage = new MemoryStorage();
  settings = {};
  owner = 'installed';
  loaded = [];
  permissions = createStore();
});

function holder(origin: PluginOrigin, id = 'some', asks = asked): PermissionHolder {
  return { origin, manifest: manifestOf(id, { permissions: asks }) };
}

async function afterRestart(): Promise<PermissionStore> {
  const store = createStore();
  await store.load();
  return store;
}

describe('an installed plugin', () => {
  test('has nothing until it is granted, then exactly that, for good', async () => {
    const { current } = permissions.grantsOf(holder('installed'));
    expect(current).toEqual({});
    await permissions.grant(manifestOf('some'), { network: ['https://a.example'], secrets: true });
    const granted = { network: ['https://a.example'], secrets: true };
    expect(permissions.grantsOf(holder('installed')).current).toEqual(granted);
    expect((await afterRestart()).grantsOf(holder('installed')).current).toEqual(granted);
  });

  test('loses one item while it runs, and is told', async () => {
    await permissions.grant(manifestOf('some'), asked);
    const grants = permissions.grantsOf(holder('installed'));
    const told = vi.fn();
    grants.onDidChange(told);
    await permissions.setGranted(holder('installed'), { network: ['https://b.example'], secrets: true }, false);
    expect(grants.current).toEqual({ network: ['https://a.example'], commands: ['other.act'] });
    expect(told).toHaveBeenCalledOnce();
    expect((await afterRestart()).grantsOf(holder('installed')).current).toEqual(grants.current);
  });

  test('loses it at once, even where the disk fails', async () => {
    await permissions.grant(manifestOf('some'), asked);
    vi.spyOn(storage, 'write').mockRejectedValue(new Error('full'));
    const grants = permissions.grantsOf(holder('installed'));
    await expect(permissions.refuse('some', { secrets: true })).rejects.toThrow('full');
    expect(grants.current).not.toHaveProperty('secrets');
    await expect(permissions.grant(manifestOf('some'), { secrets: true })).rejects.toThrow('full');
    expect(grants.current).not.toHaveProperty('secrets');
  });

  test('of a version that asks for more keeps what was granted before, and no more', async () => {
    await permissions.grant(manifestOf('some'), { network: ['https://a.example'] });
    const update = holder('installed', 'some', { ...asked, network: ['https://a.example', 'https://evil.example'] });
    expect(permissions.grantsOf(update).current).toEqual({ network: ['https://a.example'] });
    expect(permissions.newlyAsked(update.manifest)).toEqual({ network: ['https://evil.example'], secrets: true, commands: ['other.act'] });
  });

  test('of a version that asks for less loses the rest, and is not asked again for what was refused', async () => {
    await permissions.grant(manifestOf('some'), asked);
    await permissions.refuse('some', { secrets: true });
    expect(permissions.grantsOf(holder('installed', 'some', { commands: ['other.act'] })).current).toEqual({ commands: ['other.act'] });
    expect(permissions.newlyAsked(holder('installed').manifest)).toEqual({});
  });

  test('does not get what was granted to one whose id begins alike', async () => {
    await permissions.grant(manifestOf('a'), asked);
    await permissions.grant(manifestOf('a.b'), { secrets: true });
    await storage.write([{ collection: permissionCollection, id: 'a' }]);
    permissions.drop('a');
    expect(permissions.grantsOf(holder('installed', 'a')).current).toEqual({});
    expect(permissions.grantsOf(holder('installed', 'a.b')).current).toEqual({ secrets: true });
    expect((await afterRestart()).grantsOf(holder('installed', 'a')).current).toEqual({});
  });
});

test('a bundled plugin has all that it asks for, and keeps it', async () => {
  expect(permissions.grantsOf(holder('bundled')).current).toEqual(asked);
  const refused = permissions.setGranted(holder('bundled'), { secrets: true }, false);
  await expect(refused).rejects.toMatchObject({ code: 'permission.bundled', details: { plugin: 'some' } });
  await permissions.refuse('some', asked);
  expect(permissions.grantsOf(holder('bundled')).current).toEqual(asked);
});

test('a plugin under development has all that it asks for, until it is taken back for this run', async () => {
  const grants = permissions.grantsOf(holder('development'));
  expect(grants.current).toEqual(asked);
  await permissions.setGranted(holder('development'), { secrets: true, commands: ['other.act'] }, false);
  expect(grants.current).toEqual({ network: asked.network });
  await permissions.setGranted(holder('development'), { secrets: true }, true);
  expect(grants.current).toEqual({ network: asked.network, secrets: true });
  expect((await afterRestart()).grantsOf(holder('development')).current).toEqual(asked);
});

describe('the address of a setting', () => {
  const key = 'some.server';
  const origin = `\${config:${key}}`;
  const network = { network: [origin, 'https://a.example'] };
  const others = { network: ['https://a.example'] };
  const [good, evil] = ['https://good.example/path', 'https://evil.example'];

  function installed(byDefault = good): PermissionHolder {
    const configuration = [{ title: '', properties: { [key]: { type: 'string', default: byDefault } } }];
    return { origin: 'installed', manifest: manifestOf('some', { permissions: network, contributes: { configuration } }) };
  }

  /** What the plugin, or an update of it, makes of its setting. */
  function set(value: string, byDefault = good): void {
    settings[key] = { value, byDefault };
    permissions.settingsChanged([key]);
  }

  const userSets = (value: string | undefined) => permissions.setByUser({ [key]: value }, async () => set(value ?? good));

  beforeEach(async () => {
    const plugin = installed();
    await permissions.grant(plugin.manifest, network);
    loaded = [plugin];
    settings[key] = { value: good, byDefault: good };
  });

  test('that the user saw when granting it is covered, for good', async () => {
    expect(permissions.grantsOf(installed()).current).toEqual(network);
    expect((await afterRestart()).grantsOf(installed()).current).toEqual(network);
  });

  test('is not widened by the plugin that writes its own setting, and it is told', async () => {
    const grants = permissions.grantsOf(installed());
    const told = vi.fn(() => grants.current);
    grants.onDidChange(told);
    set(evil);
    expect(told).toHaveReturnedWith(others);
    expect((await afterRestart()).grantsOf(installed()).current).toEqual(others);
    set(good);
    expect(grants.current).toEqual(network);
  });

  test('is not widened by an update with another default', () => {
    set(evil, evil);
    expect(permissions.grantsOf(installed(evil)).current).toEqual(others);
    expect(permissions.newlyAsked(installed(evil).manifest)).toEqual({});
  });

  test('is not widened by a setting that an update contributes only after the grant', async () => {
    const before: PermissionHolder = { origin: 'installed', manifest: manifestOf('late', { permissions: network }) };
    settings = {};
    await permissions.grant(before.manifest, network);
    set(evil, evil);
    expect(permissions.grantsOf(before).current).toEqual(others);
  });

  test('is covered from the moment when the user sets it, for good; the former no longer', async () => {
    const grants = permissions.grantsOf(installed());
    const seen: unknown[] = [];
    grants.onDidChange(() => seen.push(grants.current));
    await userSets(evil);
    expect(seen).toEqual([network]);
    expect((await afterRestart()).grantsOf(installed()).current).toEqual(network);
    set(good);
    expect(grants.current).toEqual(others);
    await userSets(undefined);
    expect(grants.current).toEqual(network);
  });

  test('is not covered where the user’s change was not saved', async () => {
    await permissions.setByUser({ [key]: evil }, () => Promise.reject(new Error('full'))).catch(() => {});
    set(evil);
    expect(permissions.grantsOf(installed()).current).toEqual(others);
  });

  test('is covered once the user grants it as it is', async () => {
    set(evil);
    await permissions.setGranted(installed(), { network: [origin] }, true);
    expect(permissions.grantsOf(installed()).current.network).toContain(origin);
  });

  test('is not widened by another stranger who owns the setting, but follows the product’s own', () => {
    const cases = [
      ['installed', others],
      ['development', others],
      ['bundled', network],
      ['shell', network],
    ] as const;
    for (const [by, expected] of cases) {
      owner = by;
      set(evil);
      expect(permissions.grantsOf(installed()).current).toEqual(expected);
    }
  });

  test('of a plugin under development is covered as its default or as the user set it', async () => {
    const plugin: PermissionHolder = { ...installed(), origin: 'development' };
    loaded = [plugin];
    owner = 'development';
    const grants = permissions.grantsOf(plugin);
    expect(grants.current).toEqual(network);
    set(evil);
    expect(grants.current).toEqual(others);
    await userSets(evil);
    expect(grants.current).toEqual(network);
  });
});
