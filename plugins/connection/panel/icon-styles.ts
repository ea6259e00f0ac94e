import { css } from 'lit';

/** For elements that draw with `icons.ts`. */
export const iconStyles = css`
  .icon {
    fill: none;
    flex: none;
    height: 1.3em;
    stroke: currentcolor;
    stroke-linecap: round;
    stroke-linejoin: round;
    stroke-width: 2.2;
    width: 1.3em;
  }
  .reached {
    color: var(--vscode-testing-iconPassed);
  }
  .failed {
    color: var(--vscode-testing-iconFailed);
  }
  .heart {
    fill: currentcolor;
  }
  .warning {
    color: var(--vscode-editorWarning-foreground);
  }
  .pending,
  .neutral {
    color: var(--vscode-descriptionForeground);
  }
  .pending {
    animation: turn 3s linear infinite;
    transform-origin: center;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .pending {
      animation: none;
    }
  }
`;
