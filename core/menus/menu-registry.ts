import { type Event, EventEmitter } from '../event.ts';
import { type Disposable, toDisposable } from '../lifecycle.ts';
import type { Contributions, MenuItemContribution, SubmenuContribution } from '../manifest/manifest.ts';

/** A menu entry with its group taken apart, and whose it is. */
export interface MenuEntry {
  readonly plugin: string;
  readonly contribution: MenuItemContribution;
  readonly group: string;
  readonly order: number;
}

/** A submenu and whose it is. */
export interface DeclaredSubmenu {
  readonly plugin: string;
  readonly contribution: SubmenuContribution;
}

/** The menus that manifests fill, by location. */
export class MenuRegistry {
  private readonly locations = new Map<string, Set<MenuEntry>>();
  private readonly submenus = new Map<string, DeclaredSubmenu>();
  private readonly changed = new EventEmitter<void>();

  readonly onDidChange: Event<void> = this.changed.event;

  /** Adds all menu entries and submenus of one plugin. A submenu that another plugin already declared keeps its first label. */
  declare(plugin: string, contributes: Pick<Contributions, 'menus' | 'submenus'>): Disposable {
    const undo: (() => void)[] = [];
    for (const contribution of contributes.submenus) {
      if (this.submenus.has(contribution.id)) continue;
      this.submenus.set(contribution.id, { plugin, contribution });
      undo.push(() => this.submenus.delete(contribution.id));
    }
    for (const [location, items] of Object.entries(contributes.menus)) {
      for (const item of items) undo.push(this.add(location, { plugin, contribution: item, ...parseGroup(item.group) }));
    }
    this.changed.fire();
    return toDisposable(() => {
      for (const step of undo) step();
      this.changed.fire();
    });
  }

  /** The locations that have entries. */
  get locationIds(): readonly string[] {
    return [...this.locations.keys()];
  }

  /** The entries of a location as VS Code orders them: group `navigation` first, groups by name, then by order. */
  list(location: string): readonly MenuEntry[] {
    return [...(this.locations.get(location) ?? [])].sort(compareEntries);
  }

  submenu(id: string): DeclaredSubmenu | undefined {
    return this.submenus.get(id);
  }

  private add(location: string, entry: MenuEntry): () => void {
    const entries = this.locations.get(location) ?? new Set<MenuEntry>();
    this.locations.set(location, entries.add(entry));
    return () => {
      entries.delete(entry);
      if (entries.size === 0 && this.locations.get(location) === entries) this.locations.delete(location);
    };
  }
}

function parseGroup(text: string | undefined): { group: string; order: number } {
  const [group = '', order] = (text ?? '').split('@');
  return { group, order: Number(order) || 0 };
}

function compareEntries(one: MenuEntry, other: MenuEntry): number {
  if (one.group !== other.group) {
    if (one.group === 'navigation') return -1;
    if (other.group === 'navigation') return 1;
    return one.group < other.group ? -1 : 1;
  }
  return one.order - other.order;
}
