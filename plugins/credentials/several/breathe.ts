/** So many accounts are opened or sealed before others have their turn: a few milliseconds. */
export const accountsAtOnce = 25;

/** Lets the host do what waits meanwhile. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
