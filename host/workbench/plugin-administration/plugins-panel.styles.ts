import { css } from 'lit';

export const pluginsPanelStyles = css`
  h1 { margin-block-end: 10px; }
  h2 { border-block-end: 1px solid var(--vscode-settings-headerBorder); font-size: 1.1em; margin-block: 20px 10px; padding-block-end: 4px; }
  .search { margin-block-start: 18px; }
  .search .count { font-size: 0.9em; min-height: 1.5em; padding-block-start: 4px; }
  li + li { margin-block-start: 10px; }
  shell-plugin-install, shell-plugin-bisect { margin-block-start: 14px; }
`;
