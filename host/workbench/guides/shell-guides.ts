import { css, html, unsafeCSS } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { controlStyles } from '../../../core/panel-styles.ts';
import type { WalkthroughItem } from '../../../core/protocol/window-protocol.ts';
import { baseStyles } from '../base/base-styles.ts';
import { ShellElement } from '../base/shell-element.ts';
import { renderRichText } from '../rich-text/render-rich-text.ts';

/** « Guides »: procedures step by step, ticked as they are done. */
@customElement('shell-guides')
export class ShellGuides extends ShellElement {
  static override readonly styles = [
    unsafeCSS(controlStyles),
    baseStyles,
    css`
      :host { display: block; padding: 4px 20px 24px; }
      details { border-block-end: 1px solid var(--vscode-sideBar-border); padding-block: 10px; }
      summary { cursor: pointer; font-weight: 600; list-style-position: outside; margin-inline-start: 16px; }
      .count { color: var(--vscode-descriptionForeground); font-weight: normal; }
      .introduction { color: var(--vscode-descriptionForeground); margin-block: 8px 12px; }
      ol { counter-reset: step; display: flex; flex-direction: column; gap: 16px; padding-block: 6px; }
      ol > li { display: grid; gap: 2px 10px; grid-template-columns: 18px minmax(0, 1fr); }
      .mark { --icon-size: 18px; margin-block-start: 1px; }
      shell-icon.mark { color: var(--vscode-testing-iconPassed); }
      span.mark { border: 1.5px solid var(--vscode-descriptionForeground); border-radius: 50%; height: 16px; margin-inline: 1px; width: 16px; }
      h3 { font-size: 1em; }
      .text { grid-column: 2; }
      .text p { margin-block-start: 6px; overflow-wrap: anywhere; }
      .bullets { list-style: disc; margin-block-start: 6px; padding-inline-start: 18px; }
      .link { background: none; border: 0; color: var(--vscode-textLink-foreground); min-height: 0; padding: 0; text-decoration: underline; }
      .link:hover:not(:disabled) { background: none; }
    `,
  ];

  protected override sources() {
    return [this.workbench.store.changesOf('walkthroughs'), this.workbench.context.onDidChange];
  }

  protected override render() {
    const { store, context } = this.workbench;
    const guides = store.current.walkthroughs.filter(({ when }) => context.holds(when));
    return repeat(
      guides,
      ({ id }) => id,
      (guide, index) => this.renderGuide(guide, index === 0),
    );
  }

  private renderGuide({ title, description, steps }: WalkthroughItem, isFirst: boolean) {
    const shown = steps.filter(({ when }) => this.workbench.context.holds(when));
    const done = shown.filter((step) => step.done).length;
    return html`
      <details ?open=${isFirst}>
        <summary>${title} <span class="count">${this.t('workbench.guides.count', { done, total: shown.length })}</span></summary>
        <div class="introduction">${this.renderText(description)}</div>
        <ol>${shown.map((step) => this.renderStep(step))}</ol>
      </details>
    `;
  }

  private renderStep({ title, description, done }: WalkthroughItem['steps'][number]) {
    return html`
      <li>
        ${done ? html`<shell-icon class="mark" icon="$(pass-filled)"></shell-icon>` : html`<span class="mark"></span>`}
        <h3>${title}<span class="visually-hidden"> (${this.t(done ? 'workbench.guides.done' : 'workbench.guides.to-do')})</span></h3>
        <div class="text">${this.renderText(description)}</div>
      </li>
    `;
  }

  private renderText(text: string) {
    return renderRichText(text, (command, args) => void this.workbench.run(command, args));
  }
}
