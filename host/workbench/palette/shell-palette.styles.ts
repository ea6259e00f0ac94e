import { css } from 'lit';

export const paletteStyles = css`
  .box { background: var(--vscode-quickInput-background); border: 1px solid var(--vscode-widget-border); border-radius: 8px;
    box-shadow: 0 8px 32px var(--vscode-widget-shadow); color: var(--vscode-quickInput-foreground); inset: 6px auto auto 50%; margin: 0;
    max-height: min(480px, calc(100vh - 12px)); padding: 8px; position: fixed; translate: -50%; width: min(640px, calc(100vw - 12px)); }
  .box:popover-open { display: flex; flex-direction: column; }
  input { background: var(--vscode-input-background); border: 1px solid var(--vscode-input-border); border-radius: 5px;
    color: var(--vscode-input-foreground);
    flex: none; font: inherit; height: 32px; padding-inline: 10px; width: 100%; }
  input::placeholder { color: var(--vscode-input-placeholderForeground); opacity: 1; }
  input:focus { border-color: var(--vscode-focusBorder); outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
  .list { margin-block-start: 6px; min-height: 0; }
  .row { align-items: center; border-radius: 4px; cursor: pointer; display: flex; gap: 10px; min-height: 28px; outline-offset: -1px;
    padding: 3px 10px; }
  .row:hover { background: var(--vscode-list-hoverBackground); }
  .row[aria-selected='true'] { background: var(--vscode-quickInputList-focusBackground); color: var(--vscode-quickInputList-focusForeground);
    forced-color-adjust: none; outline: 1px solid var(--vscode-contrastActiveBorder); }
  .row.apart { border-block-start: 1px solid var(--vscode-pickerGroup-border); border-start-end-radius: 0; border-start-start-radius: 0; }
  .label { flex: 1; min-width: 0; overflow-wrap: anywhere; }
  .row[aria-disabled='true'] .label { opacity: 0.65; }
  mark { background: none; color: var(--vscode-list-highlightForeground); font-weight: 700; }
  [aria-selected='true'] mark { color: var(--vscode-list-focusHighlightForeground); }
  .note, .group { font-size: 0.88em; }
  .note { color: var(--vscode-descriptionForeground); max-width: 45%; }
  [aria-selected='true'] .note { color: inherit; }
  .group { color: var(--vscode-pickerGroup-foreground); flex: none; }
  [aria-selected='true'] .group { color: inherit; }
  kbd { background: var(--vscode-keybindingLabel-background); border: 1px solid var(--vscode-keybindingLabel-border); border-radius: 4px;
    color: var(--vscode-keybindingLabel-foreground);
    flex: none; font: inherit; font-size: 0.86em; padding: 0 6px; }
  .nothing { color: var(--vscode-descriptionForeground); padding: 8px 10px 4px; }
  @media (max-width: 420px) { .group { display: none; } }
`;
