import type { MenuItem } from '../../../core/protocol/window-protocol.ts';
import { foldText } from '../base/fold-text.ts';
import type { CommandEntry } from '../commands/command-entry.ts';

/** An entry of an open menu. */
export type MenuEntry =
  | {
      readonly kind: 'command';
      readonly title: string;
      readonly icon?: string;
      readonly command: CommandEntry;
      readonly isEnabled: boolean;
    }
  | { readonly kind: 'submenu'; readonly title: string; readonly icon?: string; readonly groups: MenuGroups };

/** Entries drawn together; groups are drawn apart. */
export type MenuGroups = readonly (readonly MenuEntry[])[];

/** What a menu is made from. */
export interface MenuSource {
  readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
  findCommand(id: string): CommandEntry | undefined;
  holds(clause: string | undefined): boolean;
}

const maximumDepth = 5;

/** Resolves a menu location to what is shown now: hidden entries, unknown commands and empty submenus are left out. */
export function resolveMenu(source: MenuSource, location: string, depth = 0): MenuGroups {
  const items = (source.menus[location] ?? []).filter((item) => source.holds(item.when));
  const groups = new Map<string, MenuEntry[]>();
  for (const item of [...items].sort(compareItems)) {
    const entry = resolveItem(source, item, depth);
    if (entry) groups.set(item.group, [...(groups.get(item.group) ?? []), entry]);
  }
  return [...groups.values()];
}

function resolveItem(source: MenuSource, item: MenuItem, depth: number): MenuEntry | undefined {
  const shown = { title: item.title, ...(item.icon !== undefined && { icon: item.icon }) };
  if (item.submenu !== undefined) {
    const groups = depth < maximumDepth ? resolveMenu(source, item.submenu, depth + 1) : [];
    return groups.length > 0 ? { kind: 'submenu', ...shown, groups } : undefined;
  }
  const command = item.command === undefined ? undefined : source.findCommand(item.command);
  return command && { kind: 'command', ...shown, command, isEnabled: source.holds(command.enablement) };
}

/** As in VS Code: group `navigation` first, then groups by name, then by order. */
function compareItems(one: MenuItem, other: MenuItem): number {
  if (one.group === other.group) return one.order - other.order;
  if (one.group === 'navigation') return -1;
  if (other.group === 'navigation') return 1;
  return one.group < other.group ? -1 : 1;
}

/** The next entry whose title begins with what was typed, from the one after `from`, round the end; `undefined` where none does. */
export function findByTypeahead(titles: readonly string[], from: number, typed: string): number | undefined {
  const wanted = foldText(typed);
  // One letter typed again and again walks on; several letters may keep the entry they stand on.
  const start = typed.length === 1 ? from + 1 : from;
  for (let step = 0; step < titles.length; step += 1) {
    const index = (Math.max(start, 0) + step) % titles.length;
    if (foldText(titles[index] ?? '').startsWith(wanted)) return index;
  }
  return undefined;
}
