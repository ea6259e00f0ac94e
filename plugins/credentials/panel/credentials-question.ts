import { controlStyles } from 'boule-bleue';
import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';

export interface Question {
  readonly title: string;
  readonly detail?: string;
  /** A value to type. */
  readonly field?: { readonly label: string; readonly value: string; readonly problem?: string };
  /** The first is taken by Enter. */
  readonly answers: readonly { readonly id: string; readonly label: string }[];
  readonly cancelLabel: string;
}

export interface Answer {
  readonly id: string;
  readonly value: string;
}

/** Asks one question at a time in a modal dialog, and gives the focus back afterwards. */
@customElement('credentials-question')
export class CredentialsQuestion extends LitElement {
  @state() private question: Question | undefined;
  @query('dialog') private readonly dialog!: HTMLDialogElement;
  @query('input') private readonly input!: HTMLInputElement | null;
  private settle: ((answer: Answer | undefined) => void) | undefined;

  /** The answer, or `undefined` when the user gave up; a question that is already open is given up. */
  async ask(question: Question): Promise<Answer | undefined> {
    this.close();
    this.question = question;
    await this.updateComplete;
    this.dialog.showModal();
    this.input?.select();
    return new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close();
  }

  override render() {
    return html`<dialog aria-labelledby="title" @close=${this.onClosed}>${this.question ? this.renderQuestion(this.question) : nothing}</dialog>`;
  }

  private renderQuestion({ title, detail, field, answers, cancelLabel }: Question) {
    return html`<form method="dialog" autocomplete="off" @submit=${(event: SubmitEvent) => this.onSubmit(event)}>
      <h2 id="title">${title}</h2>
      ${detail ? html`<p>${detail}</p>` : nothing} ${field ? this.renderField(field) : nothing}
      <div class="actions">
        ${answers.map(({ id, label }, index) => html`<button type="submit" class=${index === 0 ? '' : 'secondary'} value=${id}>${label}</button>`)}
        <button type="button" class="secondary" @click=${() => this.close()}>${cancelLabel}</button>
      </div>
    </form>`;
  }

  private renderField({ label, value, problem }: NonNullable<Question['field']>) {
    return html`<div class="field">
      <label for="value">${label}</label>
      <input id="value" maxlength="64" autocomplete="off" .value=${value} aria-describedby="problem" aria-invalid=${problem ? 'true' : nothing} />
      <p id="problem" class="problem" role="alert">${problem}</p>
    </div>`;
  }

  private onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const id = (event.submitter as HTMLButtonElement | null)?.value ?? '';
    this.close({ id, value: this.input?.value ?? '' });
  }

  /** The event comes late: by then the next question may be open. */
  private onClosed(): void {
    if (!this.dialog.open) this.close();
  }

  private close(answer?: Answer): void {
    const { settle } = this;
    this.settle = undefined;
    this.question = undefined;
    if (this.dialog?.open) this.dialog.close();
    settle?.(answer);
  }

  static override styles = [
    unsafeCSS(controlStyles),
    css`
      dialog {
        background: var(--vscode-editorWidget-background);
        border: 1px solid var(--vscode-editorWidget-border, transparent);
        border-radius: 8px;
        box-shadow: 0 8px 32px var(--vscode-widget-shadow);
        color: var(--vscode-editorWidget-foreground);
        max-width: min(32em, 90vw);
        padding: 1.4em 1.6em;
        width: 100%;
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 40%);
      }
      p {
        margin: 0 0 0.9em;
      }
      .problem:empty {
        display: none;
      }
      .actions {
        justify-content: flex-end;
      }
    `,
  ];
}
