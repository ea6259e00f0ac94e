import { type Finding, Findings } from '../finding.ts';
import type { PluginSources } from '../plugin-sources.ts';

/** Settings whose names would keep the plugin from being loaded once it is installed. */
export function checkSettings({ manifest: { id, contributes } }: Pick<PluginSources, 'manifest'>): readonly Finding[] {
  const findings = new Findings('manifest');
  const keys = contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
  for (const setting of keys) if (!setting.startsWith(`${id}.`)) findings.warning('setting-name', { setting, prefix: `${id}.` });
  return findings.list;
}
