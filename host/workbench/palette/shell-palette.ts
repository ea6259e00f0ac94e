import { html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { baseStyles, scrollStyles } from '../base/base-styles.ts';
import { debounce } from '../base/debounce.ts';
import { rememberFocus } from '../base/focus.ts';
import { ShellElement } from '../base/shell-element.ts';
import { type CommandMatch, CommandSearch } from './command-search.ts';
import { paletteStyles } from './shell-palette.styles.ts';

/** Only so many rows are drawn at first; scrolling or walking to their end draws more. */
const rowsAtOnce = 40;
const summaryDelayMs = 600;

/** The list of all commands, found by what one remembers of their names. Combobox and listbox after WAI-ARIA. */
@customElement('shell-palette')
export class ShellPalette extends ShellElement {
  static override readonly styles = [baseStyles, scrollStyles, paletteStyles];

  @state() private isOpen = false;
  @state() private query = '';
  @state() private activeIndex = 0;
  @state() private rowCount = rowsAtOnce;
  @query('[popover]') private readonly box!: HTMLElement;
  @query('input') private readonly input!: HTMLInputElement;
  /** How many commands were found, said once typing pauses. */
  @state() private summary = '';
  private readonly summarizeLater = debounce(() => {
    this.summary = this.found.length === 0 ? this.summary : this.t('workbench.palette.count', { count: this.found.length });
  }, summaryDelayMs);
  private found: readonly CommandMatch[] = [];
  private search: CommandSearch | undefined;
  private giveFocusBack = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    const { commands, context } = this.workbench;
    const prepareLater = () => {
      this.search = undefined;
      requestIdleCallback(() => this.currentSearch.prepare(), { timeout: 2_000 });
      this.findAgain();
    };
    prepareLater();
    this.subscriptions.add(commands.onDidChange(prepareLater));
    this.subscriptions.add(context.onDidChange(() => this.findAgain()));
    this.subscriptions.add(this.workbench.onDidRequest(({ kind }) => kind === 'show-palette' && void this.open()));
  }

  protected override render() {
    return html`
      <div class="box" popover="manual" role="search" aria-label=${this.t('workbench.palette.list')} @focusout=${this.closeWhenLeft}>
        <input type="text" role="combobox" aria-label=${this.t('workbench.palette.name')} aria-autocomplete="list" aria-expanded=${this.isOpen}
          aria-controls="list" aria-activedescendant=${this.found.length > 0 ? `command-${this.activeIndex}` : nothing}
          autocomplete="off" autocapitalize="off" spellcheck="false" placeholder=${this.t('workbench.palette.placeholder')}
          .value=${live(this.query)} @input=${this.handleInput} @keydown=${this.handleKey} />
        <div class="list scroll" id="list" role="listbox" aria-label=${this.t('workbench.palette.list')} @scroll=${this.handleScroll}
          @pointerdown=${(event: Event) => event.preventDefault()}>
          ${this.isOpen ? this.found.slice(0, this.rowCount).map((match, index) => this.renderRow(match, index)) : nothing}
        </div>
        <div class=${this.found.length === 0 ? 'nothing' : 'visually-hidden'} role="status">${this.isOpen ? this.summary : nothing}</div>
      </div>
    `;
  }

  private renderRow(match: CommandMatch, index: number) {
    const { commands, keyboard } = this.workbench;
    const { command, isRecent } = match;
    const reason = commands.isEnabled(command) ? undefined : commands.disabledReason(command);
    const keys = keyboard.labelOf(command.id);
    const startsGroup = index === 0 ? isRecent : isRecent !== this.found[index - 1]?.isRecent;
    return html`
      <div class="row ${startsGroup && index > 0 ? 'apart' : ''}" role="option" id="command-${index}" aria-selected=${index === this.activeIndex}
        aria-setsize=${this.found.length} aria-posinset=${index + 1} aria-disabled=${reason === undefined ? nothing : 'true'}
        aria-description=${reason ?? keys ?? nothing} @click=${() => this.run(index)}>
        <span class="label">${emphasize(command.label, match.highlights())}</span>
        ${reason === undefined ? nothing : html`<span class="note" aria-hidden="true">${reason}</span>`}
        ${startsGroup ? this.renderGroupName(isRecent) : nothing}
        ${keys === undefined ? nothing : html`<kbd aria-hidden="true">${keys}</kbd>`}
      </div>
    `;
  }

  private renderGroupName(isRecent: boolean) {
    return html`<span class="group" aria-hidden="true">${this.t(isRecent ? 'workbench.palette.recent' : 'workbench.palette.others')}</span>`;
  }

  private async open(): Promise<void> {
    if (this.isOpen) return this.close();
    this.giveFocusBack = rememberFocus();
    this.isOpen = true;
    this.query = '';
    this.find();
    await this.updateComplete;
    this.box.showPopover();
    this.input.focus();
    this.list.scrollTop = 0;
  }

  private close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.box.hidePopover();
    this.giveFocusBack();
  }

  private closeWhenLeft(event: FocusEvent): void {
    const isLeft = event.relatedTarget !== null && event.relatedTarget !== this.input;
    if (!isLeft) return;
    this.giveFocusBack = () => {};
    this.close();
  }

  /** What is shown now for the query; cheap, so that every key is answered within a frame. */
  private find(): void {
    if (!this.isOpen) return;
    const { context, layout } = this.workbench;
    const matches = this.currentSearch.find(this.query, layout.current.recentCommands);
    this.found = matches.filter(({ command }) => context.holds(command.when));
    this.activeIndex = 0;
    this.rowCount = rowsAtOnce;
    this.summary = this.found.length === 0 ? this.t('workbench.palette.none') : '';
    this.summarizeLater();
    this.requestUpdate();
  }

  /** Something has changed while the palette is open: whoever is about to press Enter must not run another command. */
  private findAgain(): void {
    const active = this.found[this.activeIndex]?.command.id;
    this.find();
    const index = this.found.findIndex(({ command }) => command.id === active);
    this.moveTo(Math.max(0, index));
  }

  private get currentSearch(): CommandSearch {
    this.search ??= new CommandSearch(this.workbench.commands.all);
    return this.search;
  }

  private handleInput(): void {
    this.query = this.input.value;
    this.find();
    this.list.scrollTop = 0;
  }

  private handleKey(event: KeyboardEvent): void {
    const targets: Record<string, () => void> = {
      ArrowDown: () => this.moveTo(this.activeIndex + 1),
      ArrowUp: () => this.moveTo(this.activeIndex - 1),
      PageDown: () => this.moveTo(Math.min(this.activeIndex + 10, this.found.length - 1)),
      PageUp: () => this.moveTo(Math.max(this.activeIndex - 10, 0)),
      Enter: () => this.run(this.activeIndex),
      Escape: () => this.close(),
    };
    const act = targets[event.key];
    if (!act || event.isComposing) return;
    event.preventDefault();
    act();
  }

  /** Makes a row the active one, counted round both ends. */
  private moveTo(index: number): void {
    const count = this.found.length;
    if (count === 0 || !this.isOpen) return;
    this.activeIndex = (index + count) % count;
    this.rowCount = Math.max(this.rowCount, this.activeIndex + 1);
    void this.updateComplete.then(() => this.root.getElementById(`command-${this.activeIndex}`)?.scrollIntoView({ block: 'nearest' }));
  }

  private handleScroll(): void {
    const isNearEnd = this.list.scrollTop + this.list.clientHeight * 2 > this.list.scrollHeight;
    if (isNearEnd && this.rowCount < this.found.length) this.rowCount += rowsAtOnce;
  }

  private run(index: number): void {
    const command = this.found[index]?.command;
    if (!command) return;
    const { commands } = this.workbench;
    if (!commands.isEnabled(command)) {
      this.workbench.announce(commands.disabledReason(command));
      return;
    }
    this.close();
    this.workbench.layout.rememberCommand(command.id);
    void this.workbench.run(command.id);
  }

  private get list(): HTMLElement {
    return this.root.getElementById('list') as HTMLElement;
  }
}

/** The label with the characters that were searched made strong, neighbours together. */
function emphasize(label: string, highlights: readonly number[]) {
  if (highlights.length === 0) return label;
  const parts: unknown[] = [];
  let end = 0;
  for (let index = 0; index < highlights.length; ) {
    const start = highlights[index] as number;
    let stop = start + 1;
    for (index += 1; highlights[index] === stop; index += 1) stop += 1;
    parts.push(label.slice(end, start), html`<mark>${label.slice(start, stop)}</mark>`);
    end = stop;
  }
  return [...parts, label.slice(end)];
}
