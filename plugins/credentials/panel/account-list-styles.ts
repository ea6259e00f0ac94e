import { css } from 'lit';

export const accountListStyles = css`
  :host {
    container-type: inline-size;
  }
  .search {
    margin-bottom: 0.5em;
  }
  .count {
    color: var(--vscode-descriptionForeground);
    font-size: 0.9em;
    margin: 0.25em 0 0;
  }
  .partial.viewport {
    border: 1px solid var(--vscode-widget-border, var(--vscode-textSeparator-foreground));
    border-radius: 4px;
    contain: content;
    height: min(32em, 60vh);
    overflow-y: auto;
  }
  ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .away {
    clip-path: inset(50%);
    inset-block-start: 0;
    position: absolute;
  }
  button {
    align-items: center;
    background: none;
    border: 0;
    border-inline-start: 3px solid transparent;
    border-radius: 4px;
    color: inherit;
    column-gap: 0.6em;
    display: grid;
    grid-template-columns: auto 1fr;
    padding: 0.45em 0.6em;
    text-align: start;
    width: 100%;
  }
  .partial button {
    height: 3.9em;
    outline-offset: -1px;
  }
  .partial .name,
  .partial .status {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  button:hover:not(:disabled) {
    background: var(--vscode-list-hoverBackground);
    outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
  }
  button[aria-current]:not(:disabled) {
    background: var(--vscode-list-activeSelectionBackground);
    border-inline-start-color: var(--vscode-activityBar-activeBorder);
    color: var(--vscode-list-activeSelectionForeground);
    forced-color-adjust: none;
  }
  .icon {
    grid-row: span 2;
    height: 1.35em;
    width: 1.35em;
  }
  button[aria-current] .icon {
    color: inherit;
  }
  .name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .marks {
    font-weight: normal;
  }
  .status {
    font-size: 0.9em;
  }
  @container (width > 26em) {
    .viewport:not(.partial) ul {
      display: grid;
      gap: 0.25em;
      grid-template-columns: repeat(auto-fill, minmax(14em, 1fr));
    }
  }
`;
