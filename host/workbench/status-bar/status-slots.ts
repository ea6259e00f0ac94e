import type { StatusItem } from '../../../core/protocol/window-protocol.ts';

/** What the status bar shows, in reading order. */
export interface StatusBarContent {
  readonly left: readonly StatusItem[];
  readonly right: readonly StatusItem[];
}

/**
 * Chooses one item a slot, that of highest priority whose clause holds, and orders the slots: higher ranks nearer
 * the window's edge. Where a slot stands is said by its first item, whichever is shown.
 */
export function arrangeStatusItems(items: readonly StatusItem[], holds: (clause: string | undefined) => boolean): StatusBarContent {
  const slots = new Map<string, StatusItem[]>();
  for (const item of items) slots.set(item.slot, [...(slots.get(item.slot) ?? []), item]);
  const shown = [...slots.values()].flatMap(([first, ...rest]) => {
    const candidates = [first, ...rest].filter((item): item is StatusItem => item !== undefined && holds(item.when));
    const best = candidates.sort((one, other) => other.priority - one.priority)[0];
    return first && best ? [{ ...best, alignment: first.alignment, rank: first.rank }] : [];
  });
  const on = (alignment: StatusItem['alignment']) => shown.filter((item) => item.alignment === alignment);
  return {
    left: on('left').sort((one, other) => other.rank - one.rank),
    right: on('right').sort((one, other) => one.rank - other.rank),
  };
}
