import { css, html, nothing, unsafeCSS } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { controlStyles } from '../../../core/panel-styles.ts';
import type { SettingItem } from '../../../core/protocol/window-protocol.ts';
import { baseStyles } from '../base/base-styles.ts';
import { ShellElement } from '../base/shell-element.ts';
import './shell-setting.ts';
import { filterSettings, type SettingGroup } from './setting-filter.ts';

/** « Réglages »: every setting that the shell and the plugins contribute, by its schema. */
@customElement('shell-settings')
export class ShellSettings extends ShellElement {
  static override readonly styles = [
    unsafeCSS(controlStyles),
    baseStyles,
    css`
      :host { display: block; padding: 20px 24px 32px; }
      .page { margin-inline: auto; max-width: 860px; }
      h1 { font-size: 1.4em; margin-block-end: 12px; }
      h2 { border-block-end: 1px solid var(--vscode-settings-headerBorder); font-size: 1.1em; margin-block: 22px 6px; padding-block-end: 4px; }
      .search { background: var(--vscode-editor-background); inset-block-start: 0; padding-block: 8px; position: sticky; z-index: 1; }
      .count { color: var(--vscode-descriptionForeground); font-size: 0.88em; min-height: 1.5em; }
      @media (max-width: 560px) { :host { padding: 14px; } }
      @media (max-height: 420px) { .search { position: static; } }
    `,
  ];

  @state() private items: readonly SettingItem[] | undefined;
  @state() private hasFailed = false;
  @state() private query = '';

  override connectedCallback(): void {
    super.connectedCallback();
    const { connection, store } = this.workbench;
    const reload = () => void this.load();
    this.subscriptions.add(connection.onDidChangeState((current) => current === 'connected' && reload()));
    this.subscriptions.add(store.changesOf('settings', 'language', 'commands')(reload));
    this.addEventListener('setting-saved', reload);
    reload();
  }

  protected override render() {
    return html`
      <div class="page">
        <h1>${this.t('workbench.settings.title')}</h1>
        ${this.items ? this.renderSettings(this.items) : this.renderWaiting()}
      </div>
    `;
  }

  private renderWaiting() {
    if (!this.hasFailed) return html`<p role="status">${this.t('workbench.settings.loading')}</p>`;
    return html`
      <p class="problem" role="alert">${this.t('workbench.settings.failed')}</p>
      <div class="actions"><button type="button" @click=${() => this.load()}>${this.t('workbench.panel.retry')}</button></div>
    `;
  }

  private renderSettings(items: readonly SettingItem[]) {
    const groups = filterSettings(items, this.query);
    const count = groups.reduce((sum, group) => sum + group.items.length, 0);
    return html`
      <div class="search">
        <input type="search" aria-label=${this.t('workbench.settings.search')} placeholder=${this.t('workbench.settings.search')}
          @input=${(event: Event) => this.search((event.target as HTMLInputElement).value)} />
        <p class="count" role="status">${this.query.trim() === '' ? nothing : this.t('workbench.settings.count', { count })}</p>
      </div>
      ${repeat(
        groups,
        ({ title }) => title,
        (group) => this.renderGroup(group),
      )}
    `;
  }

  private renderGroup({ title, items }: SettingGroup) {
    return html`
      <h2>${title}</h2>
      ${repeat(
        items,
        ({ key }) => key,
        (item) => html`<shell-setting .workbench=${this.workbench} .item=${item}></shell-setting>`,
      )}
    `;
  }

  private search(query: string): void {
    this.query = query;
  }

  private async load(): Promise<void> {
    this.hasFailed = false;
    try {
      this.items = await this.workbench.connection.call((host) => host.listSettings());
    } catch {
      this.hasFailed = true;
    }
  }
}
