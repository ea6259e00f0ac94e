import { isModifierPress, matchStroke } from '../../core/keybindings/key-match.ts';
import { type KeyStroke, parseKeybinding } from '../../core/keybindings/key-notation.ts';
import type { FrameHostApi, FrameOpening } from '../../core/protocol/frame-protocol.ts';
import { tell } from './tell.ts';

/** Hands on what the panel did nothing about and the window waits for: the presses that begin its keybindings, and Escape. */
export function forwardKeys(host: FrameHostApi, { keys, isMac }: Pick<FrameOpening, 'keys' | 'isMac'>): void {
  const bindings = keys.flatMap((notation) => {
    const strokes = parseKeybinding(notation);
    return strokes ? [strokes] : [];
  });
  let isInChord = false;
  addEventListener('keydown', (event) => {
    if (!event.isTrusted || event.defaultPrevented || event.isComposing || isModifierPress(event)) return;
    const begun = bindings.filter(([first]) => matchStroke(first as KeyStroke, event, { mac: isMac }) !== 'none');
    const isBinding = isInChord || (begun.length > 0 && !isTyping(event));
    if (!isBinding && event.key !== 'Escape') return;
    isInChord = !isInChord && begun.some(({ length }) => length > 1);
    if (isBinding) event.preventDefault();
    const { key, code, ctrlKey, shiftKey, altKey, metaKey, repeat } = event;
    tell(host.press({ key, code, ctrlKey, shiftKey, altKey, metaKey, repeat }));
  });
}

/** Whether a press writes into the field that has the focus, or moves in it. */
function isTyping(event: KeyboardEvent): boolean {
  if (/^F\d{1,2}$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return false;
  const [target] = event.composedPath();
  if (target instanceof HTMLInputElement) return !['button', 'checkbox', 'radio', 'reset', 'submit'].includes(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}
