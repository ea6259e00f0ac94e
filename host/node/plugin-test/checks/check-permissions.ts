import * as pluginApi from '../../../../core/index.ts';
import type { PermissionName, Permissions } from '../../../../core/manifest/permissions.ts';
import type { ServiceToken } from '../../../../core/service-token.ts';
import { type Finding, Findings } from '../finding.ts';
import type { PluginSources } from '../plugin-sources.ts';
import type { TrialHost } from '../trial-host.ts';

/** Permissions that open a service, with the service's name. */
const services = new Map(
  (Object.values(pluginApi) as Partial<ServiceToken<unknown>>[]).flatMap(({ permission, name }) =>
    permission && name ? [[permission, name] as const] : [],
  ),
);

/** Which of the permissions that the manifest asks for the plugin has no use for. Those that it lacks show where it works. */
export async function checkPermissions(trial: TrialHost, sources: PluginSources): Promise<readonly Finding[]> {
  const findings = new Findings('permissions');
  const { permissions } = sources.manifest;
  for (const permission of Object.keys(permissions) as PermissionName[]) {
    const service = services.get(permission);
    if (service && !(await fails(trial, sources, { ...permissions, [permission]: undefined }, 'service.not-granted')))
      findings.failed('unused-service', { permission, service });
  }
  for (const hook of permissions.hooks ?? []) {
    const hooks = permissions.hooks?.filter((other) => other !== hook) ?? [];
    if (!(await fails(trial, sources, { ...permissions, hooks }, 'hook.not-granted'))) findings.warning('unused-hook', { hook });
  }
  for (const { permission, grant } of singleGrants(permissions)) {
    if (!sources.code.some((text) => text.includes(grant))) findings.warning('unused-grant', { permission, grant });
  }
  return findings.list;
}

/** Whether the plugin can't be activated for want of what these permissions lack. */
async function fails(trial: TrialHost, { manifest }: PluginSources, permissions: Permissions, code: string): Promise<boolean> {
  const { plugins } = trial.parts.shell;
  const plugin = trial.found(manifest.id);
  if (!plugin) return false;
  await plugins.remove(manifest.id);
  plugins.add({ ...plugin, manifest: { ...manifest, permissions } });
  const error = await plugins.activate(manifest.id).catch((failure) => failure);
  await plugins.remove(manifest.id);
  plugins.add(plugin);
  return error?.code === code;
}

/** What the plugin was granted by name, by the words that it must call it. */
function singleGrants({ commands = [], settings = [], network = [], authentication = [] }: Permissions) {
  const named = (permission: string, grants: readonly string[]) => grants.map((grant) => ({ permission, grant }));
  const origins = network.map((origin) => /^\$\{config:(.+)\}$/.exec(origin)?.[1] ?? origin);
  return [
    ...named('commands', commands),
    ...named('settings', settings),
    ...named('network', origins),
    ...named('authentication', authentication),
  ];
}
