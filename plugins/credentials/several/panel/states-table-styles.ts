import { css } from 'lit';

export const tableStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .viewport {
    border: 1px solid var(--vscode-widget-border, var(--vscode-textSeparator-foreground));
    border-radius: 4px;
    overflow: auto;
    position: relative;
  }
  table {
    border-collapse: separate;
    border-spacing: 0;
    min-width: 66em;
    table-layout: fixed;
    width: 100%;
  }
  thead th {
    background: var(--vscode-editor-background);
    inset-block-start: 0;
    padding: 0;
    position: sticky;
    z-index: 1;
  }
  thead th:first-child {
    width: 17%;
  }
  thead th:is(:nth-child(2), :nth-child(5)) {
    width: 20%;
  }
  th,
  td {
    border-bottom: 1px solid var(--vscode-textSeparator-foreground);
    overflow: hidden;
    padding: 0.25em 0.6em;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  tbody [data-row] :is(th, td) {
    height: 2.5em;
  }
  tbody th {
    font-weight: 600;
  }
  tbody tr:hover {
    background: var(--vscode-list-hoverBackground);
  }
  td.before,
  td.after {
    border: 0;
    padding: 0;
  }
  .head {
    background: none;
    border: 0;
    color: inherit;
    font-weight: 600;
    padding: 0.35em 0.6em;
    text-align: start;
    white-space: normal;
    width: 100%;
  }
  button.head:hover:not(:disabled) {
    background: var(--vscode-list-hoverBackground);
  }
  .arrow {
    font-size: 0.75em;
    margin-inline-start: 0.5em;
  }
  .state,
  .aged {
    align-items: center;
    display: inline-flex;
    gap: 0.45em;
    vertical-align: middle;
  }
  .aged {
    margin-inline-start: 0.5em;
  }
  .away {
    clip-path: inset(50%);
    inset-block-start: 0;
    position: absolute;
  }
  /* In sight however narrow the window is: else nothing tells that there is something to be done. */
  .action {
    background: var(--vscode-editor-background);
    inset-inline-end: 0;
    position: sticky;
    text-align: end;
    text-overflow: clip;
    width: 10em;
  }
  .action button {
    min-height: 1.8em;
    padding-block: 0.1em;
  }
  button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.55;
  }
  :focus-visible {
    outline-offset: -2px;
  }
`;
