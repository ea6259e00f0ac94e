import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { controlStyles } from '../../../core/panel-styles.ts';
import type { DialogAnswer, DialogItem } from '../../../core/protocol/window-protocol.ts';
import { baseStyles, plainButtonStyles } from '../base/base-styles.ts';
import { rememberFocus } from '../base/focus.ts';
import { ShellElement } from '../base/shell-element.ts';
import { dialogStyles } from './shell-dialogs.styles.ts';
import type { LeaveAnswer, LeaveQuestion } from './window-dialogs.ts';

/** What is asked now: by a plugin through the host, or by the window itself. */
type Question =
  | { readonly id: string; readonly kind: 'host'; readonly item: DialogItem }
  | { readonly id: string; readonly kind: 'leave'; readonly question: LeaveQuestion & { answer(answer: LeaveAnswer): void } };

/** Questions that must be answered first: one at a time, over everything else, the focus given back afterwards. */
@customElement('shell-dialogs')
export class ShellDialogs extends ShellElement {
  static override readonly styles = [unsafeCSS(controlStyles), baseStyles, plainButtonStyles, dialogStyles];

  @state() private showsSecret = false;
  private readonly answered = new Set<string>();
  private shownId: string | undefined;
  private giveFocusBack = () => {};

  protected override sources() {
    return [this.workbench.store.changesOf('dialogs'), this.workbench.dialogs.onDidChange];
  }

  protected override updated(_changed: PropertyValues): void {
    const id = this.question?.id;
    if (id === this.shownId) return;
    if (this.shownId === undefined) this.giveFocusBack = rememberFocus();
    this.shownId = id;
    if (id === undefined) this.giveFocusBack();
    else this.showDialog();
  }

  protected override render() {
    const { question } = this;
    if (!question) return nothing;
    return keyed(question.id, question.kind === 'leave' ? this.renderLeave(question.question) : this.renderHostDialog(question.item));
  }

  private get question(): Question | undefined {
    const { store, dialogs } = this.workbench;
    const item = store.current.dialogs.find(({ id }) => !this.answered.has(id));
    if (item) return { id: item.id, kind: 'host', item };
    return dialogs.current && { id: 'leave', kind: 'leave', question: dialogs.current };
  }

  private showDialog(): void {
    this.showsSecret = false;
    const dialog = this.root.querySelector('dialog');
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('[data-focus-first]')?.focus();
  }

  private renderLeave({ panel, canSave, answer }: LeaveQuestion & { answer(answer: LeaveAnswer): void }) {
    return html`
      <dialog aria-labelledby="title" aria-describedby="detail" @cancel=${(event: Event) => this.cancel(event, () => answer('cancel'))}>
        <h2 id="title">${this.t('workbench.leave.title', { panel })}</h2>
        <p id="detail">${this.t('workbench.leave.detail')}</p>
        <div class="actions">
          ${canSave ? html`<button type="button" data-focus-first @click=${() => answer('save')}>${this.t('workbench.leave.save')}</button>` : nothing}
          <button type="button" class="secondary" @click=${() => answer('discard')}>${this.t('workbench.leave.discard')}</button>
          <button type="button" class="secondary" ?data-focus-first=${!canSave}
            @click=${() => answer('cancel')}>${this.t('workbench.dialog.cancel')}</button>
        </div>
      </dialog>
    `;
  }

