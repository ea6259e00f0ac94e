import { css, html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Serialisable } from '../../../core/message.ts';
import { controlStyles } from '../../../core/panel-styles.ts';
import type { SettingItem } from '../../../core/protocol/window-protocol.ts';
import { baseStyles, plainButtonStyles } from '../base/base-styles.ts';
import { ShellElement } from '../base/shell-element.ts';
import { renderRichText } from '../rich-text/render-rich-text.ts';
import { controlFor, fromFieldText, type SettingChoice, toFieldText } from './setting-control.ts';
import { textOf } from './setting-filter.ts';

/**
 * One setting: its control by its schema, what is wrong with what was typed, and the way back to its default.
 *
 * @fires setting-saved when the host has taken a value
 */
@customElement('shell-setting')
export class ShellSetting extends ShellElement {
  static override readonly styles = [
    unsafeCSS(controlStyles),
    baseStyles,
    plainButtonStyles,
    css`
      :host { border-inline-start: 3px solid transparent; display: block; padding: 10px 12px 12px; }
      :host([modified]) { border-color: var(--vscode-settings-modifiedItemIndicator); }
      .head { align-items: baseline; display: flex; flex-wrap: wrap; gap: 0 8px; min-height: 28px; }
      label { font-weight: 600; }
      .key { color: var(--vscode-descriptionForeground); font-size: 0.85em; overflow-wrap: anywhere; }
      .plain { background: none; color: var(--vscode-foreground); min-height: 26px; }
      .plain:hover:not(:disabled) { background: var(--vscode-toolbar-hoverBackground); }
      .description { color: var(--vscode-descriptionForeground); margin-block-end: 6px; }
      .description p + p { margin-block-start: 4px; }
      input:not([type='checkbox']), select { max-width: 420px; }
      textarea { font-family: var(--vscode-editor-font-family); max-width: 560px; min-height: 5em; resize: vertical; }
      .problem { margin-block-start: 4px; }
      .check { align-items: baseline; display: flex; gap: 4px; }
    `,
  ];

  @property({ attribute: false }) item!: SettingItem;
  @property({ type: Boolean, reflect: true }) modified = false;
  @state() private problem: string | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('item')) this.modified = !this.item.isDefault;
  }

  protected override render() {
    const { key, isDefault } = this.item;
    const { title, description } = textOf(this.item);
    return html`
      <div class="head">
        <label for="control">${title}</label><span class="key">${key}</span>
        ${isDefault ? nothing : this.renderReset(title)}
      </div>
      <div id="description" class="description">${description === undefined ? nothing : this.renderDescription(description)}</div>
      ${this.renderControl()}
      <p id="problem" class="problem" role="alert">${this.problem}</p>
    `;
  }

  private renderReset(title: string) {
    const name = this.t('workbench.settings.reset', { setting: title });
    return html`
      <button class="plain icon" type="button" aria-label=${name} data-tooltip=${name} @click=${() => this.save(undefined)}>
        <shell-icon icon="$(discard)"></shell-icon>
      </button>
    `;
  }

  private renderDescription(text: string) {
    return renderRichText(text, (command, args) => void this.workbench.run(command, args));
  }

  private renderControl() {
    const control = controlFor(this.item.schema);
    switch (control.kind) {
      case 'checkbox':
        return this.renderCheckbox();
      case 'select':
        return this.renderSelect(control.choices);
      case 'number':
        return this.renderField(control.isInteger ? 'numeric' : 'decimal');
      case 'text':
        return this.renderField('text');
      default:
        return this.renderTextArea();
    }
  }

  private renderCheckbox() {
    const change = (event: Event) => this.save((event.target as HTMLInputElement).checked);
    return html`
      <input id="control" type="checkbox" aria-describedby="description problem" aria-invalid=${this.isWrong}
        .checked=${live(this.item.value === true)} @change=${change} />
    `;
  }

  private renderSelect(choices: readonly SettingChoice[]) {
    const option = ({ value, label }: SettingChoice) =>
      html`<option value=${String(value)} ?selected=${value === this.item.value}>${label}</option>`;
    return html`
      <select id="control" aria-describedby="description problem" aria-invalid=${this.isWrong} @change=${this.read}>${choices.map(option)}</select>
    `;
  }

  private renderField(inputMode: 'text' | 'numeric' | 'decimal') {
    return html`
      <input id="control" type="text" inputmode=${inputMode} autocomplete="off" spellcheck="false" aria-describedby="description problem"
        aria-invalid=${this.isWrong} .value=${this.text} @change=${this.read} />
    `;
  }

  private renderTextArea() {
    return html`
      <textarea id="control" spellcheck="false" aria-describedby="description problem" aria-invalid=${this.isWrong} .value=${this.text}
        @change=${this.read}></textarea>
    `;
  }

  private get isWrong(): boolean {
    return this.problem !== undefined;
  }

  private get text(): string {
    return toFieldText(controlFor(this.item.schema), this.item.value);
  }

  private read(event: Event): void {
    const { value } = event.target as HTMLInputElement;
    const read = fromFieldText(controlFor(this.item.schema), value);
    if (read.ok) void this.save(read.value);
    else this.problem = this.t('workbench.settings.unreadable');
  }

  private async save(value: Serialisable | undefined): Promise<void> {
    const { key } = this.item;
    const lost = { ok: false, sentence: this.t('workbench.command.connection-lost') } as const;
    const outcome = await this.workbench.connection.call((host) => host.updateSetting(key, value)).catch(() => lost);
    this.problem = outcome.ok ? undefined : outcome.sentence;
    if (outcome.ok) this.dispatchEvent(new CustomEvent('setting-saved', { bubbles: true, composed: true }));
  }
}
