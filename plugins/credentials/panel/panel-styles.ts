import { css } from 'lit';

export const panelStyles = css`
  :host {
    container-type: inline-size;
  }
  .loading {
    color: var(--vscode-descriptionForeground);
  }
  .layout {
    display: grid;
    gap: 1.5em 2.25em;
    grid-template-columns: minmax(13em, 17em) minmax(0, 1fr);
  }
  h1 {
    margin-bottom: 0.7em;
  }
  .account > h2 {
    font-size: 1.3em;
    overflow-wrap: anywhere;
  }
  button {
    align-items: center;
    display: inline-flex;
    gap: 0.5em;
    justify-content: center;
  }
  .ball .icon {
    height: 1.5em;
    width: 1.5em;
  }
  button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.6;
  }
  .account > .actions {
    border-top: 1px solid var(--vscode-textSeparator-foreground);
    padding-top: 1em;
  }
  .progress {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 0.75em;
    margin-top: 0.75em;
  }
  progress {
    accent-color: var(--vscode-progressBar-background);
    width: 8em;
  }
  .message {
    margin: 0.75em 0;
  }
  .progress:empty,
  .message:empty {
    margin: 0;
  }
  @container (width < 46em) {
    .layout {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
