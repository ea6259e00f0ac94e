import { property } from 'lit/decorators.js';
import type { DialogAnswer, DialogItem } from '../../../core/protocol/window-protocol.ts';
import { ShellElement } from '../base/shell-element.ts';

/**
 * A question of the host's, over everything else until it is answered.
 *
 * @fires shell-answer with the `DialogAnswer`.
 */
export abstract class HostDialog<Item extends DialogItem> extends ShellElement {
  @property({ attribute: false }) item!: Item;

  protected override firstUpdated(): void {
    const dialog = this.root.querySelector('dialog');
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('[data-focus-first]')?.focus();
  }

  protected answer(detail: DialogAnswer): void {
    this.dispatchEvent(new CustomEvent('shell-answer', { detail }));
  }

  protected readonly dismiss = (): void => this.answer({ kind: 'dismissed' });

  /** Escape: the dialog goes when the question is answered, not by itself. A file input tells of its own Escape as well. */
  protected readonly cancel = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    this.dismiss();
  };
}
