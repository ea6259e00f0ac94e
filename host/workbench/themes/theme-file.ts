import * as v from 'valibot';
import { lightPalette } from './palettes.ts';
import { type ThemeColors, themeColors } from './theme-colors.ts';

const maximumCharacters = 200_000;
const maximumColors = 1_000;
const loadTimeoutMs = 10_000;

/** The ids that the window uses; other colours of a theme would have no effect. */
const knownIds = new Set(Object.keys(themeColors(lightPalette)));

/** Nothing but a hex colour may come into the window's style sheet. */
const themeFileSchema = v.object({
  colors: v.pipe(
    v.record(v.string(), v.unknown()),
    v.maxEntries(maximumColors),
    v.transform((colors) => Object.fromEntries(Object.entries(colors).filter(([id]) => knownIds.has(id)))),
    v.record(v.string(), v.pipe(v.string(), v.hexColor())),
  ),
});

/**
 * The colours of a theme's file, as far as the window uses them.
 * @throws Error when it is too long, no JSON, or not of VS Code's shape.
 */
export function parseThemeFile(text: string): ThemeColors {
  if (text.length > maximumCharacters)
    throw new RangeError(`A theme may have ${maximumCharacters} characters, this one has ${text.length}`);
  return v.parse(themeFileSchema, JSON.parse(text)).colors;
}

/** @throws Error when the file can't be fetched or used. */
export async function loadThemeFile(address: string): Promise<ThemeColors> {
  const response = await fetch(address, { signal: AbortSignal.timeout(loadTimeoutMs) });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return parseThemeFile(await response.text());
}
