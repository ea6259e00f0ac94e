import { type Event, EventEmitter } from '../../../core/event.ts';
import type { Translate } from '../../../core/l10n/translator.ts';
import type { PanelItem } from '../../../core/protocol/window-protocol.ts';
import type { WindowContext } from '../context-keys/window-context.ts';
import type { WorkbenchStore } from '../state/workbench-store.ts';
import { shellPanels } from './shell-panels.ts';

/** A panel that can be shown: the window's own element, or a plugin's. */
export interface PanelDescriptor {
  readonly id: string;
  readonly title: string;
  /** A codicon, `$(name)`, or an address on the host. */
  readonly icon: string;
  readonly location: PanelItem['location'];
  /** Rank in the activity bar, lowest on top; without it there is no entry. */
  readonly rank?: number;
  /** Whether the entry stands at the foot of the activity bar. */
  readonly isAtFoot?: boolean;
  /** Whether it is there only because something in it was not saved when its `when` ceased to hold or its plugin went. */
  readonly isWithdrawn?: true;
  readonly source: { readonly kind: 'shell'; readonly element: string } | { readonly kind: 'plugin'; readonly item: PanelItem };
}

/** What becomes of panels that go while somebody works in them. */
export interface PanelKeeper {
  hasUnsavedChanges(panelId: string): boolean;
  /** Told of each tab that is kept. */
  onKept(panel: PanelDescriptor): void;
}

/** The panels there are now, the window's own first; and tabs that may not go before their user closes them. */
export class PanelDirectory {
  private readonly changed = new EventEmitter<void>();
  private panels: readonly PanelDescriptor[] | undefined;
  private readonly kept = new Map<string, PanelDescriptor>();

  readonly onDidChange: Event<void> = this.changed.event;

  constructor(
    private readonly store: WorkbenchStore,
    private readonly context: WindowContext,
    private readonly t: Translate,
    private readonly keeper: PanelKeeper,
  ) {
    store.changesOf('panels', 'walkthroughs', 'strings')(() => this.refresh());
    context.onDidChange(() => this.refresh());
  }

  /** The panels that can be shown, without those that are only kept. */
  get all(): readonly PanelDescriptor[] {
    this.panels ??= [...this.ownPanels(), ...this.pluginPanels()];
    return this.panels;
  }

  find(id: string): PanelDescriptor | undefined {
    return this.all.find((panel) => panel.id === id) ?? this.kept.get(id);
  }

  /** Lets a panel go that was kept, now that its tab is closed. */
  release(id: string): void {
    if (this.kept.delete(id)) this.changed.fire();
  }

  at(location: PanelItem['location']): readonly PanelDescriptor[] {
    return this.all.filter((panel) => panel.location === location);
  }

  private refresh(): void {
    const before = this.panels ?? [];
    this.panels = undefined;
    const present = new Set(this.all.map(({ id }) => id));
    for (const id of this.kept.keys()) {
      if (present.has(id)) this.kept.delete(id);
    }
    const gone = before.filter(({ id, location }) => location === 'tab' && !present.has(id));
    for (const panel of gone.filter(({ id }) => this.keeper.hasUnsavedChanges(id))) {
      const kept: PanelDescriptor = { ...panel, isWithdrawn: true };
      this.kept.set(panel.id, kept);
      this.keeper.onKept(kept);
    }
    this.changed.fire();
  }

  private pluginPanels(): readonly PanelDescriptor[] {
    return this.store.current.panels
      .filter((item) => this.context.holds(item.when))
      .map(({ activityBar, ...item }) => ({
        id: item.id,
        title: item.title,
        icon: item.icon,
        location: item.location,
        ...(activityBar !== undefined && { rank: activityBar }),
        source: { kind: 'plugin', item },
      }));
  }

  private ownPanels(): readonly PanelDescriptor[] {
    const hasGuides = this.store.current.walkthroughs.some(({ when }) => this.context.holds(when));
    return [
      this.own('overview', '$(home)', 'sideBar', { rank: Number.NEGATIVE_INFINITY }),
      ...(hasGuides ? [this.own('guides', '$(book)', 'sideBar', { rank: Number.NEGATIVE_INFINITY })] : []),
      this.own('settings', '$(settings-gear)', 'tab', { rank: Number.POSITIVE_INFINITY, isAtFoot: true }),
      this.own('notifications', '$(bell)', 'bottom'),
    ];
  }

  private own(
    name: keyof typeof shellPanels,
    icon: string,
    location: PanelItem['location'],
    entry: { readonly rank?: number; readonly isAtFoot?: boolean } = {},
  ): PanelDescriptor {
    const title = this.t(`workbench.${name}.title`);
    return { id: shellPanels[name], title, icon, location, ...entry, source: { kind: 'shell', element: `shell-${name}` } };
  }
}
