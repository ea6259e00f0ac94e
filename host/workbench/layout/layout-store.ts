import { type Event, EventEmitter } from '../../../core/event.ts';
import type { WorkbenchLayout } from '../../../core/protocol/window-protocol.ts';
import { debounce } from '../base/debounce.ts';
import { isSameValue } from '../base/same-value.ts';
import { shellPanels } from '../panels/shell-panels.ts';
import * as model from './layout-model.ts';

/** While a part is dragged to another size. All other changes are saved at once. */
const resizeSaveDelayMs = 500;
/** Below this width the side bar lies over the middle and opens on demand only. */
const narrowWindow = '(max-width: 767px)';

/** The window's arrangement: kept, changed and saved here, drawn by the elements. */
export class LayoutStore {
  private readonly changed = new EventEmitter<void>();
  private readonly saveLater: ReturnType<typeof debounce>;
  private readonly narrow = matchMedia(narrowWindow);
  private overlayIsOpen = false;
  private lastSideBarPanel: string;
  private lastBottomPanel: string = shellPanels.notifications;

  readonly onDidChange: Event<void> = this.changed.event;

  constructor(
    private layout: WorkbenchLayout,
    private readonly save: (layout: WorkbenchLayout) => void,
  ) {
    this.lastSideBarPanel = layout.sideBar.panel ?? shellPanels.overview;
    this.saveLater = debounce(() => save(this.layout), resizeSaveDelayMs);
    this.narrow.addEventListener('change', () => {
      this.overlayIsOpen = false;
      this.changed.fire();
    });
    addEventListener('pagehide', () => this.saveLater.flush());
  }

  get current(): WorkbenchLayout {
    return this.layout;
  }

  /** Whether the window is too narrow for a side bar beside the middle. */
  get isNarrow(): boolean {
    return this.narrow.matches;
  }

  /** The view that the side bar shows now. */
  get sideBarPanel(): string | null {
    if (!this.isNarrow) return this.layout.sideBar.panel;
    return this.overlayIsOpen ? this.lastSideBarPanel : null;
  }

  openTab(panelId: string): void {
    this.overlayIsOpen = false;
    this.change(model.openTab(this.layout, panelId));
  }

  closeTab(panelId: string): void {
    this.change(model.closeTab(this.layout, panelId));
  }

  showSideBar(panelId: string): void {
    this.lastSideBarPanel = panelId;
    this.overlayIsOpen = this.isNarrow;
    this.change(this.isNarrow ? { ...this.layout } : model.showInSideBar(this.layout, panelId));
  }

  hideSideBar(): void {
    this.overlayIsOpen = false;
    this.change(this.isNarrow ? { ...this.layout } : model.showInSideBar(this.layout, null));
  }

  toggleSideBar(): void {
    if (this.sideBarPanel === null) this.showSideBar(this.lastSideBarPanel);
    else this.hideSideBar();
  }

  showBottom(panelId: string): void {
    this.lastBottomPanel = panelId;
    this.change(model.showInBottom(this.layout, panelId));
  }

  hideBottom(): void {
    this.change(model.showInBottom(this.layout, null));
  }

  toggleBottom(): void {
    if (this.layout.bottom.panel === null) this.showBottom(this.lastBottomPanel);
    else this.hideBottom();
  }

  resizeSideBar(pixels: number): void {
    this.change(model.resizeSideBar(this.layout, pixels), this.saveLater);
  }

  resizeBottom(pixels: number): void {
    this.change(model.resizeBottom(this.layout, pixels), this.saveLater);
  }

  rememberCommand(command: string): void {
    this.change(model.rememberCommand(this.layout, command));
  }

  private change(layout: WorkbenchLayout, save = () => this.save(this.layout)): void {
    const differs = !isSameValue(layout, this.layout);
    this.layout = layout;
    this.changed.fire();
    if (differs) save();
  }
}
