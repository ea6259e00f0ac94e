import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { controlStyles } from '../../../core/panel-styles.ts';
import type { DialogAnswer, DialogItem } from '../../../core/protocol/window-protocol.ts';
import { baseStyles } from '../base/base-styles.ts';
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
  static override readonly styles = [unsafeCSS(controlStyles), baseStyles, dialogStyles];

  @state() private areDialogsLoaded = false;
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

  /** What draws it is loaded with the first question: most windows live without one. */
  private renderHostDialog(item: DialogItem) {
    if (!this.areDialogsLoaded) {
      this.loadDialogs(item);
      return nothing;
    }
    const answered = ({ detail }: CustomEvent<DialogAnswer>) => this.answer(item, detail);
    return item.kind === 'file' || item.kind === 'offer'
      ? html`<shell-file-dialog .workbench=${this.workbench} .item=${item} @shell-answer=${answered}></shell-file-dialog>`
      : html`<shell-question-dialog .workbench=${this.workbench} .item=${item} @shell-answer=${answered}></shell-question-dialog>`;
  }

  private async loadDialogs(item: DialogItem): Promise<void> {
    try {
      await import('../panels/drawn-panels.ts');
      this.areDialogsLoaded = true;
    } catch {
      // The host went away meanwhile, and its question with it; one that waits all the same counts as closed.
      this.answer(item, { kind: 'dismissed' });
    }
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
