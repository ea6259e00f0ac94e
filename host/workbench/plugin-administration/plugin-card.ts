import { html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Serialisable } from '../../../core/message.ts';
import type { PanelApi } from '../../../core/panel.ts';
import { controlStyles } from '../../../core/panel-styles.ts';
import { type PermissionItem, type PluginItem, pluginCommands, type SessionItem } from '../../../core/protocol/plugin-administration.ts';
import { pluginCardStyles } from './plugin-card.styles.ts';
import { stateIcon } from './state-icon.ts';
import { administrationStyles } from './styles.ts';

/** What a user wants done with a plugin. */
export interface PluginAction {
  readonly command: string;
  /** Beside the plugin. */
  readonly args?: Readonly<Record<string, Serialisable>>;
}

/** What came of it. */
export interface ActionResult {
  readonly isProblem: boolean;
  readonly text: string;
}

/**
 * One plugin: what it is, how it stands, what it may do.
 *
 * @tag shell-plugin-card
 * @fires plugin-action with a {@link PluginAction}
 */
@customElement('shell-plugin-card')
export class ShellPluginCard extends LitElement {
  static override readonly styles = [unsafeCSS(controlStyles), administrationStyles, pluginCardStyles];

  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) item!: PluginItem;
  /** Whether something is being done with it. */
  @property({ attribute: false }) isBusy = false;
  @property({ attribute: false }) result: ActionResult | undefined;

  /** Gives the focus back to the button that led to the requests. */
  async focusRequests(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('#requests')?.focus();
  }

  override render() {
    const { id, displayName, description, problems } = this.item;
    return html`
      <article aria-labelledby="name" aria-busy=${this.isBusy}>
        <header>
          <h3 id="name">${this.panel.t(displayName)}</h3>
          <span class="id">${id}</span>
          ${this.renderSwitch()}
        </header>
        ${this.renderFacts()}
        ${description ? html`<p class="description">${this.panel.t(description)}</p>` : nothing}
        ${problems.map((message) => html`<p class="fault"><shell-icon icon="$(error)"></shell-icon>${this.panel.t(message)}</p>`)}
        ${this.renderPermissions()}
        ${this.renderSessions()}
        ${this.renderActions()}
        <p class="problem" role="alert">${this.result?.isProblem ? this.result.text : nothing}</p>
        <p class="done" role="status">${this.result?.isProblem === false ? this.result.text : nothing}</p>
      </article>
    `;
  }

  private renderSwitch() {
    const isOn = this.item.state !== 'disabled';
    const toggle = () => this.ask(isOn ? pluginCommands.disable : pluginCommands.enable);
    return html`
      <label class="switch">
        <input type="checkbox" role="switch" aria-labelledby="on name" .checked=${live(isOn)} aria-disabled=${this.isBusy ? 'true' : nothing} @change=${toggle} />
        <span id="on">${this.panel.t('plugins.on')}</span>
      </label>
    `;
  }

  private renderFacts() {
    const { version, origin, state, isIsolated } = this.item;
    return html`
      <p class="facts">
        <span class="state">${stateIcon(state)}${this.panel.t(`plugins.state.${state}`)}</span>
        ${version === null ? nothing : html`<span>${this.panel.t('plugins.version', { version })}</span>`}
        <span>${this.panel.t(`plugins.origin.${origin}`)}</span>
        ${isIsolated ? html`<span>${this.panel.t('plugins.isolated')}</span>` : nothing}
      </p>
    `;
  }

  private renderPermissions() {
    const { permissions, state } = this.item;
    if (state === 'broken' && permissions.length === 0) return nothing;
    if (permissions.length === 0) return html`<p class="none">${this.panel.t('plugins.permissions.none')}</p>`;
    const granted = permissions.filter(({ isGranted }) => isGranted).length;
    return html`
      <details>
        <summary>${this.panel.t('plugins.permissions', { granted, count: permissions.length })}</summary>
        ${Object.entries(Object.groupBy(permissions, ({ group }) => group)).map(([group, items]) => this.renderGroup(group, items))}
      </details>
    `;
  }

  private renderGroup(group: string, items: readonly PermissionItem[]) {
    return html`
      <h4>${this.panel.t(`permission.group.${group}`)}</h4>
      <ul>${items.map((permission) => this.renderPermission(permission, this.item.permissions.indexOf(permission)))}</ul>
    `;
  }

  private renderPermission({ permission, subject, sentence, isGranted }: PermissionItem, index: number) {
    const text = this.panel.t(sentence);
    // What came with the product is part of it.
    if (this.item.origin === 'bundled') return html`<li>${text}</li>`;
    const args = { permission, isGranted: !isGranted, ...(subject !== null && { subject }) };
    return html`
      <li class="permission">
        <span id="permission-${index}">${text}</span>
        <label class="switch">
          <input type="checkbox" role="switch" aria-labelledby="granted-${index} permission-${index}" .checked=${live(isGranted)}
            aria-disabled=${this.isBusy ? 'true' : nothing} @change=${() => this.ask(pluginCommands.setPermission, args)} />
          <span id="granted-${index}">${this.panel.t(isGranted ? 'plugins.permission.granted' : 'plugins.permission.refused')}</span>
        </label>
      </li>
    `;
  }

  private renderSessions() {
    const { sessions } = this.item;
    if (sessions.length === 0) return nothing;
    return html`
      <section aria-labelledby="sessions">
        <h4 id="sessions">${this.panel.t('plugins.sessions')}</h4>
        <ul>${sessions.map((session, index) => this.renderSession(session, index))}</ul>
      </section>
    `;
  }

  private renderSession({ provider, providerName, account, accountName, grantedAt, lastUsedAt, useCount }: SessionItem, index: number) {
    const { panel } = this;
    const revoke = () => this.ask(pluginCommands.revokeSession, { provider, account });
    return html`
      <li class="permission">
        <span>
          <span id="session-${index}">${panel.t('plugins.session', { provider: panel.t(providerName), account: accountName })}</span>
          <span class="use">${panel.t('plugins.session.use', { grantedAt, lastUsedAt: lastUsedAt ?? grantedAt, count: useCount })}</span>
        </span>
        <button type="button" class="secondary" id="revoke-${index}" aria-labelledby="revoke-${index} session-${index}"
          aria-disabled=${this.isBusy ? 'true' : nothing} @click=${revoke}>${panel.t('plugins.session.revoke')}</button>
      </li>
    `;
  }

  private renderActions() {
    const { origin, state, permissions, journalRevision, previousVersion } = this.item;
    const isInstalled = origin === 'installed';
    const isRunning = !['inactive', 'disabled', 'held-back', 'broken'].includes(state);
    const reachesNetwork = journalRevision > 0 || permissions.some(({ permission }) => ['network', 'authentication'].includes(permission));
    const actions = [
      reachesNetwork && this.renderAction('requests', 'plugins.requests', pluginCommands.showRequests),
      isRunning && this.renderAction('restart', 'plugins.restart', pluginCommands.restart),
      isInstalled && this.renderAction('update', 'plugins.update', pluginCommands.update),
      isInstalled && previousVersion !== null && this.renderAction('roll-back', 'plugins.roll-back', pluginCommands.rollBack),
      isInstalled && this.renderAction('remove', 'plugins.remove', pluginCommands.remove),
    ].filter(Boolean);
    return actions.length === 0 ? nothing : html`<div class="actions">${actions}</div>`;
  }

  private renderAction(id: string, title: string, command: string) {
    const version = this.item.previousVersion ?? '';
    return html`
      <button type="button" class="secondary" id=${id} aria-labelledby="${id} name" aria-disabled=${this.isBusy ? 'true' : nothing} @click=${() => this.ask(command)}>
        ${this.panel.t(title, { version })}
      </button>
    `;
  }

  /** A switch stays as it was until the state says that it has changed. */
  private ask(command: string, args?: PluginAction['args']): void {
    const detail: PluginAction = { command, ...(args && { args }) };
    this.dispatchEvent(new CustomEvent<PluginAction>('plugin-action', { detail }));
    this.requestUpdate();
  }
}
