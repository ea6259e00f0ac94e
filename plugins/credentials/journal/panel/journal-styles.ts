import { css } from 'lit';

export const journalStyles = css`
  :host {
    container-type: inline-size;
    max-width: 72em;
  }
  .quiet {
    color: var(--vscode-descriptionForeground);
    margin: 0 0 0.9em;
  }
  credentials-journal-verification {
    margin-bottom: 1.1em;
  }
  .failure {
    border-inline-start: 4px solid var(--vscode-editorError-foreground);
    margin-top: 1em;
    padding-inline-start: 0.8em;
  }
  .failure button {
    margin-top: 0.5em;
  }
  ol {
    list-style: none;
    margin: 1em 0 0;
    padding: 0;
  }
  li {
    border-bottom: 1px solid var(--vscode-textSeparator-foreground);
    display: grid;
    gap: 0 1em;
    grid-template-columns: 12em minmax(0, 1fr) auto;
    padding: 0.4em 0.3em;
  }
  li:focus-visible {
    outline-offset: -1px;
  }
  time {
    font-variant-numeric: tabular-nums;
  }
  .sentence {
    overflow-wrap: anywhere;
  }
  .number {
    margin: 0;
  }
  .count {
    margin: 0.8em 0;
  }
  button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.6;
  }
  @container (width < 44em) {
    li {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .sentence {
      grid-column: 1 / -1;
      grid-row: 2;
    }
  }
`;
