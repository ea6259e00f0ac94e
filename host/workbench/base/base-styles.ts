import { css } from 'lit';

/** For every element of the window. */
export const baseStyles = css`
  :host {
    color: var(--vscode-foreground);
    font: var(--vscode-font-size) / 1.45 var(--vscode-font-family);
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  :focus-visible {
    outline: 2px solid var(--vscode-focusBorder);
    outline-offset: -2px;
  }
  h1,
  h2,
  h3,
  p,
  ol,
  ul {
    margin: 0;
    padding: 0;
  }
  ol,
  ul {
    list-style: none;
  }
  .visually-hidden {
    clip-path: inset(50%);
    height: 1px;
    overflow: hidden;
    position: absolute;
    white-space: nowrap;
    width: 1px;
  }
`;

/** Buttons without a frame: `.plain`, and square ones for an icon: `.plain.icon`. */
export const plainButtonStyles = css`
  .plain {
    background: none;
    border: 1px solid transparent;
    border-radius: 4px;
    color: inherit;
    cursor: pointer;
    font: inherit;
    min-height: 24px;
    padding: 2px 6px;
  }
  .plain.icon {
    align-items: center;
    display: inline-flex;
    justify-content: center;
    min-width: 26px;
    padding: 2px;
  }
  .plain:hover {
    background: var(--vscode-toolbar-hoverBackground);
    outline: 1px dashed var(--vscode-toolbar-hoverOutline);
    outline-offset: -1px;
  }
  .plain:focus-visible {
    outline: 2px solid var(--vscode-focusBorder);
  }
`;

/** Thin scrollbars in the colours of the theme. */
export const scrollStyles = css`
  .scroll {
    overflow: auto;
    /* What a field says once it is left appears below it: all above stays where it is, under a press that left it too. */
    overflow-anchor: none;
    scrollbar-color: var(--vscode-scrollbarSlider-background) transparent;
    scrollbar-width: thin;
  }
`;
