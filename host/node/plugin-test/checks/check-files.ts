import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../../../core/manifest/manifest.ts';
import { type Finding, Findings } from '../finding.ts';
import type { PluginSources } from '../plugin-sources.ts';

/** Whether every file that the manifest names is there. */
export function checkFiles({ folder, manifest }: PluginSources): readonly Finding[] {
  const findings = new Findings('files');
  for (const file of namedFiles(manifest)) if (!existsSync(join(folder, file))) findings.failed('missing', { file });
  return findings.list;
}

export function namedFiles({ main, contributes }: Manifest): readonly string[] {
  const { panels, statusBar, themes, languages } = contributes;
  const icons = statusBar.map(({ icon }) => icon).filter((icon) => icon !== undefined && !icon.startsWith('$('));
  const paths = [...themes, ...languages].map(({ path }) => path);
  return [main, ...panels.map(({ module }) => module), ...icons, ...paths].filter((path) => path !== undefined);
}