  private renderHostDialog(item: DialogItem) {
    const dismiss = () => this.answer(item, { kind: 'dismissed' });
    const detail = item.kind === 'choice' ? null : item.detail;
    const isCautious = item.kind === 'confirm' && item.isCautious === true;
    return html`
      <dialog aria-labelledby="title" aria-describedby=${detail === null && item.kind !== 'confirm' ? nothing : 'detail items'}
        @cancel=${(event: Event) => this.cancel(event, dismiss)}>
        <h2 id="title">${item.kind === 'secret' ? item.title : item.message}</h2>
        ${detail === null ? nothing : html`<p id="detail">${detail}</p>`}
        ${this.renderQuestion(item)}
        <div class="actions">
          <button type="button" class=${isCautious ? 'secondary' : ''} ?data-focus-first=${item.kind === 'confirm' && !isCautious}
            @click=${() => this.accept(item)}>
            ${item.kind === 'secret' ? this.t('workbench.dialog.accept') : item.confirmLabel}
          </button>
          <button type="button" class=${isCautious ? '' : 'secondary'} ?data-focus-first=${isCautious} @click=${dismiss}>${this.t('workbench.dialog.cancel')}</button>
        </div>
      </dialog>
    `;
  }

  private renderQuestion(item: DialogItem) {
    if (item.kind === 'secret') return this.renderSecretField(item);
    if (item.kind === 'confirm') {
      const { items = [], warnings = [] } = item;
      return html`
        <div id="items">
          ${items.length > 0 ? html`<ul>${items.map((line) => html`<li>${line}</li>`)}</ul>` : nothing}
          ${warnings.map((warning) => html`<p class="warning"><shell-icon icon="$(warning)"></shell-icon>${warning}</p>`)}
        </div>
      `;
    }
    return html`
      <fieldset class="choices" aria-labelledby="title">
        ${item.choices.map(
          ({ value, label }, index) =>
            html`<label><input type="radio" name="choice" .value=${value} ?data-focus-first=${index === 0} ?checked=${index === 0} />${label}</label>`,
        )}
      </fieldset>
    `;
  }

  /** No form, no name, and every known word against password stores: what is typed here is not for the browser to keep. */
  private renderSecretField(item: DialogItem & { kind: 'secret' }) {
    const toggleName = this.t(this.showsSecret ? 'workbench.dialog.hide-secret' : 'workbench.dialog.show-secret');
    return html`
      <div class="field">
        <label for="secret">${item.label}</label>
        <div class="secret">
          <input id="secret" type=${this.showsSecret ? 'text' : 'password'} data-focus-first autocomplete="new-password"
            autocapitalize="off" spellcheck="false"
            data-1p-ignore data-bwignore data-lpignore="true" data-form-type="other"
            @keydown=${(event: KeyboardEvent) => this.acceptByEnter(event, item)} />
          <button class="plain icon" type="button" aria-label=${toggleName} aria-pressed=${this.showsSecret} data-tooltip=${toggleName}
            @click=${() => this.toggleSecret()}><shell-icon icon=${this.showsSecret ? '$(eye-closed)' : '$(eye)'}></shell-icon></button>
        </div>
      </div>
    `;
  }

  private toggleSecret(): void {
    this.showsSecret = !this.showsSecret;
  }

  private acceptByEnter(event: KeyboardEvent, item: DialogItem): void {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    this.accept(item);
  }

  private accept(item: DialogItem): void {
    if (item.kind === 'confirm') return this.answer(item, { kind: 'confirmed' });
    if (item.kind === 'choice') {
      const chosen = this.root.querySelector<HTMLInputElement>('input:checked');
      return chosen ? this.answer(item, { kind: 'chosen', value: chosen.value }) : undefined;
    }
    const field = this.root.querySelector<HTMLInputElement>('#secret');
    if (!field?.value) return field?.focus();
    const answer: DialogAnswer = { kind: 'secret', value: field.value };
    field.value = '';
    this.answer(item, answer);
  }

  /** Escape: the dialog goes when the question is answered, not by itself. */
  private cancel(event: Event, dismiss: () => void): void {
    event.preventDefault();
    dismiss();
  }

  private answer(item: DialogItem, answer: DialogAnswer): void {
    this.answered.add(item.id);
    this.requestUpdate();
    this.workbench.connection.call((host) => host.answerDialog(item.id, answer)).catch(() => this.askAgain(item.id));
  }

  /** The answer didn't reach the host, which still waits for it. */
  private askAgain(id: string): void {
    this.answered.delete(id);
    this.requestUpdate();
  }
}
