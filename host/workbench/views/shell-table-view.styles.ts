import { css } from 'lit';

export const tableStyles = css`
  .viewport { border: 1px solid var(--vscode-widget-border); border-radius: 4px; flex: 0 1 auto; }
  .partial.viewport { flex: 1 1 0; }
  table { border-collapse: separate; border-spacing: 0; table-layout: fixed; width: 100%; }
  thead th { background: var(--vscode-keybindingTable-headerBackground); inset-block-start: 0; padding: 0; position: sticky; z-index: 1; }
  th, td { border-block-end: 1px solid var(--vscode-textSeparator-foreground); overflow-wrap: anywhere; padding: 4px 8px; text-align: start;
    vertical-align: top; }
  .end { text-align: end; }
  tbody tr:hover { background: var(--vscode-list-hoverBackground); }
  .head { background: none; border: 0; border-radius: 0; color: inherit; display: flex; font: inherit; font-weight: 600; gap: 4px; padding: 4px 8px;
    text-align: inherit; width: 100%; }
  .end .head { justify-content: end; }
  button.head:hover:not(:disabled) { background: var(--vscode-list-hoverBackground); }
  .head shell-icon { align-self: center; }
  .head .unsorted { visibility: hidden; }
  .state { align-items: start; display: flex; gap: 6px; }
  .away { clip-path: inset(50%); inset-block-start: 0; position: absolute; }
  .row-buttons { justify-content: end; }
  .row-buttons .plain { margin-block: -2px; min-height: 24px; }
  .before td, .after td { border: 0; padding: 0; }
  .partial [data-row] td { height: 30px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
`;
