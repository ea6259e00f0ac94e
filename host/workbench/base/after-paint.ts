/** Does something once what is drawn now is on the screen: it then delays nothing, and finds the page laid out. */
export function afterPaint(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work));
}
