import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Language } from '../../../core/message.ts';
import type { PanelApi } from '../../../core/panel.ts';
import { controlStyles } from '../../../core/panel-styles.ts';
import {
  type CataloguePackage,
  type PackageChange,
  type PluginsState,
  pluginCommands,
} from '../../../core/protocol/plugin-administration.ts';
import { administrationStyles } from './styles.ts';

/** « Installer une extension »: from a folder, a file, a name, or the catalogue. */
@customElement('shell-plugin-install')
export class ShellPluginInstall extends LitElement {
  static override readonly styles = [
    unsafeCSS(controlStyles),
    administrationStyles,
    css`
      section { border: 1px solid var(--vscode-input-border); border-radius: 8px; padding: 14px 16px; }
      h2 { font-size: 1.1em; }
      h3 { margin-block: 16px 6px; }
      .row { display: flex; flex-wrap: wrap; gap: 8px; }
      .row input { flex: 1 1 18em; width: auto; }
      .hint { color: var(--vscode-descriptionForeground); font-size: 0.92em; }
      .outcome { margin-block-start: 8px; }
      .progress { align-items: center; display: flex; flex-wrap: wrap; gap: 10px; margin-block-start: 10px; }
      .package { align-items: start; border-block-start: 1px solid var(--vscode-settings-headerBorder); display: flex; flex-wrap: wrap;
        gap: 6px 16px; justify-content: space-between; padding-block: 8px; }
      .package div { flex: 1 1 18em; min-width: 0; overflow-wrap: anywhere; }
    `,
  ];

  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) state!: PluginsState;

  @state() private problem: string | undefined;
  @state() private outcome: string | undefined;
  @query('#source') private readonly field!: HTMLInputElement;

  focusField(): void {
    this.field.focus();
    this.field.scrollIntoView({ block: 'nearest' });
  }

  override render() {
    return html`
      <section aria-labelledby="title">
        <h2 id="title">${this.panel.t('plugins.install.title')}</h2>
        ${this.renderForm()}
        ${this.renderCatalogue()}
      </section>
    `;
  }

  private get isBusy(): boolean {
    return this.state.installing !== null;
  }

  private renderForm() {
    return html`
      <form @submit=${this.submit}>
        <div class="field">
          <label for="source">${this.panel.t('plugins.install.source')}</label>
          <div class="row">
            <input id="source" type="text" autocomplete="off" spellcheck="false" maxlength="4096" aria-describedby="hint problem"
              aria-invalid=${this.problem === undefined ? nothing : 'true'} />
            <button type="submit" aria-disabled=${this.isBusy ? 'true' : nothing}>${this.panel.t('plugins.install')}</button>
          </div>
          <p id="hint" class="hint">${this.panel.t('plugins.install.hint')}</p>
          <p id="problem" class="problem" role="alert">${this.problem}</p>
        </div>
      </form>
      <div role="status">${this.renderProgress()}</div>
    `;
  }

  private renderProgress() {
    const { installing } = this.state;
    if (!installing) return this.outcome === undefined ? nothing : html`<p class="outcome">${this.outcome}</p>`;
    const { source } = installing;
    const text = this.panel.t('plugins.install.running', { source: typeof source === 'string' ? source : this.panel.t(source) });
    return html`
      <div class="progress">
        <progress aria-label=${text}></progress><span>${text}</span>
        <button type="button" class="secondary" @click=${this.cancel}>${this.panel.t('plugins.install.cancel')}</button>
      </div>
    `;
  }

  private renderCatalogue() {
    const { catalogue } = this.state;
    if (!catalogue) return nothing;
    const { packages, folder, problem } = catalogue;
    return html`
      <h3>${this.panel.t('plugins.catalogue')}</h3>
      <p class="hint">${this.panel.t('plugins.catalogue.folder', { folder })}</p>
      ${problem ? html`<p class="problem" role="alert">${this.panel.t(problem)}</p>` : nothing}
      ${packages === null ? html`<p class="waiting" role="status">${this.panel.t('plugins.catalogue.loading')}</p>` : nothing}
      ${packages?.length === 0 && !problem ? html`<p class="empty">${this.panel.t('plugins.catalogue.empty')}</p>` : nothing}
      <ul>${packages?.map((item) => this.renderPackage(item))}</ul>
    `;
  }

  private renderPackage({ name, version, displayName, description, source }: CataloguePackage) {
    const language = this.panel.language as Language;
    const installed = this.state.plugins.find(({ id }) => id === name.replace(/^@/, '').replace('/', '.'));
    return html`
      <li class="package">
        <div>
          <strong>${displayName[language]}</strong> ${this.panel.t('plugins.version', { version })}
          <p class="hint">${description[language]}</p>
        </div>
        ${
          installed?.version === version
            ? html`<span class="hint">${this.panel.t('plugins.catalogue.installed')}</span>`
            : this.renderOffer(installed ? 'update' : 'install', displayName[language], source)
        }
      </li>
    `;
  }

  private renderOffer(kind: 'install' | 'update', name: string, source: string) {
    return html`
      <button type="button" class="secondary" aria-disabled=${this.isBusy ? 'true' : nothing} aria-label=${this.panel.t(`plugins.catalogue.${kind}`, { name })}
        @click=${() => this.install(source)}>${this.panel.t(`plugins.${kind}`)}</button>
    `;
  }

  private submit(event: Event): void {
    event.preventDefault();
    const source = this.field.value.trim();
    if (source === '') this.field.focus();
    else void this.install(source, { isTyped: true });
  }

  private async install(source: string, { isTyped = false } = {}): Promise<void> {
    if (this.isBusy) return;
    this.problem = undefined;
    this.outcome = undefined;
    const outcome = await this.panel.run(pluginCommands.add, { source });
    if (outcome.ok) this.takeResult(outcome.value as PackageChange, isTyped);
    else if (outcome.cancelled) this.outcome = this.panel.t('plugins.install.cancelled');
    else this.problem = outcome.sentence;
  }

  private takeResult({ outcome, displayName }: PackageChange, isTyped: boolean): void {
    const isInstalled = outcome === 'installed';
    this.outcome = this.panel.t(isInstalled ? 'plugins.install.done' : 'plugins.install.cancelled', { name: displayName ?? '' });
    if (isInstalled && isTyped) this.field.value = '';
  }

  private cancel(): void {
    void this.panel.run(pluginCommands.cancelAdding);
  }
}
