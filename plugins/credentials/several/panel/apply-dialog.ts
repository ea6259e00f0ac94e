import { controlStyles, type PanelApi } from 'boule-bleue';
import { html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { AccountStateRow } from '../account-state-row.ts';
import { arrangeRows } from '../arrange-rows.ts';
import { applyStyles } from './apply-dialog-styles.ts';
import { LongRows } from './long-rows.ts';

/**
 * « Appliquer à… »: chooses the accounts that get the credentials of one.
 * @fires credentials-applied with how many got them
 */
@customElement('credentials-apply-dialog')
export class CredentialsApplyDialog extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  /** All accounts, the source among them. */
  @property({ attribute: false }) rows: readonly AccountStateRow[] = [];
  @state() private source: AccountStateRow | undefined;
  @state() private text = '';
  @state() private chosen: ReadonlySet<string> = new Set();
  @state() private problem = '';
  @state() private running: AbortController | undefined;
  @query('dialog') private readonly dialog!: HTMLDialogElement;
  /** Those that are found. */
  private found: readonly AccountStateRow[] = [];
  private ids: readonly string[] = [];
  private readonly long = new LongRows(this, { ids: () => this.ids });

  async open(source: AccountStateRow): Promise<void> {
    this.source = source;
    this.text = '';
    this.chosen = new Set();
    this.problem = '';
    await this.updateComplete;
    this.dialog.showModal();
    this.renderRoot.querySelector<HTMLInputElement>('input[type=search]')?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.running?.abort();
  }

  protected override willUpdate(): void {
    const { source } = this;
    if (!source) return;
    const others = this.rows.filter(({ id }) => id !== source.id);
    this.found = arrangeRows(others, { text: this.text }, this.panel.language);
    this.ids = this.found.map(({ id }) => id);
    // Who was removed meanwhile is no longer chosen.
    const present = new Set(others.map(({ id }) => id));
    if ([...this.chosen].some((id) => !present.has(id))) this.chosen = new Set([...this.chosen].filter((id) => present.has(id)));
  }

  override render() {
    return html`<dialog aria-labelledby="title" @cancel=${this.onEscape} @close=${this.onClosed}>
      ${this.source ? this.renderChoice(this.source) : nothing}
    </dialog>`;
  }

  private renderChoice({ name }: AccountStateRow) {
    const { panel, running } = this;
    const count = this.chosen.size;
    return html`<form method="dialog" @submit=${this.onSubmit}>
      <h2 id="title">${panel.t('apply.of', { account: name })}</h2>
      <p>${panel.t('apply.hint')}</p>
      <input type="search" autocomplete="off" spellcheck="false" aria-label=${panel.t('states.search')} placeholder=${panel.t('states.search')}
        .value=${this.text} @input=${this.onSearch} @keydown=${this.onSearchKey} />
      <label class="all"><input type="checkbox" .checked=${this.hasAll} .indeterminate=${!this.hasAll && this.hasSome} ?disabled=${this.found.length === 0}
        @change=${this.chooseAll} />${panel.t('apply.all', { count: this.found.length })}</label>
      ${this.renderAccounts()}
      <p class="quiet" role="status">${this.found.length === 0 ? panel.t('states.none-found') : panel.t('apply.chosen', { count })}</p>
      <p class="problem" role="alert">${this.problem}</p>
      <div class="actions">
        ${running ? html`<span class="running" role="status"><progress aria-label=${panel.t('apply.running')}></progress>${panel.t('apply.running')}</span>` : nothing}
        <button type="submit" aria-disabled=${running || count === 0 ? 'true' : nothing}>${panel.t('apply.do', { count })}</button>
        <button type="button" class="secondary" @click=${this.cancel}>${panel.t('dialog.cancel')}</button>
      </div>
    </form>`;
  }

  private renderAccounts() {
    const { long } = this;
    return html`<div class="viewport" @scroll=${long.look} @keydown=${long.onKey} @focusin=${long.onFocus}>
      <div class="before"></div>
      <div role="group" aria-label=${this.panel.t('apply.accounts')}>
        ${repeat(
          long.drawn,
          (index) => this.ids[index],
          (index) => this.renderAccount(index),
        )}
      </div>
      <div class="after"></div>
    </div>`;
  }

  private renderAccount(index: number) {
    const { id, name, status } = this.found[index] as AccountStateRow;
    return html`<label class=${this.long.isAway(index) ? 'row away' : 'row'} data-row=${id}>
      <input type="checkbox" data-control tabindex=${this.long.isActive(index) ? 0 : -1} .checked=${this.chosen.has(id)}
        @change=${(event: Event) => this.choose(id, (event.target as HTMLInputElement).checked)} />
      <span class="name" title=${name}>${name}</span> <span class="quiet">${this.panel.t(`states.kind.${status.kind}`)}</span>
    </label>`;
  }

  private get hasAll(): boolean {
    return this.ids.length > 0 && this.ids.every((id) => this.chosen.has(id));
  }

  private get hasSome(): boolean {
    return this.ids.some((id) => this.chosen.has(id));
  }

  private choose(id: string, isChosen: boolean): void {
    const chosen = new Set(this.chosen);
    if (isChosen) chosen.add(id);
    else chosen.delete(id);
    this.chosen = chosen;
  }

  /** Of all that are found: who is chosen already stays so, whatever is searched for next. */
  private chooseAll(event: Event): void {
    const isChosen = (event.target as HTMLInputElement).checked;
    const chosen = new Set(this.chosen);
    for (const id of this.ids) {
      if (isChosen) chosen.add(id);
      else chosen.delete(id);
    }
    this.chosen = chosen;
  }

  private onSearch(event: Event): void {
    this.text = (event.target as HTMLInputElement).value;
  }

  /** Enter looks for accounts; it doesn't apply anything. */
  private onSearchKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') event.preventDefault();
  }

  private async onSubmit(event: Event): Promise<void> {
    event.preventDefault();
    const { source, running, chosen } = this;
    if (!source || running) return;
    this.problem = chosen.size === 0 ? this.panel.t('apply.none') : '';
    if (chosen.size === 0) return;
    this.running = new AbortController();
    const args = { account: source.id, targets: [...chosen] };
    const outcome = await this.panel.run('credentials.apply', args, { signal: this.running.signal });
    this.running = undefined;
    if (outcome.ok) this.finish(chosen.size);
    else this.problem = outcome.cancelled ? this.panel.t('apply.cancelled') : outcome.sentence;
  }

  private finish(count: number): void {
    this.dialog.close();
    this.dispatchEvent(new CustomEvent<number>('credentials-applied', { detail: count }));
  }

  /** While a test is under way it is given up first. */
  private cancel(): void {
    if (this.running) this.running.abort();
    else this.dialog.close();
  }

  private onEscape(event: Event): void {
    if (!this.running) return;
    event.preventDefault();
    this.running.abort();
  }

  private onClosed(): void {
    if (!this.dialog.open) this.source = undefined;
  }

  static override styles = [unsafeCSS(controlStyles), applyStyles];
}
