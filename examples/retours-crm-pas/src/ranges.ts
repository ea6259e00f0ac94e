/** A stretch of time in ms since 1970, both ends inclusive. */
export type Range = { readonly from: number; readonly to: number };

/** Less is not worth a question. */
const shortestMs = 60_000;

/** The newest stretch of a window that was not searched yet, no longer than a search may be. `undefined` once all was. */
export function nextRange(window: Range, searched: readonly Range[], longestMs: number): Range | undefined {
  let { to } = window;
  for (const range of [...searched].sort((one, other) => other.to - one.to)) {
    if (range.to < to - shortestMs) return latestPart({ from: Math.max(window.from, range.to), to }, longestMs);
    to = Math.min(to, range.from);
  }
  return to - window.from < shortestMs ? undefined : latestPart({ from: window.from, to }, longestMs);
}

/** What was searched, with one more stretch; those that touch become one, and what lies before the window is forgotten. */
export function addRange(searched: readonly Range[], added: Range, window: Range): readonly Range[] {
  const merged: Range[] = [];
  for (const range of [...searched, added].sort((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last && range.from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else merged.push(range);
  }
  return merged.filter(({ to }) => to >= window.from);
}

/** How much of a window was searched, from 0 to 1. */
export function searchedShare(window: Range, searched: readonly Range[]): number {
  const inside = searched.map(({ from, to }) => Math.max(0, Math.min(to, window.to) - Math.max(from, window.from)));
  return inside.reduce((sum, length) => sum + length, 0) / (window.to - window.from);
}

/** A moment as the portal's addresses hold it: `AAAAMMJJHHMMSS`. */
export function writeTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\D/g, '').slice(0, 14);
}

function latestPart({ from, to }: Range, longestMs: number): Range {
  return { from: Math.max(from, to - longestMs), to };
}
