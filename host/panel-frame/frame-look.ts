import type { FrameLook } from '../../core/protocol/frame-protocol.ts';

/** Dresses the page as the window is dressed. */
export function applyLook({ kind, colorScheme, variables, fontSizePixels }: FrameLook): void {
  const { style } = document.documentElement;
  for (const name of [...style].filter((present) => present.startsWith('--') && !(present in variables))) style.removeProperty(name);
  for (const [name, value] of Object.entries(variables)) style.setProperty(name, value);
  style.setProperty('color-scheme', colorScheme);
  style.setProperty('font-size', `${fontSizePixels}px`);
  document.body.dataset.vscodeThemeKind = kind;
}
