import type { JsonSchema, Manifest, ThemeContribution } from '../../../core/manifest/manifest.ts';

/** The setting that names the theme in force. */
export const themeSetting = 'workbench.colorTheme';

/** What a window shows without any plugin: after the system, or as the user chose. */
export const ownThemes: readonly string[] = ['auto', 'light', 'dark', 'high-contrast', 'high-contrast-light'];

export interface InstalledTheme {
  readonly plugin: string;
  readonly theme: ThemeContribution;
}

/** The themes of plugins, and those that can't be chosen: their ids are the window's own, or those of a plugin loaded before. */
export function installedThemes(manifests: readonly Manifest[]): {
  readonly themes: readonly InstalledTheme[];
  readonly leftOut: readonly InstalledTheme[];
} {
  const taken = new Set(ownThemes);
  const themes: InstalledTheme[] = [];
  const leftOut: InstalledTheme[] = [];
  for (const { id: plugin, contributes } of manifests) {
    for (const theme of contributes.themes) {
      (taken.has(theme.id) ? leftOut : themes).push({ plugin, theme });
      taken.add(theme.id);
    }
  }
  return { themes, leftOut };
}

/** The setting's schema with what can be chosen now, for lists; what is saved is held by its shape alone, as plugins come and go. */
export function offerThemes(
  { enumItemLabels, ...schema }: JsonSchema,
  themes: readonly { readonly id: string; readonly label: string }[],
): JsonSchema {
  const labels = [...(enumItemLabels as readonly string[]), ...themes.map(({ label }) => label)];
  return { ...schema, enum: [...ownThemes, ...themes.map(({ id }) => id)], enumItemLabels: labels };
}
