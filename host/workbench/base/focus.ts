/** The element that has the focus, however many shadow roots it lies in. */
export function deepActiveElement(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** Whether keys write into an element. */
export function isEditable(element: Element | null): boolean {
  if (element instanceof HTMLInputElement)
    return !['button', 'checkbox', 'color', 'file', 'radio', 'range', 'reset', 'submit'].includes(element.type);
  return (
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement ||
    (element instanceof HTMLElement && element.isContentEditable)
  );
}

/** Whether a node lies in another, shadow roots included. */
export function deepContains(container: Node, node: Node | null): boolean {
  for (let current = node; current; current = current.parentNode ?? (current instanceof ShadowRoot ? current.host : null)) {
    if (current === container) return true;
  }
  return false;
}

/** Remembers what has the focus; the returned function gives it back, where it is still there. */
export function rememberFocus(): () => void {
  const element = deepActiveElement();
  return () => {
    if (element instanceof HTMLElement && element.isConnected) element.focus();
  };
}
