import { css } from 'lit';

export const questionStyles = css`
  dialog {
    background: var(--vscode-editorWidget-background);
    border: 1px solid var(--vscode-editorWidget-border, transparent);
    border-radius: 8px;
    box-shadow: 0 8px 32px var(--vscode-widget-shadow);
    color: var(--vscode-editorWidget-foreground);
    max-height: 94vh;
    max-width: min(34em, 92vw);
    overflow-y: auto;
    padding: 1.4em 1.6em;
    width: 100%;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 40%);
  }
  p {
    margin: 0 0 0.9em;
  }
  .detail {
    white-space: pre-line;
  }
  .hint {
    color: var(--vscode-descriptionForeground);
    font-size: 0.92em;
    margin: 0;
  }
  .problem:empty,
  .hint:empty {
    display: none;
  }
  .actions {
    justify-content: flex-end;
  }
`;
