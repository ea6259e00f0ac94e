import { css } from 'lit';

export const menuStyles = css`
  .menu { background: var(--vscode-menu-background); border: 1px solid var(--vscode-menu-border); border-radius: 6px;
    box-shadow: 0 4px 16px var(--vscode-widget-shadow); color: var(--vscode-menu-foreground); inset: auto; margin: 0;
    max-height: calc(100vh - 8px); max-width: calc(100vw - 8px); min-width: 220px; overflow: auto; padding: 4px; position: fixed; }
  .item { align-items: center; border-radius: 4px; cursor: default; display: grid; gap: 0 10px;
    grid-template-columns: 16px minmax(0, 1fr) auto auto; min-height: 30px; outline: 1px solid transparent; outline-offset: -1px;
    padding: 4px 10px; user-select: none; }
  .item:focus { background: var(--vscode-menu-selectionBackground); color: var(--vscode-menu-selectionForeground);
    forced-color-adjust: none; outline-color: var(--vscode-menu-selectionBorder); }
  .item[aria-disabled='true'] .title, .item[aria-disabled='true'] kbd { opacity: 0.65; }
  .reason { color: var(--vscode-descriptionForeground); font-size: 0.86em; grid-column: 2 / -1; max-width: 36ch; }
  .item:focus .reason { color: inherit; }
  kbd { font: inherit; font-size: 0.9em; opacity: 0.85; }
  .more { margin-inline-end: -4px; }
  [role='separator'] { border-block-start: 1px solid var(--vscode-menu-separatorBackground); margin: 4px 2px; }
`;
