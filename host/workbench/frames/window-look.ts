import type { FrameLook } from '../../../core/protocol/frame-protocol.ts';

/** How the window looks now, for pages that can't read its styles. */
export function readLook(): FrameLook {
  const computed = getComputedStyle(document.documentElement);
  return {
    kind: document.body.dataset.vscodeThemeKind ?? '',
    colorScheme: computed.colorScheme,
    variables: Object.fromEntries(variableNames().map((name) => [name, computed.getPropertyValue(name)])),
    fontSizePixels: Number.parseFloat(computed.fontSize),
  };
}

/** Not all browsers list custom properties among the computed ones; the sheets of the page do. */
function variableNames(): readonly string[] {
  const rules = document.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules]);
  const names = rules.flatMap((rule) => (rule instanceof CSSStyleRule ? [...rule.style] : []));
  return [...new Set(names)].filter((name) => name.startsWith('--vscode-'));
}
