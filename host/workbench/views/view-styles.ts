import { css, unsafeCSS } from 'lit';
import { controlStyles } from '../../../core/panel-styles.ts';
import { baseStyles, plainButtonStyles, scrollStyles } from '../base/base-styles.ts';

/** What all views have in common. The view fills its panel, and its content scrolls below what stands above it. */
export const viewStyles = [
  unsafeCSS(controlStyles),
  baseStyles,
  plainButtonStyles,
  scrollStyles,
  css`
    :host { display: flex; flex-direction: column; height: 100%; min-height: 12em; }
    .tools { align-items: end; display: flex; flex: none; flex-wrap: wrap; gap: 8px 16px; margin-block-end: 8px; }
    .tools input { max-width: 26em; min-width: 10em; flex: 1 1 14em; }
    .buttons { display: flex; flex-wrap: wrap; gap: 8px; }
    .tools button { align-items: center; display: inline-flex; gap: 6px; }
    .plain { background: none; border-color: transparent; color: inherit; }
    .plain:hover:not(:disabled) { background: var(--vscode-toolbar-hoverBackground); }
    .note { align-items: start; color: var(--vscode-descriptionForeground); display: flex; gap: 8px; margin: 0 0 8px; }
    .problem:empty { display: none; }
    .problem { margin-block-end: 8px; }
    .severity { margin-block-start: 0.15em; }
    .severity.info { color: var(--vscode-notificationsInfoIcon-foreground); }
    .severity.success { color: var(--vscode-testing-iconPassed); }
    .severity.warning { color: var(--vscode-notificationsWarningIcon-foreground); }
    .severity.error { color: var(--vscode-notificationsErrorIcon-foreground); }
    .failure { align-items: start; background: var(--vscode-inputValidation-errorBackground);
      border: 1px solid var(--vscode-inputValidation-errorBorder); border-radius: 6px; display: flex; flex: none; flex-wrap: wrap; gap: 8px;
      margin-block-end: 8px; padding: 8px 12px; }
    .failure p { flex: 1 1 16em; }
    .progress { align-items: center; display: flex; flex: none; gap: 8px; }
    .progress .plain { animation: appear 0s 0.6s backwards; }
    .bar { animation: appear 0s 0.6s backwards; flex: none; height: 2px; overflow: hidden; }
    .progress .bar { flex: 1; }
    .bar::after { animation: slide 1.6s ease-in-out infinite; background: var(--vscode-progressBar-background); content: ''; display: block;
      height: 100%; width: 30%; }
    @keyframes appear { from { visibility: hidden; } }
    @keyframes slide { from { translate: -100%; } to { translate: 340%; } }
    @media (prefers-reduced-motion: reduce) { .bar::after { animation: none; width: 100%; } }
    /* What a plugin was told may hold characters that turn the direction of what follows. */
    .texts, .description, .badge, .note span, .failure p, td, label, button { unicode-bidi: isolate; }
    .viewport { flex: 1 1 0; min-height: 6em; position: relative; }
  `,
];
