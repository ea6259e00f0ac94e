import { html, nothing, unsafeCSS } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { controlStyles } from '../../../core/panel-styles.ts';
import type { DialogItem, FileDialogItem } from '../../../core/protocol/window-protocol.ts';
import { baseStyles, plainButtonStyles } from '../base/base-styles.ts';
import { HostDialog } from './host-dialog.ts';
import { dialogStyles } from './shell-dialogs.styles.ts';

type QuestionItem = Exclude<DialogItem, FileDialogItem>;

export const questionDialogTag = 'shell-question-dialog';

/** Asks for a yes, for one of several, or for a secret. */
@customElement(questionDialogTag)
export class ShellQuestionDialog extends HostDialog<QuestionItem> {
  static override readonly styles = [unsafeCSS(controlStyles), baseStyles, plainButtonStyles, dialogStyles];

  @state() private showsSecret = false;

  protected override render() {
    const { item } = this;
    const detail = item.kind === 'choice' ? null : item.detail;
    const isCautious = item.kind === 'confirm' && item.isCautious === true;
    return html`
      <dialog aria-labelledby="title" aria-describedby="source detail items" @cancel=${this.cancel}>
        <h2 id="title">${item.kind === 'secret' ? item.title : item.message}</h2>
        ${this.renderSource()}
        ${detail === null ? nothing : html`<p id="detail">${detail}</p>`}
        ${this.renderQuestion()}
        <div class="actions">
          <button type="button" class=${isCautious ? 'secondary' : ''} ?data-focus-first=${item.kind === 'confirm' && !isCautious}
            @click=${this.accept}>
            ${item.kind === 'secret' ? this.t('workbench.dialog.accept') : item.confirmLabel}
          </button>
          <button type="button" class=${isCautious ? '' : 'secondary'} ?data-focus-first=${isCautious}
            @click=${this.dismiss}>${(item.kind === 'confirm' && item.cancelLabel) || this.t('workbench.dialog.cancel')}</button>
        </div>
      </dialog>
    `;
  }

  /** Whose question it is, where that isn't the product's: it shall not pass for that. */
  private renderSource() {
    const source = this.item.kind === 'choice' ? undefined : this.item.source;
    return source === undefined ? nothing : html`<p id="source">${this.t('workbench.dialog.source', { source })}</p>`;
  }

  private renderQuestion() {
    const { item } = this;
    if (item.kind === 'secret') return this.renderSecretField(item.label);
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
  private renderSecretField(label: string) {
    const toggleName = this.t(this.showsSecret ? 'workbench.dialog.hide-secret' : 'workbench.dialog.show-secret');
    return html`
      <div class="field">
        <label for="secret">${label}</label>
        <div class="secret">
          <input id="secret" type=${this.showsSecret ? 'text' : 'password'} data-focus-first autocomplete="new-password"
            autocapitalize="off" spellcheck="false"
            data-1p-ignore data-bwignore data-lpignore="true" data-form-type="other"
            @keydown=${this.acceptByEnter} />
          <button class="plain icon" type="button" aria-label=${toggleName} aria-pressed=${this.showsSecret} data-tooltip=${toggleName}
            @click=${this.toggleSecret}><shell-icon icon=${this.showsSecret ? '$(eye-closed)' : '$(eye)'}></shell-icon></button>
        </div>
      </div>
    `;
  }

  private readonly toggleSecret = (): void => {
    this.showsSecret = !this.showsSecret;
  };

  private readonly acceptByEnter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    this.accept();
  };

  private readonly accept = (): void => {
    const { item } = this;
    if (item.kind === 'confirm') return this.answer({ kind: 'confirmed' });
    if (item.kind === 'choice') {
      const chosen = this.root.querySelector<HTMLInputElement>('input:checked');
      return chosen ? this.answer({ kind: 'chosen', value: chosen.value }) : undefined;
    }
    const field = this.root.querySelector<HTMLInputElement>('#secret');
    if (!field?.value) return field?.focus();
    const { value } = field;
    field.value = '';
    this.answer({ kind: 'secret', value });
  };
}
