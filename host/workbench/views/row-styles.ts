import { css } from 'lit';

/** Rows of lists and trees. Where there are many they are all of one height. */
export const rowStyles = css`
  .rows { position: relative; }
  .row { align-items: center; border-radius: 4px; display: flex; gap: 4px; min-height: 30px; padding-inline-end: 4px; }
  .row.away { clip-path: inset(50%); inset-block-start: 0; position: absolute; }
  .row:hover { background: var(--vscode-list-hoverBackground); outline: 1px dashed var(--vscode-toolbar-hoverOutline); outline-offset: -1px; }
  .row.selected { background: var(--vscode-list-activeSelectionBackground); color: var(--vscode-list-activeSelectionForeground);
    forced-color-adjust: none; outline: 1px solid var(--vscode-contrastActiveBorder); outline-offset: -1px; }
  .main { align-items: center; background: none; border: 0; border-radius: 4px; color: inherit; display: flex; flex: 1; font: inherit; gap: 8px;
    min-height: 30px; min-width: 0; padding: 3px 8px; text-align: start; }
  button.main { cursor: pointer; }
  button.main:hover:not(:disabled) { background: none; }
  .texts { flex: 1; min-width: 0; overflow-wrap: anywhere; }
  .description { color: var(--vscode-descriptionForeground); font-size: 0.92em; margin-inline-start: 0.6em; }
  .selected .description { color: inherit; }
  .badge { background: var(--vscode-badge-background); border-radius: 10px; color: var(--vscode-badge-foreground); flex: none; font-size: 0.85em;
    padding: 0 8px; }
  .row-buttons { display: flex; flex: none; }
  .row-buttons .plain { min-height: 26px; }
  .partial .row { height: 30px; overflow: hidden; }
  .partial .texts { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .partial .row-buttons { white-space: nowrap; }
`;
