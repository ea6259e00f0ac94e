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
  .message {
    margin: 0.75em 0;
  }
  .message:empty {
    margin: 0;
  }
  @container (width < 46em) {
    .layout {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
