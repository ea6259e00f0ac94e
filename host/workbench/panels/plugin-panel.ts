import type { PanelElement } from '../../../core/panel.ts';
import type { FrameInput } from '../../../core/protocol/frame-protocol.ts';
import type { PanelItem, PanelOpening } from '../../../core/protocol/window-protocol.ts';
import { afterPaint } from '../base/after-paint.ts';
import { isSameValue } from '../base/same-value.ts';
import { ShellElement } from '../base/shell-element.ts';
import type { Workbench } from '../workbench.ts';
import { createPanelApi } from './panel-api.ts';
import { watchModuleErrors } from './panel-errors.ts';
import { loadPanelModule, type PanelModule } from './panel-modules.ts';
import type { PanelListener } from './panel-sessions.ts';

export type PanelStatus = 'loading' | 'shown' | 'failed';

/** An element of the workbench's own that draws a plugin's panel somewhere else. */
interface RemotePanel extends PanelElement {
  item: PanelItem;
  opening: PanelOpening;
  /** Told by the event `panel-ready`. */
  readonly isReady: boolean;
  input: FrameInput;
  /** What was typed, for the element that will stand in its place; `undefined` when something of it can't be taken along. */
  readInput(): Promise<FrameInput | undefined>;
}

/** Events after which a panel may have got or lost unsaved changes. */
const editingEvents = ['input', 'change', 'click', 'keyup', 'focusout'] as const;

/** Loads a plugin's panel, creates its element, and keeps it supplied with state. Whatever the panel throws ends here. */
export class PluginPanel implements PanelListener {
  private opening: PanelOpening | undefined;
  private tag: string | undefined;
  /** What was typed into the frame that stood here last. */
  private input: FrameInput = [];
  private isDisposed = false;
  private stopWatching = () => {};

  /** The panel itself, once it has been created. */
  element: (HTMLElement & PanelElement) | undefined;
  status: PanelStatus = 'loading';
  /** Whether something went wrong in a panel that is shown. */
  hasThrown = false;
  hasUnsavedChanges = false;
  /** Key of the sentence that says why the panel is not shown, when it isn't. */
  failure = 'workbench.panel.failed';

  constructor(
    private readonly workbench: Workbench,
    private item: PanelItem,
    private readonly onDidChange: () => void,
  ) {}

  start(): void {
    const { content } = this.item;
    if (content.kind === 'element') this.stopWatching = watchModuleErrors(content.module, () => this.noteThrow());
    // The window itself comes first: panels that were left open must not delay its first picture.
    afterPaint(() => this.load());
  }

  /** The plugin was loaded anew. What is shown, and typed into it, stays; a page can't take another version of its element. */
  follow(item: PanelItem): void {
    const isChanged = !isSameValue(item.content, this.item.content);
    this.item = item;
    if (!isChanged || this.tag === undefined) return;
    if (item.content.kind === 'view') this.retry();
    else if (item.content.kind === 'frame') void this.renew();
    else this.offerReload();
  }

  /** Another frame in the place of the one that stands, with what was typed into that one. */
  private async renew(): Promise<void> {
    const input = this.remote ? await this.remote.readInput() : this.input;
    if (this.isDisposed) return;
    if (!input) return this.offerReload();
    this.input = input;
    this.retry();
  }

  /** Tries again from the beginning, with a new element. */
  retry(): void {
    this.workbench.sessions.remove(this.item.id);
    this.element = undefined;
    this.opening = undefined;
    this.hasThrown = false;
    this.failure = 'workbench.panel.failed';
    this.load();
  }

  dispose(): void {
    this.isDisposed = true;
    this.stopWatching();
    this.workbench.sessions.remove(this.item.id);
  }

  onOpened(opening: PanelOpening): void {
    this.opening = opening;
    this.supply();
  }

  onFailed(): void {
    this.setStatus('failed');
  }

  onState(state: PanelOpening['state']): void {
    if (this.opening) this.onOpened({ ...this.opening, state });
  }

