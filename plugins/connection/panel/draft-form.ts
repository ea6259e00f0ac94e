import type { Message, PanelApi } from 'boule-bleue';
import { html, type LitElement, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { SavedValues } from '../values/saved-connection.ts';
import { ConnectionDraft, type Corrections, type DraftField, type TextField } from './connection-draft.ts';
import './connection-field.ts';

export interface FieldOptions {
  readonly disabled?: boolean;
  readonly numeric?: boolean;
  /** Keeps room beside the field for what is found out about it. */
  readonly beside?: boolean;
  /** For the field's slots. */
  readonly content?: unknown;
}

type Host = LitElement & { readonly panel: PanelApi };

/** What is typed into the panel, and the text fields that it is typed into. */
export class DraftForm {
  private current: ConnectionDraft | undefined;
  private corrections: Corrections = {};
  /** Not judged before it is left: nobody wants to read that « htt » is no address. */
  private fieldBeingTyped: TextField | undefined;

  /** @param onEdit called when the user changed something. */
  constructor(
    private readonly host: Host,
    private readonly onEdit: () => void,
  ) {}

  /** `undefined` until there are saved values. */
  get draft(): ConnectionDraft | undefined {
    return this.current;
  }

  set draft(draft: ConnectionDraft | undefined) {
    this.current = draft;
    this.host.requestUpdate();
  }

  /** Lays what was typed over newer saved values. */
  follow(saved: SavedValues): void {
    this.current = this.current?.over(saved) ?? new ConnectionDraft(saved);
  }

  edit(changes: Partial<Record<DraftField, string>>): void {
    this.draft = this.draft?.with(changes);
    this.onEdit();
  }

  /** Cleans the fields, in case the user didn't leave the last one, and shows what was done. */
  tidy(): ConnectionDraft | undefined {
    this.fieldBeingTyped = undefined;
    if (!this.draft) return undefined;
    const { draft, corrections } = this.draft.tidy();
    this.draft = draft;
    this.corrections = { ...this.corrections, ...corrections };
    return draft;
  }

  renderField(draft: ConnectionDraft, field: TextField, options: FieldOptions = {}) {
    const { t } = this.host.panel;
    const [problem, warning] = this.fieldBeingTyped === field ? [] : [draft.problem(field), draft.warning(field)];
    return html`<connection-field
      data-field=${field}
      ?beside=${options.beside}
      .label=${t(labels[field])}
      .value=${live(draft.value(field))}
      .problem=${problem ? t(problem) : ''}
      .warning=${warning ? t(warning) : ''}
      .note=${this.describeCorrections(this.corrections[field])}
      ?disabled=${options.disabled}
      ?numeric=${options.numeric}
      @connection-input=${(event: CustomEvent<string>) => this.onInput(field, event.detail)}
      @connection-commit=${() => this.tidy()}
      >${options.content ?? nothing}</connection-field
    >`;
  }

  private onInput(field: TextField, value: string): void {
    this.fieldBeingTyped = field;
    this.corrections = { ...this.corrections, [field]: undefined };
    this.edit({ [field]: value });
  }

  private describeCorrections(corrections: readonly Message[] | undefined): string {
    if (!corrections) return '';
    const { t } = this.host.panel;
    return t('address.corrected', { corrections: corrections.map((correction) => t(correction)).join(', ') });
  }
}

const labels: Readonly<Record<TextField, string>> = {
  proxyHost: 'proxy.host',
  proxyPort: 'proxy.port',
  proxyUser: 'proxy.user',
  authentication: 'address.authentication',
  update: 'address.update',
  netEntreprises: 'address.netEntreprises',
};
