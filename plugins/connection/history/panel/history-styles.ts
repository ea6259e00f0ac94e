import { css } from 'lit';

/** Shared by the panel « Historique des tests » and its parts. */
export const historyStyles = css`
  .loading,
  .introduction,
  .quiet {
    color: var(--vscode-descriptionForeground);
  }
  .loading {
    padding: 1.5em;
  }
  .page {
    max-width: 76em;
    overflow-wrap: anywhere;
  }
  .introduction {
    margin: 0 0 0.9em;
  }
  .message:not(:empty) {
    background: var(--vscode-editor-background);
    bottom: 0;
    margin: 0.75em 0;
    padding-block: 0.4em;
    position: sticky;
    z-index: 1;
  }
  .message.problem,
  .unreadable {
    border-inline-start: 4px solid var(--vscode-editorWarning-foreground);
    padding-inline-start: 0.7em;
  }
  section {
    background: var(--vscode-welcomePage-tileBackground);
    border: 1px solid var(--vscode-welcomePage-tileBorder, transparent);
    border-radius: 6px;
    margin-top: 1.2em;
    padding: 0.9em 1.1em;
  }
  .rows {
    max-height: 22em;
    overflow: auto;
  }
  table {
    width: 100%;
  }
  th,
  td {
    border-bottom: 1px solid var(--vscode-textSeparator-foreground);
    padding: 0.4em 0.75em 0.4em 0.3em;
    vertical-align: top;
  }
  th {
    font-weight: 600;
  }
  thead th {
    background: var(--vscode-editor-background);
    overflow-wrap: normal;
    position: sticky;
    top: 0;
  }
  section thead th {
    background: var(--vscode-welcomePage-tileBackground);
    position: static;
  }
  .result {
    display: flex;
    gap: 0.5em;
  }
  button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.6;
  }
  :focus-visible {
    outline-offset: -1px;
  }
`;