  /** Looks whether the panel has something to lose now. */
  readonly lookForChanges = (): void => {
    const hasUnsavedChanges = this.guard(() => this.element?.hasUnsavedChanges === true) ?? false;
    if (hasUnsavedChanges === this.hasUnsavedChanges) return;
    this.hasUnsavedChanges = hasUnsavedChanges;
    this.onDidChange();
  };

  /** Has the panel save. Whether it worked. */
  async save(): Promise<boolean> {
    try {
      return (await this.element?.save?.()) ?? false;
    } catch {
      this.noteThrow();
      return false;
    }
  }

  private load(): void {
    if (this.isDisposed) return;
    this.setStatus('loading');
    this.workbench.sessions.add(this.item.id, this);
    loadPanelModule(this.item.content).then(
      (loaded) => this.takeModule(loaded),
      () => this.setStatus('failed'),
    );
  }

  private takeModule({ tag, isOutdated }: PanelModule): void {
    this.tag = tag;
    this.supply();
    if (isOutdated) this.offerReload();
  }

  private offerReload(): void {
    const { workbench, item } = this;
    const isFrame = item.content.kind === 'frame';
    const sentence = isFrame ? 'workbench.panel.changed' : 'workbench.panel.outdated';
    const title = workbench.t(isFrame ? 'workbench.panel.reload' : 'workbench.connection.reload');
    const run = isFrame ? () => this.retry() : () => location.reload();
    workbench.tell('info', workbench.t(sentence, { panel: item.title }), [{ title, run }]);
  }

  /** Hands over what there is, once both the module and the host have answered. */
  private supply(): void {
    const { opening, tag } = this;
    if (!opening || tag === undefined) return;
    this.guard(() => {
      const element = this.element ?? this.createElement(tag);
      if (isRemote(element)) Object.assign(element, { opening, item: this.item, input: this.input });
      if (element.panel?.language !== this.workbench.store.current.language) element.panel = this.createApi(opening);
      element.state = opening.state ?? undefined;
      this.element = element;
    });
    this.setStatus(!this.element ? 'failed' : this.remote?.isReady === false ? 'loading' : 'shown');
    this.lookForChanges();
  }

  private get remote(): RemotePanel | undefined {
    return this.element && isRemote(this.element) ? this.element : undefined;
  }

  private createElement(tag: string): HTMLElement & PanelElement {
    const element = document.createElement(tag) as HTMLElement & PanelElement;
    // What the workbench itself draws speaks with its strings too.
    if (element instanceof ShellElement) element.workbench = this.workbench;
    element.addEventListener('panel-ready', () => this.setStatus('shown'));
    element.addEventListener('panel-threw', () => this.noteThrow());
    element.addEventListener('panel-failed', (event) => this.loseRemote((event as CustomEvent<string>).detail));
    // Only after the panel's own handlers, and what they draw, is it known whether there is something to save.
    for (const name of editingEvents) element.addEventListener(name, () => setTimeout(this.lookForChanges));
    return element;
  }

  /** What draws the panel elsewhere is taken out of the page, and with it whatever it is doing. */
  private loseRemote(reason: string): void {
    this.workbench.sessions.remove(this.item.id);
    this.element = undefined;
    this.opening = undefined;
    this.failure = `workbench.frame.${reason}`;
    this.setStatus('failed');
    this.lookForChanges();
  }

  private createApi({ strings }: PanelOpening) {
    const { workbench, item } = this;
    return createPanelApi({ workbench, panelId: item.id, strings, onDidRun: () => setTimeout(this.lookForChanges) });
  }

  private guard<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.noteThrow();
      // The page's error handlers still get it, so that the panel's author sees it.
      reportError(error);
      return undefined;
    }
  }

  private noteThrow(): void {
    this.hasThrown = true;
    this.onDidChange();
  }

  private setStatus(status: PanelStatus): void {
    this.status = status;
    this.onDidChange();
  }
}

function isRemote(element: PanelElement): element is HTMLElement & RemotePanel {
  return 'isReady' in element;
}
