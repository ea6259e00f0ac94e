import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Serialisable } from '../../../core/message.ts';
import type { PanelApi } from '../../../core/panel.ts';
import { controlStyles } from '../../../core/panel-styles.ts';
import { type BisectState, type PluginItem, pluginCommands } from '../../../core/protocol/plugin-administration.ts';
import { isFocusLost } from './lost-focus.ts';
import { administrationStyles } from './styles.ts';

/** « Trouver l'extension fautive »: one question after the other, then the culprits. */
@customElement('shell-plugin-bisect')
export class ShellPluginBisect extends LitElement {
  static override readonly styles = [
    unsafeCSS(controlStyles),
    administrationStyles,
    css`
      section { background: var(--vscode-inputValidation-infoBackground); border: 1px solid var(--vscode-inputValidation-infoBorder);
        border-radius: 8px; padding: 14px 16px; }
      h2 { font-size: 1.1em; }
      p + p { margin-block-start: 6px; }
      strong { display: block; margin-block-start: 8px; }
      .gap { flex: 1; }
    `,
  ];

  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) bisect!: BisectState;
  @property({ attribute: false }) plugins: readonly PluginItem[] = [];

  @state() private isBusy = false;
  @state() private problem: string | undefined;

  /** Brings the question, or the result, to whoever asked for it. */
  async focusQuestion(): Promise<void> {
    await this.updateComplete;
    const button = this.renderRoot.querySelector<HTMLElement>('button');
    button?.focus();
    button?.scrollIntoView({ block: 'nearest' });
  }

  override render() {
    const { bisect } = this;
    return html`
      <section aria-labelledby="title" aria-busy=${this.isBusy}>
        <h2 id="title">${this.panel.t('plugins.bisect.title')}</h2>
        <div role="status">${bisect.phase === 'asking' ? this.renderRound(bisect) : this.renderResult(bisect)}</div>
        <div class="actions">${bisect.phase === 'asking' ? this.renderAnswers() : this.renderRemedies(bisect)}</div>
        <p class="problem" role="alert">${this.problem}</p>
      </section>
    `;
  }

  private renderRound({ disabled, remainingRounds }: BisectState) {
    return html`
      <p>${this.panel.t('plugins.bisect.disabled', { count: disabled.length, names: this.namesOf(disabled) })}</p>
      <p>${this.panel.t('plugins.bisect.remaining', { count: remainingRounds })}</p>
      <strong>${this.panel.t('plugins.bisect.question')}</strong>
    `;
  }

  private renderAnswers() {
    return html`
      ${this.renderButton('plugins.bisect.yes', () => this.run(pluginCommands.bisectAnswer, { isFaultGone: true }))}
      ${this.renderButton('plugins.bisect.no', () => this.run(pluginCommands.bisectAnswer, { isFaultGone: false }))}
      ${this.renderButton('plugins.bisect.unknown', () => this.run(pluginCommands.bisectAnswer, { isFaultGone: null }))}
      <span class="gap"></span>
      ${this.renderButton('plugins.bisect.stop', () => this.run(pluginCommands.bisectStop))}
    `;
  }

  private renderResult({ found, undecided }: BisectState) {
    if (found.length === 0 && undecided.length === 0) return html`<p>${this.panel.t('plugins.bisect.none')}</p>`;
    return html`${this.renderNames('plugins.bisect.found', found)}${this.renderNames('plugins.bisect.undecided', undecided)}`;
  }

  private renderNames(sentence: string, ids: readonly string[]) {
    return ids.length === 0 ? nothing : html`<p>${this.panel.t(sentence, { count: ids.length, names: this.namesOf(ids) })}</p>`;
  }

  private renderRemedies({ found }: BisectState) {
    const culprits = found.filter((id) => this.plugins.find((plugin) => plugin.id === id)?.state !== 'disabled');
    return html`
      ${culprits.map((id) =>
        this.renderButton('plugins.bisect.disable', () => this.run(pluginCommands.disable, { plugin: id }), { name: this.namesOf([id]) }),
      )}
      ${this.renderButton('plugins.bisect.end', () => this.run(pluginCommands.bisectStop))}
    `;
  }

  private renderButton(title: string, act: () => void, values: Readonly<Record<string, string>> = {}) {
    return html`<button type="button" class="secondary" aria-disabled=${this.isBusy ? 'true' : nothing} @click=${act}>${this.panel.t(title, values)}</button>`;
  }

  private namesOf(ids: readonly string[]): string {
    const names = ids.map((id) => {
      const plugin = this.plugins.find((candidate) => candidate.id === id);
      return plugin ? this.panel.t(plugin.displayName) : id;
    });
    return new Intl.ListFormat(this.panel.language).format(names);
  }

  private async run(command: string, args?: Serialisable): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    const outcome = await this.panel.run(command, args);
    this.isBusy = false;
    if (isFocusLost()) void this.focusQuestion();
    this.problem = outcome.ok || outcome.cancelled ? undefined : outcome.sentence;
  }
}
