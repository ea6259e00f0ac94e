import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Permissions } from '../../../core/manifest/permissions.ts';
import type { PluginOrigin } from '../../../core/plugins/plugin-runtime.ts';
import { manifestOf } from '../../../test/support/manifests.ts';
import { MemoryStorage } from '../../../test/support/memory-services/index.ts';
import { type PermissionHolder, PermissionStore } from './permission-store.ts';

const asked: Permissions = { network: ['https://a.example', 'https://b.example'], secrets: true, commands: ['other.act'] };

let storage: MemoryStorage;
let permissions: PermissionStore;

beforeEach(() => {
  storage = new MemoryStorage();
  permissions = new PermissionStore(storage);
});

function holder(origin: PluginOrigin, id = 'some', asks = asked): PermissionHolder {
  return { origin, manifest: manifestOf(id, { permissions: asks }) };
}

async function afterRestart(): Promise<PermissionStore> {
  const store = new PermissionStore(storage);
  await store.load();
  return store;
}

describe('an installed plugin', () => {
  test('has nothing until it is granted, then exactly that, for good', async () => {
    const { current } = permissions.grantsOf(holder('installed'));
    expect(current).toEqual({});
    await permissions.grant('some', { network: ['https://a.example'], secrets: true });
    const granted = { network: ['https://a.example'], secrets: true };
    expect(permissions.grantsOf(holder('installed')).current).toEqual(granted);
    expect((await afterRestart()).grantsOf(holder('installed')).current).toEqual(granted);
  });

  test('loses one item while it runs, and is told', async () => {
    await permissions.grant('some', asked);
    const grants = permissions.grantsOf(holder('installed'));
    const told = vi.fn();
    grants.onDidChange(told);
    await permissions.setGranted(holder('installed'), { network: ['https://b.example'], secrets: true }, false);
    expect(grants.current).toEqual({ network: ['https://a.example'], commands: ['other.act'] });
    expect(told).toHaveBeenCalledOnce();
    expect((await afterRestart()).grantsOf(holder('installed')).current).toEqual(grants.current);
  });

  test('loses it at once, even where the disk fails', async () => {
    await permissions.grant('some', asked);
    vi.spyOn(storage, 'write').mockRejectedValue(new Error('full'));
    const grants = permissions.grantsOf(holder('installed'));
    await expect(permissions.refuse('some', { secrets: true })).rejects.toThrow('full');
    expect(grants.current).not.toHaveProperty('secrets');
    await expect(permissions.grant('some', { secrets: true })).rejects.toThrow('full');
    expect(grants.current).not.toHaveProperty('secrets');
  });

  test('of a version that asks for more keeps what was granted before, and no more', async () => {
    await permissions.grant('some', { network: ['https://a.example'] });
    const update = holder('installed', 'some', { ...asked, network: ['https://a.example', 'https://evil.example'] });
    expect(permissions.grantsOf(update).current).toEqual({ network: ['https://a.example'] });
    expect(permissions.newlyAsked(update.manifest)).toEqual({ network: ['https://evil.example'], secrets: true, commands: ['other.act'] });
  });

  test('of a version that asks for less loses the rest, and is not asked again for what was refused', async () => {
    await permissions.grant('some', asked);
    await permissions.refuse('some', { secrets: true });
    expect(permissions.grantsOf(holder('installed', 'some', { commands: ['other.act'] })).current).toEqual({ commands: ['other.act'] });
    expect(permissions.newlyAsked(holder('installed').manifest)).toEqual({});
  });

  test('does not get what was granted to one whose id begins alike', async () => {
    await permissions.grant('a', asked);
    await permissions.grant('a.b', { secrets: true });
    await permissions.forget('a');
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
