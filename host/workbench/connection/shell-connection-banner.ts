import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { baseStyles, plainButtonStyles } from '../base/base-styles.ts';
import { ShellElement } from '../base/shell-element.ts';

/** A connection that comes back at once isn't worth a word. */
const patienceMs = 800;

type Trouble = 'lost' | 'unauthorised' | 'newer-version';

/** Says that the host doesn't answer, and goes by itself when it does again. */
@customElement('shell-connection-banner')
export class ShellConnectionBanner extends ShellElement {
  static override readonly styles = [
    baseStyles,
    plainButtonStyles,
    css`
      .banner { align-items: center; background: var(--vscode-banner-background); border-block-end: 1px solid var(--vscode-titleBar-border);
        color: var(--vscode-banner-foreground); display: flex; flex-wrap: wrap; gap: 4px 10px; padding: 6px 14px; }
      shell-icon { color: var(--vscode-banner-iconForeground); }
      p { flex: 1 1 16em; }
      .plain { border-color: var(--vscode-input-border); }
    `,
  ];

  @state() private trouble: Trouble | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private firstVersion = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.firstVersion = this.workbench.store.current.version;
    const { connection, store } = this.workbench;
    for (const source of [connection.onDidChangeState, store.changesOf('version')]) this.subscriptions.add(source(() => this.look()));
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('trouble') && this.trouble) this.workbench.announce(this.t(`workbench.connection.${this.trouble}`));
    else if (changed.get('trouble')) this.workbench.announce(this.t('workbench.connection.back'));
  }

  protected override render() {
    if (!this.trouble) return nothing;
    return html`
      <section class="banner" aria-label=${this.t('workbench.connection.name')}>
        <shell-icon icon="$(info)"></shell-icon>
        <p>${this.t(`workbench.connection.${this.trouble}`)}</p>
        ${this.renderAction()}
      </section>
    `;
  }

  private renderAction() {
    if (this.trouble === 'newer-version') {
      return html`<button class="plain" type="button" @click=${() => location.reload()}>${this.t('workbench.connection.reload')}</button>`;
    }
    return html`<button class="plain" type="button"
      @click=${() => this.workbench.connection.retryNow()}>${this.t('workbench.connection.retry')}</button>`;
  }

  private look(): void {
    clearTimeout(this.timer);
    const settle = () => {
      this.trouble = this.currentTrouble();
    };
    if (this.currentTrouble() === 'lost' && !this.trouble) this.timer = setTimeout(settle, patienceMs);
    else settle();
  }

  private currentTrouble(): Trouble | undefined {
    const { connection, store } = this.workbench;
    if (connection.state === 'lost' || connection.state === 'unauthorised') return connection.state;
    if (connection.state === 'connecting') return this.trouble;
    return store.current.version === this.firstVersion ? undefined : 'newer-version';
  }
}
