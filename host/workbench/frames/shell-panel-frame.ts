import { css, html, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import * as v from 'valibot';
import { withTimeout } from '../../../core/async.ts';
import type { Serialisable } from '../../../core/message.ts';
import type { PanelApi, PanelElement } from '../../../core/panel.ts';
import type { FrameApi, FrameFacts, FrameInput, FrameWords } from '../../../core/protocol/frame-protocol.ts';
import { frameInputSchema } from '../../../core/protocol/frame-schemas.ts';
import type { FrameContent, PanelItem, PanelOpening } from '../../../core/protocol/window-protocol.ts';
import { baseStyles } from '../base/base-styles.ts';
import { ShellElement } from '../base/shell-element.ts';
import { isMac } from '../keybindings/platform.ts';
import { windowKeybindings } from '../keybindings/window-keybindings.ts';
import { FocusGuard } from './focus-guard.ts';
import { FrameConnection } from './frame-connection.ts';
import { FrameHost } from './frame-host.ts';
import { readLook } from './window-look.ts';

/** Within which the panel's element has to stand in the frame, on an old computer too. */
const openingTimeoutMs = 15_000;
const savingTimeoutMs = 30_000;
const inputTimeoutMs = 1_000;
/** What is higher scrolls within the frame: a page without end takes memory without end. */
const maximumHeightPixels = 16_000;
/** A frame that takes the focus so often within this time is removed. */
const maximumThefts = 5;
const theftMemoryMs = 60_000;

/**
 * Why there is nothing to show: the panel didn't load; its page went away; the frame doesn't answer; it sends too much; it takes the focus.
 */
export type FrameFailure = 'failed' | 'left' | 'silent' | 'flood' | 'thief';

export const frameTag = 'shell-panel-frame';

/**
 * A stranger's panel in a frame of its own: hands it what panels get, and takes from it what panels may say. What it draws stays within its
 * border, below a line that says whose it is.
 *
 * @tag shell-panel-frame
 * @fires panel-ready when the panel stands in the frame
 * @fires panel-failed when there is nothing more to show, the reason as detail
 * @fires panel-threw when the panel's code threw
 */
@customElement(frameTag)
export class ShellPanelFrame extends ShellElement implements PanelElement {
  static override readonly styles = [
    baseStyles,
    css`
      :host { border: 1px solid var(--vscode-panel-border); border-radius: 4px; display: block; overflow: clip; }
      .source { align-items: center; background: var(--vscode-sideBar-background); border-block-end: 1px solid var(--vscode-panel-border);
        color: var(--vscode-sideBar-foreground); display: flex; font-size: 0.9em; gap: 6px; margin: 0; padding: 3px 10px; }
      iframe { block-size: var(--content-height, 80px); border: 0; display: block; inline-size: 100%; min-block-size: 48px; }
    `,
  ];

  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) state: Serialisable | undefined;
  @property({ attribute: false }) opening!: PanelOpening;
  @property({ attribute: false }) item!: PanelItem;

  /** What was typed into a frame that stood in this one's place. */
  @property({ attribute: false }) input: FrameInput = [];

  /** Whether the panel stands in the frame. */
  isReady = false;
  hasUnsavedChanges = false;
  /** Whether anything was typed or chosen in the panel. */
  isTouched = false;
  /** There only while the panel itself has it. */
  save?: () => Promise<boolean>;
  private address: string | undefined;
  private host: FrameHost | undefined;
  private connection: FrameConnection | undefined;
  private guard: FocusGuard | undefined;
  private thefts: readonly number[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.subscriptions.add(this.workbench.onDidChangeTheme(() => this.tell((frame) => frame.dress(readLook()))));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.end();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('state')) this.tell((frame) => frame.show(this.state ?? null));
    if (changed.has('panel')) this.tell((frame) => frame.translate(this.words));
  }

  protected override render() {
    const { item } = this;
    const { source } = item.content as FrameContent;
    // Where the panel is opened again, the frame that stands goes on.
    this.address ??= this.opening.frame?.page ?? 'about:blank';
    return html`
      <p class="source"><shell-icon icon="$(extensions)"></shell-icon>${this.t('workbench.frame.source', { source, plugin: item.plugin })}</p>
      <iframe sandbox="allow-scripts allow-forms" referrerpolicy="no-referrer" title=${item.title} src=${this.address}
        @load=${this.handleLoad}></iframe>
    `;
  }

  /** A frame that loads a second time has left its page, by itself or since it was moved within ours. */
  private handleLoad(event: Event): void {
    const frame = event.target as HTMLIFrameElement;
    if (this.connection) return this.fail('left');
    const { contentWindow } = frame;
    if (!contentWindow) return;
    this.host = new FrameHost({
      panel: () => this.panel,
      frame,
      onFacts: (facts) => this.take(facts),
      onThrow: () => this.dispatchEvent(new Event('panel-threw')),
      onTouch: () => this.guard?.noteTouch(),
    });
    this.connection = new FrameConnection(contentWindow, this.host, (end) => this.fail(end));
    this.guard = new FocusGuard(
      frame,
      // Menus close when something beside them is pressed; of presses in a frame the window gets no event of its own.
      () => frame.dispatchEvent(new Event('pointerdown', { bubbles: true, composed: true })),
      () => this.noteTheft(),
    );
    void this.open(this.connection);
  }

  private async open(connection: FrameConnection): Promise<void> {
    const { item, opening } = this;
    const { element } = item.content as FrameContent;
    const { state, panel } = this;
    const work = connection.frame.open({
      ...this.words,
      ...{
        panelId: item.id,
        title: item.title,
        location: item.location,
        module: opening.frame?.module ?? '',
        element,
        keys: this.keys,
        isMac,
      },
      state: state ?? null,
      look: readLook(),
      input: this.input,
    });
    try {
      await withTimeout(work, openingTimeoutMs, () => new Error('The panel did not open in time'));
    } catch {
      if (connection === this.connection) this.fail('failed');
      return;
    }
    if (connection !== this.connection) return;
    this.isReady = true;
    connection.watch();
    // What came meanwhile had nobody yet to be told.
    if (this.state !== state) this.tell((frame) => frame.show(this.state ?? null));
    if (this.panel !== panel) this.tell((frame) => frame.translate(this.words));
    this.tell((frame) => frame.dress(readLook()));
    this.dispatchEvent(new Event('panel-ready'));
  }

  /** Those that the window does something about when a frame hands them over: its own commands'. */
  private get keys(): readonly string[] {
    const { commands, store } = this.workbench;
    const all = [...windowKeybindings, ...store.current.keybindings].filter(({ command }) => commands.find(command)?.runHere);
    return all.map(({ key, mac }) => (isMac ? (mac ?? key) : key));
  }

  private get words(): FrameWords {
    const { language } = this.workbench.store.current;
    const [cancelled, failed] = [this.t('workbench.command.cancelled'), this.t('workbench.command.failed')];
    return { language, strings: this.opening.strings, cancelled, failed };
  }

  private take({ contentHeightPixels, hasUnsavedChanges, canSave, isTouched }: Partial<FrameFacts>): void {
    if (contentHeightPixels !== undefined) {
      this.style.setProperty('--content-height', `${Math.min(contentHeightPixels, maximumHeightPixels)}px`);
    }
    this.hasUnsavedChanges = hasUnsavedChanges ?? this.hasUnsavedChanges;
    if (canSave) this.save = () => this.saveInFrame();
    else if (canSave === false) delete this.save;
    this.isTouched = isTouched ?? this.isTouched;
    this.dispatchEvent(new Event('change'));
  }

  /** What was typed, for the frame that will stand here; `undefined` when something of it can't be taken along. */
  async readInput(): Promise<FrameInput | undefined> {
    if (!this.isTouched) return [];
    const answer = this.ask((frame) => frame.readInput());
    const read = await withTimeout(answer, inputTimeoutMs, () => new Error('The panel did not answer in time')).catch(() => null);
    const { success, output } = v.safeParse(frameInputSchema, read);
    return success && output ? output : undefined;
  }

  private async saveInFrame(): Promise<boolean> {
    const answer = this.ask((frame) => frame.save());
    return (await withTimeout(answer, savingTimeoutMs, () => new Error('The panel did not save in time'))) === true;
  }

  private noteTheft(): void {
    const now = performance.now();
    this.thefts = [...this.thefts.filter((at) => now - at < theftMemoryMs), now];
    if (this.thefts.length > maximumThefts) this.fail('thief');
  }

  private async ask<T>(question: (frame: FrameApi) => Promise<T>): Promise<T> {
    if (!this.connection) throw new Error('There is no frame');
    return question(this.connection.frame);
  }

  /** What a frame that is no more doesn't hear is not missed. */
  private tell(telling: (frame: FrameApi) => Promise<void>): void {
    if (this.isReady) this.ask(telling).catch(() => undefined);
  }

  private fail(failure: FrameFailure): void {
    this.end();
    this.dispatchEvent(new CustomEvent('panel-failed', { detail: failure }));
  }

  private end(): void {
    this.isReady = false;
    this.connection?.dispose();
    this.connection = undefined;
    this.host?.dispose();
    this.guard?.dispose();
  }
}
