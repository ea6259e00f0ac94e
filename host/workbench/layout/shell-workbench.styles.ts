import { css } from 'lit';

export const workbenchStyles = css`
  :host { background: var(--vscode-editor-background); display: grid; grid-template: auto auto minmax(0, 1fr) auto / minmax(0, 1fr);
    height: 100vh; height: 100dvh; overflow: hidden; }
  shell-title-bar { grid-row: 1; }
  shell-connection-banner { grid-row: 2; }
  .body { display: flex; grid-row: 3; min-height: 0; position: relative; }
  shell-status-bar { grid-row: 4; min-width: 0; }
  shell-side-bar { border-inline-end: 1px solid var(--vscode-sideBar-border); flex: 0 1 var(--side-bar-width); min-width: 160px; }
  .middle { display: flex; flex: 1 1 0; flex-direction: column; min-width: 0; }
  main { display: flex; flex: 1 1 0; min-height: 0; }
  shell-bottom-panel { flex: 0 1 var(--bottom-height); max-height: 60%; }
  shell-toasts { flex: 0 1 auto; max-height: clamp(45%, 200px, 65%); min-height: 0; overflow: hidden; }
  .narrow shell-side-bar { box-shadow: 4px 0 16px var(--vscode-widget-shadow); inset-block: 0; inset-inline-start: 43px; position: absolute;
    width: min(340px, calc(100% - 60px)); z-index: 10; }
  .veil { background: rgb(0 0 0 / 30%); inset: 0; position: absolute; z-index: 9; }
  .narrow shell-activity-bar { position: relative; z-index: 11; }
  .skip { display: flex; gap: 8px; inset: 4px auto auto 8px; position: fixed; z-index: 40; }
  .skip button { background: var(--vscode-button-background); border: 1px solid var(--vscode-button-border); border-radius: 4px;
    color: var(--vscode-button-foreground);
    font: inherit; padding: 5px 12px; }
  .skip button:not(:focus) { clip-path: inset(50%); height: 1px; overflow: hidden; padding: 0; position: absolute; width: 1px; }
`;
