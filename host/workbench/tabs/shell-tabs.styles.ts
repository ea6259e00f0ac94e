import { css } from 'lit';

export const tabsStyles = css`
  :host { background: var(--vscode-editor-background); display: flex; flex: 1 1 0; flex-direction: column; min-height: 0; min-width: 0; }
  .header { align-items: center; background: var(--vscode-editorGroupHeader-tabsBackground);
    border-block-end: 1px solid var(--vscode-editorGroupHeader-tabsBorder);
    display: flex; flex: none; padding-inline-end: 6px; }
  [role='tablist'] { display: flex; flex: 1; min-width: 0; scrollbar-width: none; }
  .tab { align-items: center; background: var(--vscode-tab-inactiveBackground); border-inline-end: 1px solid var(--vscode-tab-border);
    color: var(--vscode-tab-inactiveForeground); cursor: pointer; display: flex; flex: none; gap: 8px; height: 36px; margin-block-end: -1px;
    max-width: 300px; padding-inline: 12px 8px; position: relative; user-select: none; }
  .tab > span:not(.close) { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .tab:hover { color: var(--vscode-tab-activeForeground); }
  .tab[aria-selected='true'] { background: var(--vscode-tab-activeBackground); color: var(--vscode-tab-activeForeground); }
  .tab[aria-selected='true']::before { border-block-start: 2px solid var(--vscode-tab-activeBorderTop); content: ''; inset-block-start: 0;
    inset-inline: 0; position: absolute; }
  .tab.withdrawn > span:not(.close) { font-style: italic; text-decoration: line-through; }
  .kept { align-items: start; background: var(--vscode-inputValidation-warningBackground);
    border-block-end: 1px solid var(--vscode-inputValidation-warningBorder); display: flex; gap: 8px; margin: 0; padding: 8px 24px; }
  .kept shell-icon { color: var(--vscode-notificationsWarningIcon-foreground); flex: none; margin-block-start: 2px; }
  #tab-welcome { cursor: default; padding-inline-end: 14px; }
  .close { border-radius: 4px; display: flex; padding: 2px; visibility: hidden; }
  .close:hover { background: var(--vscode-toolbar-hoverBackground); }
  .tab:hover .close, .tab[aria-selected='true'] .close, .close.dirty { visibility: visible; }
  .dot { border: 4px solid currentColor; border-radius: 50%; display: none; margin: 4px; }
  .close.dirty:not(:hover) .dot { display: block; }
  .close.dirty:not(:hover) .cross { display: none; }
  .for-keyboard:not(:focus-visible) { clip-path: inset(50%); position: absolute; }
  .panel { flex: 1 1 0; min-height: 0; position: relative; }
`;
