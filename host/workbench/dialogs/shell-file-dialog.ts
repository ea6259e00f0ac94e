import { css, html, nothing, unsafeCSS } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Message } from '../../../core/message.ts';
import { controlStyles } from '../../../core/panel-styles.ts';
import type { DialogAnswer, FileDialogItem } from '../../../core/protocol/window-protocol.ts';
import { baseStyles } from '../base/base-styles.ts';
import { offerDownload } from '../base/offer-download.ts';
import { describeBytes, fileProblem, sendFile } from './file-sending.ts';
import { HostDialog } from './host-dialog.ts';
import { dialogStyles } from './shell-dialogs.styles.ts';

export const fileDialogTag = 'shell-file-dialog';

/** Asks for a file, which only the user can pick, or offers one to save. The answer follows once it was sent or saved. */
@customElement(fileDialogTag)
export class ShellFileDialog extends HostDialog<FileDialogItem> {
  static override readonly styles = [
    unsafeCSS(controlStyles),
    baseStyles,
    dialogStyles,
    css`
      .choice { align-items: center; display: flex; flex-wrap: wrap; gap: 6px 12px; }
      .choice span { overflow-wrap: anywhere; }
      #endings { margin: 6px 0 0; }
      p:empty { margin: 0; }
      .problem { margin-block: 4px 0; }
    `,
  ];

  @state() private problem: Message | undefined;
  @state() private isBusy = false;
  private readonly leaving = new AbortController();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.leaving.abort();
  }

  protected override render() {
    const { item } = this;
    const { source } = item;
    const title = item.kind === 'file' ? item.title : this.t('workbench.file.offer', { name: item.name });
    const detail =
      item.kind === 'file'
        ? this.t('workbench.file.detail', { source })
        : this.t('workbench.file.offer-detail', { source, size: this.bytes(item.sizeBytes) });
    return html`
      <dialog aria-labelledby="title" aria-describedby="detail" aria-busy=${this.isBusy} @cancel=${this.cancel}>
        <h2 id="title">${title}</h2>
        <p id="detail">${detail}</p>
        ${item.kind === 'file' ? this.renderField(item) : nothing}
        <p class="problem" role="alert">${this.problem ? this.t(this.problem.key, this.problem.args) : nothing}</p>
        <p role="status">${this.isBusy ? this.t('workbench.file.sending') : nothing}</p>
        <div class="actions">
          <button type="button" ?data-focus-first=${item.kind === 'offer'} ?disabled=${this.isBusy} @click=${this.accept}>
            ${this.t(item.kind === 'file' ? 'workbench.file.send' : 'workbench.file.save')}
          </button>
          <button type="button" class="secondary" @click=${this.dismiss}>${this.t('workbench.dialog.cancel')}</button>
        </div>
      </dialog>
    `;
  }

  /** A browser's own field speaks the browser's language, which need not be the window's. */
  private renderField({ accept }: FileDialogItem & { kind: 'file' }) {
    return html`
      <div class="choice">
        <button type="button" class="secondary" id="choose" data-focus-first aria-describedby="chosen endings" ?disabled=${this.isBusy}
          @click=${() => this.input?.click()}>${this.t('workbench.file.choose')}</button>
        <span id="chosen" role="status">${this.chosen?.name ?? this.t('workbench.file.none')}</span>
        <input type="file" hidden accept=${accept.length > 0 ? accept.join(',') : nothing} @change=${this.check} />
      </div>
      ${accept.length > 0 ? html`<p id="endings">${this.t('workbench.file.endings', { endings: accept.join(', ') })}</p>` : nothing}
    `;
  }

  private get input(): HTMLInputElement | null {
    return this.root.querySelector('input');
  }

  private get chosen(): File | undefined {
    return this.hasUpdated ? this.input?.files?.[0] : undefined;
  }

  /** Says what is wrong with the choice as soon as it is made. */
  private readonly check = (): void => {
    const { item, chosen } = this;
    this.problem = item.kind === 'file' && chosen ? fileProblem(chosen, item, (bytes) => this.bytes(bytes)) : undefined;
    this.requestUpdate();
  };

  private readonly accept = async (): Promise<void> => {
    const { item } = this;
    this.problem = undefined;
    this.isBusy = true;
    try {
      if (item.kind === 'file') await this.send(item);
      else await this.save(item);
    } catch {
      // The file went away meanwhile, or the connection did: the dialog stays, and says so.
      this.problem = { key: 'workbench.file.failed' };
    } finally {
      this.isBusy = false;
    }
  };

  private async send(item: FileDialogItem & { kind: 'file' }): Promise<void> {
    const { chosen } = this;
    this.problem = chosen ? fileProblem(chosen, item, (bytes) => this.bytes(bytes)) : { key: 'workbench.file.missing' };
    if (!chosen || this.problem) return this.root.querySelector<HTMLElement>('#choose')?.focus();
    const { connection } = this.workbench;
    await sendFile(chosen, (part) => connection.call((host) => host.sendFilePart(item.id, part)), this.leaving.signal);
    this.answer({ kind: 'file', name: chosen.name, sizeBytes: chosen.size });
  }

  private async save(item: FileDialogItem & { kind: 'offer' }): Promise<void> {
    offerDownload(item.name, await this.workbench.connection.call((host) => host.readOffer(item.id)), 'application/octet-stream');
    this.answer({ kind: 'confirmed' });
  }

  protected override answer(detail: DialogAnswer): void {
    this.leaving.abort();
    super.answer(detail);
  }

  private bytes(count: number): string {
    return describeBytes(count, this.workbench.store.current.language);
  }
}
