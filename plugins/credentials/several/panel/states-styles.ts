import { css } from 'lit';

export const statesStyles = css`
  .page {
    display: flex;
    flex-direction: column;
    max-width: 82em;
  }
  .quiet {
    color: var(--vscode-descriptionForeground);
  }
  p {
    margin: 0 0 0.9em;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }
  .tools button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.6;
  }
  credentials-test-all-view {
    margin-top: 0.8em;
  }
  .message {
    margin: 0.4em 0;
  }
  .message:empty {
    margin: 0;
  }
  .filter {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em 1em;
    margin: 0.8em 0;
  }
  .filter input {
    flex: 1 1 14em;
    max-width: 26em;
    width: auto;
  }
  .choice {
    align-items: center;
    display: flex;
    gap: 0.5em;
  }
  .filter select {
    width: auto;
  }
  credentials-states-table {
    max-height: max(16em, calc(100vh - 22em));
  }
`;
