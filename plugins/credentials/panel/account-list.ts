import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { AccountState } from '../credentials-state.ts';
import { iconStyles } from './icon-styles.ts';
import { statusIcon } from './icons.ts';

const steps: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => Math.min(index + 1, count - 1),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_index, count) => count - 1,
};

/**
 * The accounts, each with how it stands.
 * @fires credentials-select with the id of the account that the user chose
 */
@customElement('credentials-account-list')
export class CredentialsAccountList extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) accounts: readonly AccountState[] = [];
  @property() selected = '';

  override render() {
    return html`<ul role="list" aria-label=${this.panel.t('accounts.list')} @keydown=${this.onKeyDown}>
      ${repeat(
        this.accounts,
        ({ id }) => id,
        (account) => this.renderAccount(account),
      )}
    </ul>`;
  }

  private renderAccount({ id, name, status }: AccountState) {
    const at = 'at' in status ? { at: status.at } : {};
    return html`<li>
      <button type="button" aria-current=${id === this.selected ? 'true' : nothing} @click=${() => this.select(id)}>
        ${statusIcon(status.kind)}
        <span class="name">${name}</span>
        <span class="status">${this.panel.t(`status.${status.kind}`, at)}</span>
      </button>
    </li>`;
  }

  private onKeyDown(event: KeyboardEvent): void {
    const buttons = [...this.renderRoot.querySelectorAll('button')];
    const index = buttons.indexOf(event.target as HTMLButtonElement);
    const step = steps[event.key];
    if (!step || index < 0) return;
    event.preventDefault();
    buttons[step(index, buttons.length)]?.focus();
  }

  private select(id: string): void {
    this.dispatchEvent(new CustomEvent('credentials-select', { detail: id }));
  }

  static override styles = [
    unsafeCSS(controlStyles),
    iconStyles,
    css`
      :host {
        container-type: inline-size;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      button {
        align-items: center;
        background: none;
        border: 0;
        border-inline-start: 3px solid transparent;
        border-radius: 4px;
        color: inherit;
        column-gap: 0.6em;
        display: grid;
        grid-template-columns: auto 1fr;
        padding: 0.45em 0.6em;
        text-align: start;
        width: 100%;
      }
      button:hover:not(:disabled) {
        background: var(--vscode-list-hoverBackground);
        outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
      }
      button[aria-current]:not(:disabled) {
        background: var(--vscode-list-activeSelectionBackground);
        border-inline-start-color: var(--vscode-activityBar-activeBorder);
        color: var(--vscode-list-activeSelectionForeground);
        forced-color-adjust: none;
      }
      .icon {
        grid-row: span 2;
        height: 1.35em;
        width: 1.35em;
      }
      button[aria-current] .icon {
        color: inherit;
      }
      .name {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .status {
        font-size: 0.9em;
      }
      @container (width > 26em) {
        ul {
          display: grid;
          gap: 0.25em;
          grid-template-columns: repeat(auto-fill, minmax(14em, 1fr));
        }
      }
    `,
  ];
}
