import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { iconStyles } from '../../panel/icon-styles.ts';
import { passedIcon, warningIcon } from '../../panel/icons.ts';
import type { RunView } from '../states-state.ts';

/** How far « Tout tester » is, or what came of it. */
@customElement('credentials-test-all-view')
export class CredentialsTestAllView extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) run!: RunView | null;

  protected override updated(changed: PropertyValues<this>): void {
    const former = changed.get('run');
    if (former?.isRunning && this.run && !this.run.isRunning) this.panel.announce(this.sentences(this.run).join(' '));
  }

  override render() {
    const { run } = this;
    if (!run) return nothing;
    return run.isRunning ? this.renderProgress(run) : this.renderReport(run);
  }

  private renderProgress({ total, done, name }: RunView & { readonly isRunning: true }) {
    const { panel } = this;
    const label = panel.t('test-all.progress', { number: Math.min(done + 1, total), total, account: name });
    return html`<div class="running">
      <progress max=${Math.max(1, total)} value=${done} aria-label=${panel.t('command.test-all')}></progress>
      <span role="status">${label}</span>
      <button type="button" class="secondary" @click=${() => panel.run('credentials.cancel-test-all')}>${panel.t('test-all.cancel')}</button>
    </div>`;
  }

  private renderReport(run: RunView & { readonly isRunning: false }) {
    const [first, ...others] = this.sentences(run);
    return html`<section class=${run.ok ? 'report' : 'report attention'} aria-label=${this.panel.t('test-all.report')}>
      ${run.ok ? passedIcon : warningIcon}
      <div>
        <p class="first">${first}</p>
        ${others.map((sentence) => html`<p>${sentence}</p>`)}
      </div>
    </section>`;
  }

  /** Put into words on the way to the window. */
  private sentences({ sentences }: RunView & { readonly isRunning: false }): readonly string[] {
    return sentences.map((sentence) => this.panel.t(sentence));
  }

  static override styles = [
    unsafeCSS(controlStyles),
    iconStyles,
    css`
      .running {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 0.4em 0.9em;
      }
      .running span {
        font-variant-numeric: tabular-nums;
        overflow-wrap: anywhere;
      }
      progress {
        accent-color: var(--vscode-progressBar-background);
        width: 12em;
      }
      .report {
        border-inline-start: 4px solid var(--vscode-testing-iconPassed);
        display: flex;
        gap: 0.6em;
        overflow-wrap: anywhere;
        padding-inline-start: 0.8em;
      }
      .attention {
        border-inline-start-color: var(--vscode-editorWarning-foreground);
      }
      .icon {
        margin-top: 0.15em;
      }
      p {
        margin: 0 0 0.25em;
      }
      .first {
        font-weight: 600;
      }
    `,
  ];
}
