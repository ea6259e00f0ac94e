import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { journalActions } from '../journal-note.ts';
import { actionName } from '../journal-sentence.ts';
import type { JournalFilter } from '../journal-state.ts';

/** So long nothing is typed before the journal is searched. */
const typingPauseMs = 250;

type Field = 'text' | 'action' | 'from' | 'to';
type Values = Readonly<Record<Field, string>>;
const nothingChosen: Values = { text: '', action: '', from: '', to: '' };

/**
 * Chooses entries of the journal by text, action and period.
 * @fires credentials-journal-filter with the `JournalFilter`, once typing pauses
 */
@customElement('credentials-journal-filter')
export class CredentialsJournalFilter extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @state() private values = nothingChosen;
  private pause: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.pause);
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('values')) return;
    const { from, to } = this;
    from?.setCustomValidity(this.isReversed ? this.panel.t('journal.filter.reversed') : '');
    to?.setCustomValidity(this.isReversed ? this.panel.t('journal.filter.reversed') : '');
  }

  override render() {
    const { panel, values } = this;
    return html`<form role="search" aria-label=${panel.t('journal.filter')} @submit=${(event: Event) => event.preventDefault()}>
      <label class="field text">
        ${panel.t('journal.filter.text')}
        <input
          type="search"
          autocomplete="off"
          spellcheck="false"
          maxlength="200"
          placeholder=${panel.t('journal.filter.text.hint')}
          .value=${values.text}
          @input=${this.onInput('text', typingPauseMs)}
        />
      </label>
      <div class="field">
        <label for="action">${panel.t('journal.filter.action')}</label>
        <select id="action" @change=${this.onInput('action')}>
          <option value="" ?selected=${values.action === ''}>${panel.t('journal.filter.any-action')}</option>
          ${this.actions.map(({ action, name }) => html`<option value=${action} ?selected=${values.action === action}>${name}</option>`)}
        </select>
      </div>
      ${this.renderDay('from')} ${this.renderDay('to')}
      <button type="button" class="secondary" ?disabled=${values === nothingChosen} @click=${this.clear}>
        ${panel.t('journal.filter.clear')}
      </button>
      <p class="problem" role="alert">${this.isReversed ? panel.t('journal.filter.reversed') : nothing}</p>
    </form>`;
  }

  private renderDay(field: 'from' | 'to') {
    return html`<label class="field">
      ${this.panel.t(`journal.filter.${field}`)}
      <input
        id=${field}
        type="date"
        max="9999-12-31"
        aria-invalid=${this.isReversed ? 'true' : nothing}
        .value=${this.values[field]}
        @change=${this.onInput(field)}
      />
    </label>`;
  }

  private get actions() {
    const { compare } = new Intl.Collator(this.panel.language);
    const named = journalActions.map((action) => ({ action, name: this.panel.t(actionName(action)) }));
    return named.sort((one, other) => compare(one.name, other.name));
  }

  private get isReversed(): boolean {
    const { from, to } = this.values;
    return from !== '' && to !== '' && from > to;
  }

  private onInput(field: Field, pauseMs = 0) {
    return (event: Event) => {
      this.values = { ...this.values, [field]: (event.target as HTMLInputElement | HTMLSelectElement).value };
      this.tell(pauseMs);
    };
  }

  private clear(): void {
    this.values = nothingChosen;
    this.tell(0);
    this.renderRoot.querySelector<HTMLInputElement>('input')?.focus();
  }

  private tell(pauseMs: number): void {
    clearTimeout(this.pause);
    if (this.isReversed) return;
    const detail = filterOf(this.values);
    this.pause = setTimeout(() => this.dispatchEvent(new CustomEvent('credentials-journal-filter', { detail })), pauseMs);
  }

  private get from() {
    return this.renderRoot.querySelector<HTMLInputElement>('#from');
  }

  private get to() {
    return this.renderRoot.querySelector<HTMLInputElement>('#to');
  }

  static override styles = [
    unsafeCSS(controlStyles),
    css`
      form {
        align-items: end;
        display: flex;
        flex-wrap: wrap;
        gap: 0.6em 0.9em;
      }
      .field {
        margin: 0;
      }
      .text {
        flex: 1 1 14em;
      }
      .field input,
      .field select {
        height: 2.3em;
      }
      select {
        max-width: 20em;
      }
      .problem {
        flex-basis: 100%;
      }
      .problem:empty {
        display: none;
      }
    `,
  ];
}

/** Whole days by the clock on the wall, the last one included. */
function filterOf({ text, action, from, to }: Values): JournalFilter {
  const start = dayStart(from);
  const end = dayStart(to, 1);
  return {
    ...(text.trim() !== '' && { text: text.trim() }),
    ...(action !== '' && { action }),
    ...(start !== undefined && { from: start }),
    ...(end !== undefined && { to: end - 1 }),
  };
}

function dayStart(day: string, later = 0): number | undefined {
  const [year, month, date] = day.split('-').map(Number);
  if (!year || !month || !date) return undefined;
  return new Date(year, month - 1, date + later).getTime();
}
