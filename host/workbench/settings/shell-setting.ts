import { css, html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Serialisable } from '../../../core/message.ts';
import { controlStyles } from '../../../core/panel-styles.ts';
import type { SettingItem } from '../../../core/protocol/window-protocol.ts';
import { baseStyles, plainButtonStyles } from '../base/base-styles.ts';
import { ShellElement } from '../base/shell-element.ts';
import { renderRichText } from '../rich-text/render-rich-text.ts';
import { controlFor, fromFieldText, toFieldText } from './setting-control.ts';
import { titleOf } from './setting-filter.ts';

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
      .head { align-items: center; display: flex; gap: 8px; min-height: 28px; }
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
    const title = titleOf(this.item);
    const reset = this.t('workbench.settings.reset', { setting: title });
    return html`
      <div class="head">
        <label for="control">${title}</label><span class="key">${key}</span>
        ${isDefault ? nothing : html`<button class="plain icon" type="button" aria-label=${reset} data-tooltip=${reset} @click=${() => this.save(undefined)}><shell-icon icon="$(discard)"></shell-icon></button>`}
      </div>
      <div id="description" class="description">${this.renderDescription()}</div>
      ${this.renderControl()}
      <p id="problem" class="problem" role="alert">${this.problem}</p>
    `;
  }

  private renderDescription() {
    const { description, markdownDescription } = this.item.schema;
    const text = typeof markdownDescription === 'string' ? markdownDescription : description;
    return typeof text === 'string' ? renderRichText(text, (command, args) => void this.workbench.run(command, args)) : nothing;
  }

  private renderControl() {
    const { schema, value } = this.item;
    const control = controlFor(schema);
    const text = toFieldText(control, value);
    const isWrong = this.problem !== undefined;
    const change = (event: Event) => this.read((event.target as HTMLInputElement).value);
    switch (control.kind) {
      case 'checkbox':
        return html`<input id="control" type="checkbox" aria-describedby="description problem" aria-invalid=${isWrong} .checked=${live(value === true)}
          @change=${(event: Event) => this.save((event.target as HTMLInputElement).checked)} />`;
      case 'select':
        return html`<select id="control" aria-describedby="description problem" aria-invalid=${isWrong} @change=${change}>
          ${control.choices.map((choice) => html`<option value=${String(choice.value)} ?selected=${String(choice.value) === text}>${choice.label}</option>`)}
        </select>`;
      case 'number':
        return html`<input id="control" type="text" inputmode=${control.isInteger ? 'numeric' : 'decimal'} autocomplete="off" aria-describedby="description problem"
          aria-invalid=${isWrong} .value=${live(text)} @change=${change} />`;
      case 'text':
        return html`<input id="control" type="text" autocomplete="off" spellcheck="false" aria-describedby="description problem" aria-invalid=${isWrong} .value=${live(text)} @change=${change} />`;
      default:
        return html`<textarea id="control" spellcheck="false" aria-describedby="description problem" aria-invalid=${isWrong} .value=${live(text)} @change=${change}></textarea>`;
    }
  }

  private read(text: string): void {
    const read = fromFieldText(controlFor(this.item.schema), text);
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
