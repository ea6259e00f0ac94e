/** Sides in CSS pixels, of the window or of an element in it. */
interface Size {
  readonly width: number;
  readonly height: number;
}

interface Place {
  readonly left: number;
  readonly top: number;
}

const marginPixels = 4;

/** Above or below what it belongs to, wherever there is room, and within the window. */
export function placeMenu(anchor: DOMRectReadOnly, menu: Size, window: Size): Place {
  const below = anchor.bottom + marginPixels;
  const above = anchor.top - menu.height - marginPixels;
  const top = below + menu.height <= window.height ? below : above;
  return keepWithin({ left: anchor.right - menu.width, top }, menu, window);
}

/** Beside its entry: on the right where there is room, else on the left. */
export function placeSubmenu(entry: DOMRectReadOnly, menu: Size, window: Size): Place {
  const hasRoomRight = entry.right + menu.width + marginPixels <= window.width;
  return keepWithin({ left: hasRoomRight ? entry.right : entry.left - menu.width, top: entry.top - marginPixels }, menu, window);
}

function keepWithin({ left, top }: Place, menu: Size, window: Size): Place {
  const keep = (start: number, length: number, space: number) => Math.max(marginPixels, Math.min(start, space - length - marginPixels));
  return { left: keep(left, menu.width, window.width), top: keep(top, menu.height, window.height) };
}
