import { describe, expect, test } from 'vitest';
import { darkPalette, highContrastLightPalette, highContrastPalette, lightPalette } from './palettes.ts';
import { themeColors } from './theme-colors.ts';

const themes = {
  light: lightPalette,
  dark: darkPalette,
  'high contrast': highContrastPalette,
  'light high contrast': highContrastLightPalette,
};

/** Text and what it stands on: at least 4.5:1 (WCAG 1.4.3). */
const texts = [
  ['foreground', 'editor.background'],
  ['foreground', 'sideBar.background'],
  ['foreground', 'inputValidation.errorBackground'],
  ['foreground', 'inputValidation.warningBackground'],
  ['foreground', 'inputValidation.infoBackground'],
  ['descriptionForeground', 'editor.background'],
  ['descriptionForeground', 'sideBar.background'],
  ['descriptionForeground', 'statusBar.background'],
  ['descriptionForeground', 'menu.background'],
  ['errorForeground', 'editor.background'],
  ['textLink.foreground', 'editor.background'],
  ['textLink.foreground', 'sideBar.background'],
  ['activityBar.inactiveForeground', 'activityBar.background'],
  ['activityBarBadge.foreground', 'activityBarBadge.background'],
  ['badge.foreground', 'badge.background'],
  ['banner.foreground', 'banner.background'],
  ['button.foreground', 'button.background'],
  ['button.foreground', 'button.hoverBackground'],
  ['button.secondaryForeground', 'button.secondaryBackground'],
  ['button.secondaryForeground', 'button.secondaryHoverBackground'],
  ['input.foreground', 'input.background'],
  ['input.placeholderForeground', 'input.background'],
  ['keybindingLabel.foreground', 'keybindingLabel.background'],
  ['list.activeSelectionForeground', 'list.activeSelectionBackground'],
  ['list.focusHighlightForeground', 'list.activeSelectionBackground'],
  ['list.highlightForeground', 'quickInput.background'],
  ['menu.selectionForeground', 'menu.selectionBackground'],
  ['pickerGroup.foreground', 'quickInput.background'],
  ['tab.inactiveForeground', 'tab.inactiveBackground'],
  ['testing.iconPassed', 'editor.background'],
  ['notificationsWarningIcon.foreground', 'notifications.background'],
] as const;

/** What tells where a control is or in which state: at least 3:1 (WCAG 1.4.11). */
const signs = [
  ['focusBorder', 'editor.background'],
  ['focusBorder', 'sideBar.background'],
  ['focusBorder', 'statusBar.background'],
  ['focusBorder', 'activityBar.background'],
  ['focusBorder', 'menu.background'],
  ['input.border', 'editor.background'],
  ['input.border', 'sideBar.background'],
  ['inputValidation.errorBorder', 'editor.background'],
  ['activityBar.activeBorder', 'activityBar.background'],
  ['tab.activeBorderTop', 'editorGroupHeader.tabsBackground'],
  ['panelTitle.activeBorder', 'panel.background'],
  ['progressBar.background', 'notifications.background'],
  ['settings.modifiedItemIndicator', 'editor.background'],
] as const;

describe.each(Object.entries(themes))('in the %s theme', (_name, palette) => {
  const colors = themeColors(palette);
  const contrastOf = ([one, other]: readonly [string, string]) => contrast(colors[one] ?? '', colors[other] ?? '');

  test.each(texts)('%s can be read on %s', (...pair) => {
    expect(contrastOf(pair)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(signs)('%s is seen on %s', (...pair) => {
    expect(contrastOf(pair)).toBeGreaterThanOrEqual(3);
  });
});

test('every theme gives every colour', () => {
  const [first, ...others] = Object.values(themes).map((palette) => Object.keys(themeColors(palette)));
  for (const keys of others) expect(keys).toEqual(first);
});

/** WCAG 2.2, « contrast ratio ». */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((first, second) => second - first);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const channels = /^#(..)(..)(..)$/.exec(color)?.slice(1);
  if (!channels) throw new Error(`${color} is not an opaque colour`);
  const [red = 0, green = 0, blue = 0] = channels.map((hex) => {
    const value = Number.parseInt(hex, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
