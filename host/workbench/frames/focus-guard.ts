import { deepActiveElement } from '../base/focus.ts';

/** For how long after a click or a key a browser takes something for the user's doing. */
const activationMs = 5_000;
/** A press of Tab moves the focus at once. */
const tabMs = 300;
/** Somebody who types doesn't reach for the mouse within this time. */
const typingMs = 700;

/**
 * Tells whether the user put the focus into a frame, or the frame took it. Browsers let any frame take it, and don't say how it got
 * there: what the user did last, here or in the frame, has to do.
 */
export class FocusGuard {
  private lastPressAt = Number.NEGATIVE_INFINITY;
  private lastTabAt = Number.NEGATIVE_INFINITY;
  private former: HTMLElement | undefined;
  private isUnderPointer = false;
  private readonly ending = new AbortController();

  /** @param onStolen told after the focus was given back. */
  constructor(
    private readonly frame: HTMLIFrameElement,
    private readonly onStolen: () => void,
  ) {
    const { signal } = this.ending;
    addEventListener('keydown', (event) => this.notePress(event), { capture: true, signal });
    addEventListener('pointerdown', () => this.notePress(), { capture: true, signal });
    addEventListener('focusin', () => this.noteFocus(), { capture: true, signal });
    addEventListener('blur', () => this.check(), { signal });
    frame.addEventListener('focus', () => this.check(), { signal });
    frame.addEventListener('pointerenter', () => (this.isUnderPointer = true), { signal });
    frame.addEventListener('pointerleave', () => (this.isUnderPointer = false), { signal });
    this.noteFocus();
  }

  dispose(): void {
    this.ending.abort();
  }

  private notePress(event?: KeyboardEvent): void {
    if (event && !event.isTrusted) return;
    this.lastPressAt = performance.now();
    if (event?.key === 'Tab') this.lastTabAt = this.lastPressAt;
  }

  private noteFocus(): void {
    const active = deepActiveElement();
    if (active instanceof HTMLElement && !(active instanceof HTMLIFrameElement)) this.former = active;
  }

  private check(): void {
    if (deepActiveElement() !== this.frame || this.isUsersDoing()) return;
    if (this.former?.isConnected && this.former !== document.body) this.former.focus();
    else this.frame.blur();
    this.onStolen();
  }

  private isUsersDoing(): boolean {
    const now = performance.now();
    if (now - this.lastTabAt < tabMs) return true;
    if (!navigator.userActivation?.isActive || now - this.lastPressAt < typingMs) return false;
    return this.isUnderPointer || now - this.lastPressAt > activationMs;
  }
}
