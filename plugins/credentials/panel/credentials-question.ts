import { controlStyles, type PanelApi } from 'boule-bleue';
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import './credentials-field.ts';
import type { CredentialsField } from './credentials-field.ts';
import { questionStyles } from './credentials-question-styles.ts';

/** A value to type. */
export interface QuestionField {
  readonly id: string;
  readonly label: string;
  readonly value?: string;
  readonly hint?: string;
  /** Hidden while it is typed. */
  readonly isSecret?: boolean;
}

export interface Question {
  readonly title: string;
  readonly detail?: string;
  /** More to see than words. */
  readonly content?: TemplateResult;
  readonly fields?: readonly QuestionField[];
  /** What was wrong with the former answer. */
  readonly problem?: string;
  /** The first is taken by Enter. */
  readonly answers: readonly { readonly id: string; readonly label: string }[];
  readonly cancelLabel: string;
}

export interface Answer {
  readonly id: string;
  /** Of the fields, by their ids. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Asks one question at a time in a modal dialog, and gives the focus back afterwards. There is no form in it: what is never submitted
 * is no sign-in that a browser would offer to remember.
 */
@customElement('credentials-question')
export class CredentialsQuestion extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;

  @state() private question: Question | undefined;
  private values: Record<string, string> = {};
  @query('dialog') private readonly dialog!: HTMLDialogElement;
  private settle: ((answer: Answer | undefined) => void) | undefined;

  /** The answer, or `undefined` when the user gave up; a question that is already open is given up. */
  async ask(question: Question): Promise<Answer | undefined> {
    this.close();
    this.values = Object.fromEntries((question.fields ?? []).map(({ id, value = '' }) => [id, value]));
    this.question = question;
    await this.updateComplete;
    this.dialog.showModal();
    this.focusFirst();
    return new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  /** Gives the open question up. */
  giveUp(): void {
    this.close();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close();
  }

  override render() {
    return html`<dialog aria-labelledby="title" @close=${this.onClosed}>${this.question ? this.renderQuestion(this.question) : nothing}</dialog>`;
  }

  private renderQuestion({ title, detail, content, fields = [], problem, answers, cancelLabel }: Question) {
    return html`<div @keydown=${this.onKey}>
      <h2 id="title">${title}</h2>
      ${detail ? html`<p class="detail">${detail}</p>` : nothing} ${content ?? nothing}
      ${fields.map((field) => (field.isSecret ? this.renderSecret(field) : this.renderField(field, problem)))}
      <p id="problem" class="problem" role="alert">${problem}</p>
      <div class="actions">
        ${answers.map(
          ({ id, label }, index) =>
            html`<button type="button" class=${index === 0 ? '' : 'secondary'} @click=${() => this.answer(id)}>${label}</button>`,
        )}
        <button type="button" class="secondary" @click=${() => this.close()}>${cancelLabel}</button>
      </div>
    </div>`;
  }

  private renderField({ id, label, value = '', hint = '' }: QuestionField, problem: string | undefined) {
    return html`<div class="field">
      <label for=${id}>${label}</label>
      <input
        id=${id}
        maxlength="200"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        .value=${value}
        aria-describedby="problem hint-${id}"
        aria-invalid=${problem ? 'true' : nothing}
        @input=${(event: InputEvent) => this.note(id, (event.target as HTMLInputElement).value)}
      />
      <p id="hint-${id}" class="hint">${hint}</p>
    </div>`;
  }

  private renderSecret({ id, label, value = '', hint = '' }: QuestionField) {
    return html`<credentials-field
      id=${id}
      .panel=${this.panel}
      .label=${label}
      .value=${value}
      .hint=${hint}
      .secret=${true}
      @credentials-input=${(event: CustomEvent<string>) => this.note(id, event.detail)}
    ></credentials-field>`;
  }

  private note(id: string, value: string): void {
    this.values[id] = value;
  }

  private onKey(event: KeyboardEvent): void {
    const [first] = this.question?.answers ?? [];
    const isTyping = event.composedPath()[0] instanceof HTMLInputElement;
    if (event.key !== 'Enter' || !isTyping || event.isComposing || !first) return;
    event.preventDefault();
    this.answer(first.id);
  }

  private answer(id: string): void {
    this.close({ id, values: this.values });
  }

  private focusFirst(): void {
    const [first] = this.question?.fields ?? [];
    const field = first && this.renderRoot.querySelector<HTMLInputElement | CredentialsField>(`#${first.id}`);
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  }

  /** The event comes late: by then the next question may be open. */
  private onClosed(): void {
    if (!this.dialog.open) this.close();
  }

  private close(answer?: Answer): void {
    const { settle } = this;
    this.settle = undefined;
    this.question = undefined;
    this.values = {};
    if (this.dialog?.open) this.dialog.close();
    settle?.(answer);
  }

  static override styles = [unsafeCSS(controlStyles), questionStyles];
}
