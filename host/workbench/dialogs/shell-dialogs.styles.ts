import { css } from 'lit';

export const dialogStyles = css`
  dialog { background: var(--vscode-editorWidget-background); border: 1px solid var(--vscode-editorWidget-border); border-radius: 10px;
    box-shadow: 0 12px 48px var(--vscode-widget-shadow); color: var(--vscode-editorWidget-foreground); max-height: calc(100vh - 16px);
    max-width: min(520px, calc(100vw - 16px)); min-width: min(380px, calc(100vw - 16px)); overflow: auto; padding: 20px 22px; }
  dialog::backdrop { background: rgb(0 0 0 / 40%); }
  h2 { font-size: 1.1em; margin: 0 0 8px; overflow-wrap: anywhere; }
  p { margin-block-end: 14px; overflow-wrap: anywhere; white-space: pre-line; }
  .actions { justify-content: flex-end; margin-block-start: 18px; }
  .actions button { border-radius: 5px; min-height: 32px; }
  ul { list-style: disc; padding-inline-start: 1.3em; }
  li { margin-block-end: 4px; overflow-wrap: anywhere; }
  .warning { align-items: start; display: flex; gap: 8px; margin-block: 10px 0; }
  .warning shell-icon { color: var(--vscode-editorWarning-foreground); margin-block-start: 2px; }
  .choices { display: grid; gap: 6px; margin: 0; }
  .secret { display: flex; gap: 4px; }
  .secret .plain { color: var(--vscode-foreground); min-width: 32px; }
  .secret .plain:hover { background: var(--vscode-toolbar-hoverBackground); }
`;
