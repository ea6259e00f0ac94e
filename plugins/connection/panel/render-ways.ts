import type { Message, PanelApi } from 'boule-bleue';
import { html, nothing } from 'lit';
import { connectionModes, connectionTypes } from '../values/connection-values.ts';
import './connection-choice.ts';
import type { ConnectionDraft } from './connection-draft.ts';
import type { DraftForm } from './draft-form.ts';

export interface WaysView {
  readonly panel: PanelApi;
  readonly form: DraftForm;
  readonly draft: ConnectionDraft;
  /** What the system's settings came to, as far as a test of them tells. */
  readonly found: readonly Message[];
  /** Whether the proxy asked who is there. */
  readonly isSignInAsked: boolean;
  /** The user says that it does. */
  readonly onSignIn: () => void;
}

/** « Type de connexion » with the proxy's fields, and « Mode de connexion ». */
export function renderWays(view: WaysView) {
  return html`<div class="ways">${renderTypes(view)}${renderModes(view)}</div>`;
}

function renderTypes({ panel, form, draft, found, ...view }: WaysView) {
  const hints: Partial<Record<string, string>> = { system: panel.t('type.system.hint') };
  const choices = connectionTypes.map((value) => ({ value, label: panel.t(`type.${value}`), hint: hints[value] }));
  const isProxy = draft.type === 'proxy';
  return html`<connection-choice
    .legend=${panel.t('type.legend')}
    .choices=${choices}
    .value=${draft.type}
    @connection-choose=${(event: CustomEvent<string>) => form.edit({ type: event.detail })}
  >
    <div class="proxy" slot="proxy">
      ${form.renderField(draft, 'proxyHost', { disabled: !isProxy })}
      ${form.renderField(draft, 'proxyPort', { disabled: !isProxy, numeric: true })}
      ${isProxy ? renderSignIn({ panel, form, draft, found, ...view }) : nothing}
    </div>
    <div class="found" slot="system">${found.map((way) => html`<p>${panel.t(way)}</p>`)}</div>
  </connection-choice>`;
}

function renderSignIn({ panel, form, draft, isSignInAsked, onSignIn }: WaysView) {
  if (!isSignInAsked && draft.value('proxyUser') === '' && draft.value('proxyPassword') === '') {
    return html`<button type="button" class="link" @click=${onSignIn}>${panel.t('proxy.sign-in')}</button>`;
  }
  const isOther = draft.saved.hasProxyPassword && !draft.isPasswordKept;
  const hint = draft.isPasswordKept ? 'proxy.password.kept' : isOther ? 'proxy.password.other' : '';
  return html`${form.renderField(draft, 'proxyUser')}
    <connection-field
      class="password"
      secret
      .label=${panel.t('proxy.password')}
      .hint=${hint && panel.t(hint)}
      .value=${draft.value('proxyPassword')}
      @connection-input=${(event: CustomEvent<string>) => form.edit({ proxyPassword: event.detail })}
    ></connection-field>`;
}

function renderModes({ panel, form, draft }: WaysView) {
  const choices = connectionModes.map((value) => ({ value, label: panel.t(`mode.${value}`), hint: panel.t(`mode.${value}.hint`) }));
  return html`<connection-choice
    .legend=${panel.t('mode.legend')}
    .choices=${choices}
    .value=${draft.mode}
    @connection-choose=${(event: CustomEvent<string>) => form.edit({ mode: event.detail })}
  ></connection-choice>`;
}
