import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Serialisable } from '../../../core/message.ts';
import type { CommandOutcome, PanelApi, PanelElement } from '../../../core/panel.ts';
import type { ViewAction, ViewFrame, ViewItem, ViewSeverity, ViewText } from '../../../core/views/view.ts';
import { ShellElement } from '../base/shell-element.ts';

/** What an action, an entry or a form has run. */
export interface ViewCommand {
  readonly command: string;
  readonly args?: Serialisable;
}

const severityIcons: Readonly<Record<ViewSeverity, string>> = {
  info: '$(info)',
  success: '$(pass-filled)',
  warning: '$(warning)',
  error: '$(error)',
};

/** A panel that the workbench draws from what its plugin published: what all kinds of views have in common. */
export abstract class ShellView<State extends ViewFrame & Serialisable> extends ShellElement implements PanelElement<State> {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) state: State | undefined;
  /** The commands under way, each once however often it is asked for. */
  @state() private running: ReadonlyMap<string, AbortController> = new Map();
  /** Why the last command failed, until the main half publishes what is so since. */
  @state() private problem = '';

  /** What lies below the frame's buttons and sentences. */
  protected abstract renderContent(view: State): unknown;

  /** Whether there is nothing in the view. */
  protected abstract isEmpty(view: State): boolean;

  /** What stands beside the frame's buttons, such as a search field. */
  protected renderTools(_view: State): unknown {
    return nothing;
  }

  /** Puts the focus back to where the work is. */
  protected abstract focusContent(): void;

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('state')) this.problem = '';
  }

  protected override render() {
    const { state: view } = this;
    if (!view) return html`<p class="note" role="status">${this.t('workbench.view.loading')}</p>`;
    return html`
      ${this.renderHeading()} ${this.renderToolbar(view)}
      <div class="notes" role="status">${this.renderNotes(view)}</div>
      ${this.renderFailure(view)}
      <p class="problem" role="alert">${view.failure ? nothing : this.problem}</p>
      ${this.renderProgress(view)} ${this.renderContent(view)}
    `;
  }

  /** The panel's title, which names what is in it. */
  protected get name(): string {
    return this.descriptor?.title ?? '';
  }

  /** A text of the plugin's in the reader's language. A string is no key: it may be anything that a plugin was told. */
  protected words(text: ViewText | undefined): string {
    return typeof text === 'object' ? this.panel.t(text) : (text ?? '');
  }

  /** Runs a command of the plugin. A failure is told in the view. */
  protected async run({ command, args }: ViewCommand): Promise<CommandOutcome | undefined> {
    const key = keyOf({ command, args: args ?? null });
    if (this.running.has(key)) return undefined;
    const cancellation = new AbortController();
    this.running = new Map([...this.running, [key, cancellation]]);
    this.problem = '';
    const outcome = await this.panel.run(command, args, { signal: cancellation.signal });
    this.running = new Map([...this.running].filter(([running]) => running !== key));
    if (outcome.ok) this.problem = '';
    else if (!outcome.cancelled) this.problem = outcome.sentence;
    return outcome;
  }

  /** Whether any command is under way. */
  protected get isBusy(): boolean {
    return this.running.size > 0;
  }

  protected isRunning({ command, args }: ViewCommand): boolean {
    return this.running.has(keyOf({ command, args: args ?? null }));
  }

  protected renderAction(action: ViewAction, { isCompact = false, ...more }: ActionOptions = {}): TemplateResult {
    const { title, icon, isPrimary, isEnabled = true } = action;
    const name = this.words(title);
    const isIcon = isCompact && icon !== undefined;
    return html`
      <button class=${isIcon ? 'plain icon' : isCompact ? 'plain' : isPrimary ? '' : 'secondary'} type="button" ?disabled=${!isEnabled}
        aria-disabled=${this.isRunning(action) ? 'true' : nothing} aria-label=${isIcon ? name : nothing} data-tooltip=${isIcon ? name : nothing}
        tabindex=${more.tabIndex ?? nothing} data-control=${more.control ?? nothing} @click=${() => this.run(action)}>
        ${icon === undefined ? nothing : html`<shell-icon icon=${icon}></shell-icon>`}${isIcon ? nothing : name}
      </button>
    `;
  }

  /** The buttons at the end of a row. Tab goes through those of one row alone. */
  protected renderRowActions(actions: readonly ViewAction[], tabIndex: number) {
    if (actions.length === 0) return nothing;
    const buttons = actions.map((action, index) => this.renderAction(action, { isCompact: true, tabIndex, control: `action-${index}` }));
    return html`<div class="row-buttons">${buttons}</div>`;
  }

  /** What an entry of a list or a tree shows. */
  protected renderItemContent({ icon, label, description, badge }: ViewItem) {
    return html`
      ${icon === undefined ? nothing : html`<shell-icon icon=${icon}></shell-icon>`}
      <span class="texts">${this.words(label)}${
        description === undefined ? nothing : html` <span class="description">${this.words(description)}</span>`
      }</span>
      ${badge === undefined ? nothing : html`<span class="badge">${this.words(badge)}</span>`}
    `;
  }

  /** What pointing at an entry says. Where all rows are of one height, at least what its text may be too long for. */
  protected tooltipOf({ tooltip, label, description }: ViewItem, isCut = false): string | undefined {
    if (tooltip !== undefined) return this.words(tooltip);
    return isCut
      ? [label, description]
          .map((text) => this.words(text))
          .join(' ')
          .trim()
      : undefined;
  }

  /** A field that finds rows, and how many it finds, said once typing pauses. */
  protected renderSearch(query: string, count: number, search: (query: string) => void) {
    const name = this.t('workbench.view.search');
    return html`
      <input type="search" aria-label=${name} placeholder=${name} autocomplete="off" spellcheck="false" .value=${live(query)}
        @input=${(event: Event) => search((event.target as HTMLInputElement).value)} />
      <p class="visually-hidden" role="status">${query.trim() === '' ? nothing : this.t('workbench.view.found', { count })}</p>
    `;
  }

  protected renderSeverity(severity: ViewSeverity): TemplateResult {
    return html`<shell-icon class="severity ${severity}" icon=${severityIcons[severity]}></shell-icon>`;
  }

  private get descriptor() {
    return this.workbench.panels.find(this.panel.panelId);
  }

  /** Sighted users read it in the tab; the side bar and the bottom have headings of their own. */
  private renderHeading() {
    return this.descriptor?.location === 'tab' ? html`<h1 class="visually-hidden">${this.name}</h1>` : nothing;
  }

  private renderToolbar(view: State) {
    const { actions = [] } = view;
    const tools = this.renderTools(view);
    if (actions.length === 0 && tools === nothing) return nothing;
    return html`<div class="tools">${tools}<div class="buttons">${actions.map((action) => this.renderAction(action))}</div></div>`;
  }

  private renderNotes(view: State) {
    const { message, severity = 'info', isLoading, failure } = view;
    if (message !== undefined) return html`<p class="note">${this.renderSeverity(severity)}<span>${this.words(message)}</span></p>`;
    if (isLoading) return html`<p class=${this.isEmpty(view) ? 'note' : 'visually-hidden'}>${this.t('workbench.view.loading')}</p>`;
    return this.isEmpty(view) && !failure ? html`<p class="note">${this.t('workbench.view.empty')}</p>` : nothing;
  }

  private renderFailure({ failure }: State) {
    if (!failure) return nothing;
    const { sentence, retry } = failure;
    return html`
      <div class="failure" role="alert">
        ${this.renderSeverity('error')}<p>${this.words(sentence)}</p>
        ${retry ? html`<button class="secondary" type="button" @click=${() => this.run(retry)}>${this.t('workbench.panel.retry')}</button>` : nothing}
      </div>
    `;
  }

  private renderProgress({ isLoading }: State) {
    if (this.running.size === 0) return isLoading ? html`<div class="bar" aria-hidden="true"></div>` : nothing;
    return html`
      <div class="progress">
        <div class="bar" aria-hidden="true"></div>
        <button class="plain" type="button" @click=${() => this.cancel()}>${this.t('workbench.notifications.cancel')}</button>
      </div>
    `;
  }

  private cancel(): void {
    for (const cancellation of this.running.values()) cancellation.abort();
    this.focusContent();
  }
}

interface ActionOptions {
  /** Small, in a row: an icon alone where there is one. */
  readonly isCompact?: boolean;
  readonly tabIndex?: number;
  /** Its place among the controls of its row. */
  readonly control?: string;
}

function keyOf(command: ViewCommand): string {
  return JSON.stringify(command);
}
