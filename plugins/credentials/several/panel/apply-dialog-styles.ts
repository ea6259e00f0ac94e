import { css } from 'lit';

export const applyStyles = css`
  dialog {
    background: var(--vscode-editorWidget-background);
    border: 1px solid var(--vscode-editorWidget-border, transparent);
    border-radius: 8px;
    box-shadow: 0 8px 32px var(--vscode-widget-shadow);
    color: var(--vscode-editorWidget-foreground);
    max-width: min(40em, 92vw);
    padding: 1.4em 1.6em;
    width: 100%;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 40%);
  }
  form {
    display: flex;
    flex-direction: column;
    max-height: calc(92vh - 3em);
  }
  h2 {
    overflow-wrap: anywhere;
  }
  p {
    margin: 0 0 0.7em;
  }
  .quiet {
    color: var(--vscode-descriptionForeground);
  }
  .problem:empty {
    display: none;
  }
  .all,
  .row {
    align-items: center;
    display: flex;
    gap: 0.4em;
  }
  .all {
    font-weight: 600;
    padding: 0.6em 0.5em 0.4em;
  }
  .viewport {
    border: 1px solid var(--vscode-widget-border, var(--vscode-textSeparator-foreground));
    border-radius: 4px;
    height: 16em;
    margin-bottom: 0.6em;
    min-height: 6em;
    overflow: auto;
    position: relative;
  }
  .row {
    height: 2.1em;
    padding: 0 0.5em;
    white-space: nowrap;
  }
  .row:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .row.away {
    clip-path: inset(50%);
    inset-block-start: 0;
    position: absolute;
  }
  .row input {
    flex: none;
  }
  .name {
    flex: 1;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .actions {
    align-items: center;
    justify-content: flex-end;
    margin-top: 0.4em;
  }
  .running {
    align-items: center;
    display: flex;
    flex: 1;
    gap: 0.6em;
  }
  progress {
    accent-color: var(--vscode-progressBar-background);
    width: 6em;
  }
  button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.6;
  }
`;
