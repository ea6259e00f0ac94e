/** Whether what had the focus is gone from the page, so that somebody has to take it who comes next. */
export function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
