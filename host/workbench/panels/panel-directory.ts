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
  readonly source: { readonly kind: 'shell'; readonly element: string } | { readonly kind: 'plugin'; readonly item: PanelItem };
}

/** The panels there are now, the window's own first. */
export class PanelDirectory {
  private readonly changed = new EventEmitter<void>();
  private panels: readonly PanelDescriptor[] | undefined;

  readonly onDidChange: Event<void> = this.changed.event;

  constructor(
    private readonly store: WorkbenchStore,
    private readonly context: WindowContext,
    private readonly t: Translate,
  ) {
    const forget = () => {
      this.panels = undefined;
      this.changed.fire();
    };
    store.changesOf('panels', 'walkthroughs', 'strings')(forget);
    context.onDidChange(forget);
  }

  get all(): readonly PanelDescriptor[] {
    this.panels ??= [...this.ownPanels(), ...this.pluginPanels()];
    return this.panels;
  }

  find(id: string): PanelDescriptor | undefined {
    return this.all.find((panel) => panel.id === id);
  }

  at(location: PanelItem['location']): readonly PanelDescriptor[] {
    return this.all.filter((panel) => panel.location === location);
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
