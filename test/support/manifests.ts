import type { Contributions, Manifest } from '../../core/manifest/manifest.ts';
import type { DiscoveredPlugin } from '../../core/plugins/plugin-runtime.ts';

const nothing: Contributions = {
  commands: [],
  panels: [],
  statusBar: [],
  menus: {},
  submenus: [],
  keybindings: [],
  configuration: [],
  walkthroughs: [],
  hooks: [],
  themes: [],
  languages: [],
  authentication: [],
};

export type ManifestParts = Partial<Omit<Manifest, 'contributes'>> & { readonly contributes?: Partial<Contributions> };

/** A sound manifest with only the given parts filled in. */
export function manifestOf(id: string, parts: ManifestParts = {}): Manifest {
  return {
    id,
    version: '1.0.0',
    displayName: id,
    description: '',
    engine: '*',
    main: './plugin.js',
    activationEvents: [],
    pluginDependencies: [],
    permissions: {},
    ...parts,
    contributes: { ...nothing, ...parts.contributes },
  };
}

export function discovered(id: string, parts: ManifestParts = {}): DiscoveredPlugin {
  return { manifest: manifestOf(id, parts), origin: 'bundled', location: `/plugins/${id}` };
}
