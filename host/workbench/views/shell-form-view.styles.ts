import { css } from 'lit';

export const formStyles = css`
  .viewport { max-width: 46em; padding: 2px 4px; }
  .field label, .check label { font-weight: 600; }
  .optional { color: var(--vscode-descriptionForeground); font-weight: 400; }
  .description { color: var(--vscode-descriptionForeground); }
  .check { align-items: baseline; display: flex; gap: 4px; }
  .problem { align-items: start; display: flex; gap: 6px; margin: 0; }
  textarea { min-height: 5em; resize: vertical; }
  select { max-width: 30em; }
  .secret { display: flex; gap: 4px; }
  [aria-invalid='true'] { border-color: var(--vscode-inputValidation-errorBorder) !important; }
`;
