import { css } from 'lit';

export const pluginCardStyles = css`
  article { background: var(--vscode-welcomePage-tileBackground); border: 1px solid var(--vscode-input-border); border-radius: 8px;
    padding: 12px 16px 14px; }
  header { align-items: baseline; display: flex; flex-wrap: wrap; gap: 2px 10px; }
  h3 { font-size: 1.1em; margin: 0; overflow-wrap: anywhere; }
  .id { color: var(--vscode-descriptionForeground); flex: 1; font-size: 0.88em; overflow-wrap: anywhere; }
  .facts { color: var(--vscode-descriptionForeground); display: flex; flex-wrap: wrap; gap: 2px 16px; margin-block: 4px; }
  .state { align-items: center; color: var(--vscode-foreground); display: inline-flex; gap: 6px; }
  .description, .fault { margin-block-start: 6px; overflow-wrap: anywhere; }
  .fault { background: var(--vscode-inputValidation-errorBackground); border: 1px solid var(--vscode-inputValidation-errorBorder);
    border-radius: 6px; display: flex; gap: 8px; padding: 6px 10px; white-space: pre-line; }
  .fault shell-icon { color: var(--vscode-errorForeground); flex: none; margin-block-start: 3px; }
  .none { color: var(--vscode-descriptionForeground); margin-block-start: 8px; }
  details { margin-block-start: 8px; }
  summary { border-radius: 4px; cursor: pointer; padding: 2px 0; width: fit-content; }
  h4 { color: var(--vscode-descriptionForeground); font-size: 0.92em; margin: 8px 0 0; padding-inline-start: 16px; }
  details ul { padding-inline-start: 16px; }
  details li { overflow-wrap: anywhere; padding-block: 4px; }
  details li + li { border-block-start: 1px solid var(--vscode-settings-headerBorder); }
  .permission { align-items: start; display: flex; flex-wrap: wrap; gap: 4px 16px; justify-content: space-between; }
  .permission > span { flex: 1 1 20em; }
  section { border-block-start: 1px solid var(--vscode-settings-headerBorder); margin-block-start: 10px; }
  section h4 { padding-inline-start: 0; }
  section ul { padding-inline-start: 0; }
  section li { align-items: center; list-style: none; overflow-wrap: anywhere; padding-block: 6px; }
  section li + li { border-block-start: 1px solid var(--vscode-settings-headerBorder); }
  .use { color: var(--vscode-descriptionForeground); display: block; font-size: 0.92em; }
  .problem, .done { margin-block-start: 8px; }
  .done:empty { display: none; }
`;
