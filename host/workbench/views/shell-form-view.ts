import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { FormField, FormView } from '../../../core/views/form-view.ts';
import { controlOf, FormDraft, type Typed } from './form-draft.ts';
import { formStyles } from './shell-form-view.styles.ts';
import { ShellView } from './shell-view.ts';
import { viewStyles } from './view-styles.ts';

/** Fields, each by its schema, and a button that submits them. What was typed stays until it is submitted. */
@customElement('shell-form-view')
export class ShellFormView extends ShellView<FormView> {
  static override readonly styles = [...viewStyles, formStyles];

  private readonly draft = new FormDraft();
  /** Secrets that are shown as they are typed. */
  @state() private revealed: ReadonlySet<string> = new Set();

  get hasUnsavedChanges(): boolean {
    return this.draft.hasChanges(this.state?.fields ?? []);
  }

  /** Submits the form. Whether it worked; where a field is wrong, it gets the focus. */
  async save(): Promise<boolean> {
    const { submit, fields = [] } = this.state ?? {};
    if (!submit) return false;
    const [wrong] = this.draft.findProblems(fields);
    this.requestUpdate();
    if (wrong) {
      await this.updateComplete;
      this.controlOf(wrong)?.focus();
      return false;
    }
    const submitted = this.draft.noteSubmission();
    const outcome = await this.run({ command: submit.command, args: { ...submit.args, ...this.draft.values(fields) } });
    if (outcome?.ok) this.draft.forget(submitted);
    this.requestUpdate();
    return outcome?.ok ?? false;
  }

  protected override isEmpty({ fields }: FormView): boolean {
    return fields.length === 0;
  }

  protected override focusContent(): void {
    this.root.querySelector<HTMLElement>('.viewport input, .viewport select, .viewport textarea')?.focus();
  }

  protected override renderContent({ fields, submit }: FormView): TemplateResult {
    return html`
      <div class="viewport scroll" role="form" aria-label=${this.name}>
        ${repeat(
          fields,
          ({ name }) => name,
          (field, index) => this.renderField(field, index),
        )}
        ${submit && fields.length > 0 ? this.renderSubmit(submit) : nothing}
      </div>
    `;
  }

  private renderSubmit({ title }: NonNullable<FormView['submit']>): TemplateResult {
    return html`
      <div class="actions">
        <button type="button" aria-disabled=${this.isBusy ? 'true' : nothing} @click=${() => this.isBusy || this.save()}>${this.words(title)}</button>
      </div>
    `;
  }

  private renderField(field: FormField, index: number): TemplateResult {
    const { label, description, isRequired } = field;
    const isCheckbox = controlOf(field).kind === 'checkbox';
    const name = html`
      <label for="field-${index}">${this.words(label)}${
        isRequired || isCheckbox ? nothing : html` <span class="optional">${this.t('workbench.view.optional')}</span>`
      }</label>
    `;
    const problem = this.problemOf(field);
    return html`
      <div class="field">
        ${isCheckbox ? html`<div class="check">${this.renderControl(field, index)}${name}</div>` : name}
        ${description === undefined ? nothing : html`<p class="description" id="description-${index}">${this.words(description)}</p>`}
        ${isCheckbox ? nothing : this.renderControl(field, index)}
        <p class="problem" id="problem-${index}">${problem === '' ? nothing : html`${this.renderSeverity('error')}<span>${problem}</span>`}</p>
      </div>
    `;
  }

  private renderControl(field: FormField, index: number): TemplateResult {
    const control = controlOf(field);
    switch (control.kind) {
      case 'checkbox':
        return this.renderCheckbox(field, index);
      case 'select':
        return this.renderSelect(field, index);
      case 'long-text':
      case 'lines':
      case 'json':
        return this.renderTextArea(field, index);
      default:
        return this.renderInput(field, index);
    }
  }

  private renderCheckbox(field: FormField, index: number): TemplateResult {
    return html`
      <input id="field-${index}" type="checkbox" aria-describedby=${describe(field, index)} .checked=${live(this.draft.shownIn(field) === true)}
        @change=${(event: Event) => this.type(field, (event.target as HTMLInputElement).checked)} />
    `;
  }

