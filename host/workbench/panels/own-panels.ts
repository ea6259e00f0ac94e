/** Panels of the window that few starts need: what defines their elements is loaded when the first of them is shown. */
const loadedLater: ReadonlySet<string> = new Set(['shell-guides', 'shell-settings']);

/** Whether an element has to be loaded before it is created. */
export function isLoadedLater(element: string): boolean {
  return loadedLater.has(element) && !customElements.get(element);
}

/** Loads what defines the elements. Rejects when the host can't be reached. */
export async function loadOwnPanels(): Promise<void> {
  await import('./drawn-panels.ts');
}
