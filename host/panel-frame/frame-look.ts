import type { FrameLook } from '../../core/protocol/frame-protocol.ts';

/** What stands below every panel. A sheet of the page's own: tools that look at pages fetch linked ones, which the policy forbids. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  html { background: var(--vscode-editor-background); }
  html[data-location='sideBar'] { background: var(--vscode-sideBar-background); color: var(--vscode-sideBar-foreground); }
  html[data-location='bottom'] { background: var(--vscode-panel-background); }
  body { color: var(--vscode-foreground); display: flow-root; font: var(--vscode-font-size, 14px)/1.5 var(--vscode-font-family, sans-serif);
    margin: 0; overflow-wrap: anywhere; padding: 16px 20px; }
`);

/** Dresses the page as the window is dressed. */
export function applyLook({ kind, colorScheme, variables, fontSizePixels }: FrameLook): void {
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
  const { style } = document.documentElement;
  for (const name of [...style].filter((present) => present.startsWith('--') && !(present in variables))) style.removeProperty(name);
  for (const [name, value] of Object.entries(variables)) style.setProperty(name, value);
  style.setProperty('color-scheme', colorScheme);
  style.setProperty('font-size', `${fontSizePixels}px`);
  document.body.dataset.vscodeThemeKind = kind;
}
