import { css } from 'lit';

export const editorStyles = css`
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
  .actions {
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
  .message p {
    margin: 0 0 0.5em;
  }
  .progress:empty,
  .message:empty {
    margin: 0;
  }
`;
