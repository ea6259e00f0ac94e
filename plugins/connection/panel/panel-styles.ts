import { css } from 'lit';

export const panelStyles = css`
  :host {
    container-type: inline-size;
  }
  .loading {
    color: var(--vscode-descriptionForeground);
    padding: 1.5em;
  }
  .page {
    max-width: 68em;
    overflow-wrap: anywhere;
  }
  h1 {
    margin-bottom: 0.2em;
  }
  .introduction {
    color: var(--vscode-descriptionForeground);
    margin: 0 0 0.9em;
  }
  .state {
    align-items: start;
    display: flex;
    gap: 0.5em;
    margin: 0 0 1.2em;
  }
  .state p {
    margin: 0;
  }
  .state .watch {
    color: var(--vscode-descriptionForeground);
    font-size: 0.92em;
  }
  .state .icon {
    height: 1.5em;
    width: 1.5em;
  }
  .ways {
    display: grid;
    gap: 1.5em 2em;
    grid-template-columns: minmax(0, 1.08fr) minmax(0, 1fr);
    margin-bottom: 1.5em;
  }
  .proxy {
    display: grid;
    gap: 0.6em 0.9em;
    grid-template-columns: minmax(0, 1fr) 7em;
    margin: 0.1em 0 0.9em 1.6em;
  }
  .proxy .password {
    grid-column: 1;
  }
  .proxy button {
    grid-column: 1 / -1;
    justify-self: start;
  }
  .found {
    color: var(--vscode-descriptionForeground);
    font-size: 0.92em;
    margin: -0.3em 0 0.45em 1.62em;
  }
  .found p {
    margin: 0;
  }
  .addresses {
    display: grid;
    gap: 0.9em;
  }
  .addresses h2 {
    margin: 0;
  }
  .credentials {
    color: var(--vscode-descriptionForeground);
    font-size: 0.92em;
    margin: 0;
  }
  .mark {
    display: inline-flex;
    width: 1.7em;
  }
  .mark .icon {
    height: 1.7em;
    width: 1.7em;
  }
  .actions {
    align-items: center;
    border-top: 1px solid var(--vscode-textSeparator-foreground);
    margin-top: 1.4em;
    padding-top: 1em;
  }
  .actions .end {
    display: flex;
    gap: 0.5em;
    margin-inline-start: auto;
  }
  button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.6;
  }
  .link {
    background: none;
    border: 0;
    color: var(--vscode-textLink-foreground);
    padding: 0;
    text-decoration: underline;
  }
  .link:hover:not(:disabled) {
    background: none;
  }
  .message {
    margin: 0.75em 0;
  }
  @container (width < 46em) {
    .ways {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
