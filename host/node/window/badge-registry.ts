import { type Event, EventEmitter } from '../../../core/event.ts';
import type { PanelBadge } from '../../../core/services/panel-service.ts';

/** A mark on a panel's entry, and whose it is. */
export interface OwnedBadge extends PanelBadge {
  readonly plugin: string;
}

/** The marks on the activity bar's entries, by panel. */
export class BadgeRegistry {
  private readonly badges = new Map<string, OwnedBadge>();
  private readonly changed = new EventEmitter<void>();

  readonly onDidChange: Event<void> = this.changed.event;

  /** Sets a mark, or with a count of 0 removes it. */
  set(plugin: string, panelId: string, { count, label }: PanelBadge): void {
    if (count > 0) this.badges.set(panelId, { plugin, count, label });
    else if (!this.badges.delete(panelId)) return;
    this.changed.fire();
  }

  remove(panelId: string): void {
    if (this.badges.delete(panelId)) this.changed.fire();
  }

  entries(): readonly (readonly [string, OwnedBadge])[] {
    return [...this.badges];
  }
}
