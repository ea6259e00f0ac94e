import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as pluginApi from 'boule-bleue';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../core/manifest/manifest.ts';
import type { PermissionName, Permissions } from '../../core/manifest/permissions.ts';
import type { ServiceToken } from '../../core/service-token.ts';
import { ContractHost } from './contract-host.ts';
import { findPlugins, type PluginFolder } from './plugin-folders.ts';

/** Permissions that open a service, with the service. The others open single things to services that every plugin has. */
const services = new Map(
  (Object.values(pluginApi) as Partial<ServiceToken<unknown>>[]).flatMap(({ permission, name }) =>
    permission ? [[permission, name]] : [],
  ),
);

const plugins = findPlugins();

describe.each(plugins)('$name', (plugin) => {
  const { id, permissions } = plugin.manifest;
  const asked = Object.keys(permissions) as PermissionName[];

  test.each(asked.filter((name) => services.has(name)))('names a service that needs the permission %s', async (permission) => {
    const error = await activateWith(plugin, { ...permissions, [permission]: undefined });
    const needless = `${id} asks for the permission ${permission}, which no service of its constructor needs`;
    expect(error, needless).toBeDefined();
    expect(error).toMatchObject({ code: 'service.not-granted', details: { plugin: id, service: services.get(permission), permission } });
  });

  test.each(permissions.hooks ?? [])('taps %s, which it asks for, when it is activated', async (hook) => {
    const hooks = permissions.hooks?.filter((other) => other !== hook) ?? [];
    const error = await activateWith(plugin, { ...permissions, hooks });
    expect(error, `${id} asks for the hook ${hook}, which it does not tap`).toBeDefined();
    expect(error).toMatchObject({ code: 'hook.not-granted', details: { plugin: id, hook } });
  });

  test.each(grantsOf(plugin.manifest))('uses $permission $grant', ({ permission, grant }) => {
    const isUsed = readFiles(plugin).includes(grant) || (permission === 'commands' && mayBeHandedOver(grant, plugin.manifest));
    expect(isUsed, `${id} asks for ${permission} ${grant}, of which nothing in its folder speaks`).toBe(true);
  });
});

/** Activates a plugin whose manifest asks for other permissions. @returns why it failed, or `undefined`. */
async function activateWith(plugin: PluginFolder, permissions: Permissions): Promise<unknown> {
  await using host = await ContractHost.open({ plugins: [plugin] });
  const { plugins } = host.parts.shell;
  const found = host.found(plugin.manifest.id);
  await plugins.remove(plugin.manifest.id);
  plugins.add({ ...found, manifest: { ...found.manifest, permissions } });
  return await plugins.activate(plugin.manifest.id).then(
    () => undefined,
    (error) => error,
  );
}

/** Single things that a plugin was granted, by the names that it must call them. */
function grantsOf({ permissions }: Manifest): readonly { readonly permission: PermissionName; readonly grant: string }[] {
  const { commands = [], settings = [], network = [] } = permissions;
  const origins = network.map((origin) => /^\$\{config:(.+)\}$/.exec(origin)?.[1] ?? origin);
  const named = (permission: PermissionName, grants: readonly string[]) => grants.map((grant) => ({ permission, grant }));
  return [...named('commands', commands), ...named('settings', settings), ...named('network', origins)];
}

/** The text of everything that is the plugin's own, but for its manifest. */
function readFiles({ location }: PluginFolder): string {
  const paths = globSync('**/*.{ts,js,json,md}', { cwd: location, exclude: ['**/*.test.ts', 'node_modules/**', 'package.json'] });
  return paths.map((path) => readFileSync(join(location, path), 'utf8')).join('\n');
}

/** A plugin gets to know another one's command as the answer to a hook point of its own, which that one taps. Unknown where that one isn't here. */
function mayBeHandedOver(command: string, { contributes }: Manifest): boolean {
  const owner = plugins.find(({ manifest }) => manifest.contributes.commands.some((contribution) => contribution.command === command));
  return !owner || contributes.hooks.some(({ id }) => owner.manifest.permissions.hooks?.includes(id));
}
