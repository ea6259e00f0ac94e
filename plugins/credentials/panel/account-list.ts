import { controlStyles, type PanelApi } from 'boule-bleue';
import { html, LitElement, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { AccountSummary, OfficeState } from '../office-state.ts';
import { accountListStyles } from './account-list-styles.ts';
import { AccountSearch, searchedFrom } from './account-search.ts';
import { iconStyles } from './icon-styles.ts';
import { lockIcon, statusIcon } from './icons.ts';
import { isOpenAccount } from './open-account.ts';
import { RowWindow } from './row-window.ts';

/**
 * The accounts, each with how it stands as far as the session may know it. Tab stops at one of them; arrow keys move among them.
 * @fires credentials-select with the id of the account that the user chose
 */
@customElement('credentials-account-list')
export class CredentialsAccountList extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) office!: OfficeState;
  @property({ attribute: false }) accounts: readonly AccountSummary[] = [];
  @property() selected = '';

  @state() private query = '';
  /** The id of the account that Tab reaches: the last one that had the focus, until another is chosen. */
  @state() private reached = '';
  private readonly search = new AccountSearch();
  private found: readonly AccountSummary[] = [];
  private readonly rows = new RowWindow(this, { count: () => this.found.length, keep: () => this.reachedIndex });

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('selected')) this.reached = this.selected;
    if (this.accounts.length < searchedFrom) this.query = '';
    this.found = this.search.find(this.accounts, this.query);
  }

  override render() {
    return html`${this.accounts.length < searchedFrom ? nothing : this.renderSearch()}
      <div class="viewport ${this.rows.isPartial ? 'partial' : ''}" @scroll=${this.rows.look}>
        <ul role="list" aria-label=${this.panel.t('accounts.list')} @keydown=${this.onKeyDown} @focusin=${this.onFocusIn}>
          ${repeat(
            this.rows.drawn,
            (index) => this.found[index]?.id,
            (index) => this.renderAccount(index),
          )}
        </ul>
      </div>`;
  }

  private renderSearch() {
    const counts = { found: this.found.length, count: this.accounts.length };
    return html`<div class="search">
      <label for="search" class="visually-hidden">${this.panel.t('accounts.search')}</label>
      <input
        id="search"
        type="search"
        autocomplete="off"
        spellcheck="false"
        placeholder=${this.panel.t('accounts.search')}
        .value=${this.query}
        @input=${this.onSearch}
        @keydown=${this.onSearchKey}
      />
      <p class="count" role="status">${this.panel.t(this.query ? 'accounts.found' : 'accounts.count', counts)}</p>
    </div>`;
  }

  private renderAccount(index: number) {
    const account = this.found[index] as AccountSummary;
    const { id, name } = account;
    const isReached = index === Math.max(0, this.reachedIndex);
    return html`<li
      class=${this.rows.isAway(index) ? 'away' : ''}
      aria-setsize=${this.rows.isPartial ? this.found.length : nothing}
      aria-posinset=${this.rows.isPartial ? index + 1 : nothing}
    >
      <button
        type="button"
        data-account=${id}
        tabindex=${isReached ? 0 : -1}
        aria-current=${id === this.selected ? 'true' : nothing}
        @click=${() => this.select(id)}
      >
        ${isOpenAccount(this.office, id) ? this.renderOpen(account) : html`${lockIcon}<span class="name" title=${this.rows.isPartial ? name : nothing}>${name}</span>`}
      </button>
    </li>`;
  }

  private renderOpen({ id, name, role, status, agedSince }: AccountSummary) {
    const at = 'at' in status ? { at: status.at } : {};
    const isNetwork = this.office.kind === 'network';
    const marks = [
      isNetwork && role === 'administrator' && this.panel.t('accounts.administrator'),
      isNetwork && id === this.office.session?.account && this.panel.t('accounts.yours'),
    ].filter(Boolean);
    const states = [this.panel.t(`status.${status.kind}`, at), ...(agedSince === undefined ? [] : [this.panel.t('accounts.aged')])];
    return html`${statusIcon(status.kind)}
      <span class="name" title=${this.rows.isPartial ? name : nothing}>${name}${marks.length ? html` <span class="marks">(${marks.join(', ')})</span>` : nothing}</span>
      <span class="status">${states.join(', ')}</span>`;
  }

  private get reachedIndex(): number {
    return this.found.findIndex(({ id }) => id === this.reached);
  }

  private onSearch(event: InputEvent): void {
    this.query = (event.target as HTMLInputElement).value;
  }

  private onSearchKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.query) {
      this.query = '';
      event.stopPropagation();
    }
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    void this.reach(0);
  }

  private onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const index = Math.max(0, this.reachedIndex);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: this.found.length - 1,
      PageDown: index + this.rows.pageLength,
      PageUp: index - this.rows.pageLength,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    void this.reach(Math.max(0, Math.min(target, this.found.length - 1)));
  }

  private async reach(index: number): Promise<void> {
    const account = this.found[index];
    if (!account) return;
    this.reached = account.id;
    this.rows.reveal(index);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('button[tabindex="0"]')?.focus({ preventScroll: this.rows.isPartial });
  }

  private onFocusIn(event: FocusEvent): void {
    this.reached = (event.target as HTMLElement).dataset.account ?? this.reached;
  }

  private select(id: string): void {
    this.dispatchEvent(new CustomEvent('credentials-select', { detail: id }));
  }

  static override styles = [unsafeCSS(controlStyles), iconStyles, accountListStyles];
}
