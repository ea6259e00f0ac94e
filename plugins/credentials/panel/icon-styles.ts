import { css } from 'lit';

/** For elements that draw with `icons.ts`. */
export const iconStyles = css`
  .icon {
    flex: none;
    height: 1.2em;
    width: 1.2em;
  }
  .icon[class*=' '] {
    fill: none;
    stroke: currentcolor;
    stroke-linecap: round;
    stroke-linejoin: round;
    stroke-width: 2.2;
  }
  .passed {
    color: var(--vscode-testing-iconPassed);
  }
  .failed {
    color: var(--vscode-testing-iconFailed);
  }
  .warning {
    color: var(--vscode-editorWarning-foreground);
  }
  .neutral {
    color: var(--vscode-descriptionForeground);
  }
`;
