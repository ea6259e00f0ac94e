import { css } from 'lit';

/** For every element of the panels about plugins. */
export const administrationStyles = css`
  :host { display: block; }
  ul { list-style: none; margin: 0; padding: 0; }
  p { margin: 0; }
  .problem:empty { display: none; }
  .waiting, .count, .empty { color: var(--vscode-descriptionForeground); }
  .banner { align-items: start; background: var(--vscode-inputValidation-infoBackground);
    border: 1px solid var(--vscode-inputValidation-infoBorder); border-radius: 6px; display: flex; gap: 8px; margin-block: 0 14px;
    padding: 8px 12px; }
  .banner p { flex: 1; }
  .banner shell-icon { margin-block-start: 3px; }
  .actions { gap: 8px; margin-block-start: 10px; }
  button { border-radius: 5px; }
  .actions button { min-height: 30px; }
  button.secondary { border-color: var(--vscode-input-border, transparent); }
  .state-good { color: var(--vscode-testing-iconPassed); }
  .state-bad { color: var(--vscode-errorForeground); }
  .state-waiting { color: var(--vscode-editorWarning-foreground); }
  .state-plain { color: var(--vscode-descriptionForeground); }
  .switch { align-items: center; cursor: pointer; display: inline-flex; flex: none; gap: 8px; white-space: nowrap; }
  .switch input[type='checkbox'] { appearance: none; background: var(--vscode-input-background); border: 1px solid var(--vscode-checkbox-border, var(--vscode-descriptionForeground));
    border-radius: 999px; cursor: pointer; display: inline-block; height: 18px; margin: 0; position: relative; width: 34px; }
  .switch input::before { border: 2px solid var(--vscode-descriptionForeground); border-radius: 50%; content: ''; height: 12px; inset-block-start: 2px;
    inset-inline-start: 2px; position: absolute; width: 12px; }
  .switch input:checked { background: var(--vscode-button-background); border-color: var(--vscode-button-border, var(--vscode-button-background)); }
  .switch input:checked::before { background: var(--vscode-button-foreground); border-color: var(--vscode-button-foreground);
    inset-inline-start: 18px; }
  [aria-disabled='true'] { cursor: default; opacity: 0.5; }
  .scroller { border: 1px solid var(--vscode-input-border); border-radius: 6px; overflow: auto; }
  .scroller table { width: 100%; }
  .scroller th, .scroller td { padding: 7px 9px; vertical-align: top; }
  .scroller thead th { background: var(--vscode-editorWidget-background); border-block-end: 1px solid var(--vscode-input-border); font-weight: 600;
    white-space: nowrap; }
  .scroller tbody tr + tr > * { border-block-start: 1px solid var(--vscode-input-border); }
  .scroller tbody th { font-weight: 600; }
  .number { font-variant-numeric: tabular-nums; text-align: end; white-space: nowrap; }
  @media (forced-colors: active) {
    .switch input::before { border-color: ButtonText; forced-color-adjust: none; }
    .switch input:checked { background: Highlight; forced-color-adjust: none; }
    .switch input:checked::before { background: HighlightText; border-color: HighlightText; }
  }
`;