  private renderSelect(field: FormField, index: number): TemplateResult {
    const { schema, choices = [], isRequired } = field;
    const shown = this.draft.shownIn(field);
    const options = (schema.enum ?? []).map((value, at) => ({ value: String(value), label: this.words(choices[at] ?? String(value)) }));
    return html`
      <select id="field-${index}" aria-describedby=${describe(field, index)} aria-invalid=${this.isWrong(field)}
        aria-required=${isRequired ? 'true' : nothing} @change=${(event: Event) => this.read(field, event)}>
        ${isRequired && shown !== '' ? nothing : html`<option value="" ?selected=${shown === ''}>${this.t('workbench.view.no-choice')}</option>`}
        ${options.map(({ value, label }) => html`<option value=${value} .selected=${live(value === shown)}>${label}</option>`)}
      </select>
    `;
  }

  private renderTextArea(field: FormField, index: number): TemplateResult {
    return html`
      <textarea id="field-${index}" aria-describedby=${describe(field, index)} aria-invalid=${this.isWrong(field)}
        aria-required=${field.isRequired ? 'true' : nothing} .value=${live(String(this.draft.shownIn(field)))}
        @input=${(event: Event) => this.read(field, event)} @change=${() => this.announceProblem(field)}></textarea>
    `;
  }

  private renderInput(field: FormField, index: number): TemplateResult {
    const control = controlOf(field);
    const isSecret = field.schema.writeOnly === true;
    const mode = control.kind === 'number' ? (control.isInteger ? 'numeric' : 'decimal') : 'text';
    const input = html`
      <input id="field-${index}" type=${isSecret && !this.revealed.has(field.name) ? 'password' : 'text'} inputmode=${mode}
        autocomplete=${isSecret ? 'new-password' : 'off'} autocapitalize="off" spellcheck="false" data-1p-ignore data-bwignore data-lpignore="true"
        aria-describedby=${describe(field, index)} aria-invalid=${this.isWrong(field)} aria-required=${field.isRequired ? 'true' : nothing}
        .value=${live(String(this.draft.shownIn(field)))} @input=${(event: Event) => this.read(field, event)}
        @change=${() => this.announceProblem(field)} @keydown=${(event: KeyboardEvent) => this.submitByEnter(event)} />
    `;
    return isSecret ? html`<div class="secret">${input}${this.renderReveal(field)}</div>` : input;
  }

  private renderReveal({ name, label }: FormField): TemplateResult {
    const isShown = this.revealed.has(name);
    const title = `${this.t(isShown ? 'workbench.dialog.hide-secret' : 'workbench.dialog.show-secret')} (${this.words(label)})`;
    return html`
      <button class="plain icon" type="button" aria-label=${title} aria-pressed=${isShown} data-tooltip=${title}
        @click=${() => this.reveal(name, !isShown)}><shell-icon icon=${isShown ? '$(eye-closed)' : '$(eye)'}></shell-icon></button>
    `;
  }

  private reveal(name: string, isShown: boolean): void {
    this.revealed = new Set(isShown ? [...this.revealed, name] : [...this.revealed].filter((shown) => shown !== name));
  }

  private submitByEnter(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.isComposing || this.isBusy) return;
    event.preventDefault();
    void this.save();
  }

  private read(field: FormField, event: Event): void {
    this.type(field, (event.target as HTMLInputElement).value);
  }

  private type({ name }: FormField, typed: Typed): void {
    this.draft.type(name, typed);
    this.requestUpdate();
  }

  /** At each key it would interrupt. */
  private announceProblem(field: FormField): void {
    const problem = this.problemOf(field);
    if (problem !== '') this.workbench.announce(`${this.words(field.label)} : ${problem}`);
  }

  private problemOf(field: FormField): string {
    const problem = this.draft.problemOf(field);
    if (!problem) return '';
    return 'own' in problem ? this.words(problem.own) : this.t(problem.message);
  }

  private isWrong(field: FormField): 'true' | 'false' {
    return this.draft.problemOf(field) ? 'true' : 'false';
  }

  private controlOf({ name }: FormField): HTMLElement | null {
    const index = this.state?.fields.findIndex((field) => field.name === name);
    return this.root.querySelector(`#field-${index}`);
  }
}

function describe({ description }: FormField, index: number): string {
  return description === undefined ? `problem-${index}` : `description-${index} problem-${index}`;
}
