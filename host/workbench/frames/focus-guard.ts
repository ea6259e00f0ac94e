import { deepActiveElement } from '../base/focus.ts';

/** For how long after a click or a key a browser takes something for the user's doing. */
const activationMs = 5_000;
/** A press of Tab moves the focus at once. */
const tabMs = 300;
/** Somebody who types doesn't reach for the mouse within this time. */
const typingMs = 700;
/** Within which a frame's word of the mouse follows, which comes by another way than the focus. */
const wordMs = 250;
/** While a frame has the focus, browsers don't tell the window when another takes it. */
const lookIntervalMs = 100;

/** What the window itself gave the focus to last: the guard of that frame has nothing to say against it. */
let given: HTMLElement | undefined;

/**
 * Tells whether the user put the focus into a frame, or the frame took it, and then gives it back. Browsers let any frame take it, and
 * don't say how it got there: what the user did last has to do, and where that is not enough, the frame's word. A frame that lies can
 * take the focus in the seconds after a click in the window; not from under somebody's typing, and not while nothing is done.
 */
export class FocusGuard {
  /** Of a key or a button, in the window. What opened the panel may have been one. */
  private lastPressAt = performance.now();
  private lastKeyAt = Number.NEGATIVE_INFINITY;
  private lastTabAt = Number.NEGATIVE_INFINITY;
  /** What had the focus before the frame. */
  private former: HTMLElement | undefined;
  private lastTouchAt = Number.NEGATIVE_INFINITY;
  private looking: ReturnType<typeof setInterval> | undefined;
  private readonly ending = new AbortController();

  /**
   * @param onEntered told when the user put the focus there.
   * @param onStolen told each time, once the focus was given back.
   */
  constructor(
    private readonly frame: HTMLIFrameElement,
    private readonly onEntered: () => void,
    private readonly onStolen: () => void,
  ) {
    const { signal } = this.ending;
    addEventListener('keydown', (event) => this.notePress(event), { capture: true, signal });
    addEventListener('pointerdown', (event) => this.notePress(event), { capture: true, signal });
    addEventListener('focusin', () => this.look(), { capture: true, signal });
    // Only after this event is the focus where it is going.
    addEventListener('blur', () => setTimeout(() => this.look()), { signal });
    frame.focus = (options) => this.give(options);
    this.look();
  }

  dispose(): void {
    this.ending.abort();
    clearInterval(this.looking);
  }

  /** The frame says that the mouse was pressed in it. */
  noteTouch(): void {
    this.lastTouchAt = performance.now();
  }

  /** The window itself puts the focus into the frame, such as after a menu. */
  private give(options?: FocusOptions): void {
    given = this.frame;
    HTMLElement.prototype.focus.call(this.frame, options);
  }

  private notePress(event: Event): void {
    if (!event.isTrusted) return;
    this.lastPressAt = performance.now();
    if (!(event instanceof KeyboardEvent)) return;
    this.lastKeyAt = this.lastPressAt;
    if (event.key === 'Tab') this.lastTabAt = this.lastPressAt;
  }

  private look(): void {
    if (this.ending.signal.aborted) return;
    const active = deepActiveElement();
    clearInterval(this.looking);
    if (active instanceof HTMLIFrameElement) this.looking = setInterval(() => this.look(), lookIntervalMs);
    if (active === this.frame) this.judge();
    else if (active instanceof HTMLElement && active !== document.body) this.former = active;
    if (active !== given) given = undefined;
  }

  private judge(): void {
    const { former } = this;
    if (former === this.frame) return;
    this.former = this.frame;
    if (given === this.frame) return;
    const verdict = this.whoseDoing(former);
    if (verdict === 'user') this.onEntered();
    else if (verdict === 'frame') this.giveBack(former);
    else setTimeout(() => this.judgeByWord(former), wordMs);
  }

  private judgeByWord(former: HTMLElement | undefined): void {
    if (this.ending.signal.aborted || deepActiveElement() !== this.frame) return;
    if (performance.now() - this.lastTouchAt < 2 * wordMs) this.onEntered();
    else this.giveBack(former);
  }

  private giveBack(former: HTMLElement | undefined): void {
    this.former = former;
    given = former;
    window.focus();
    if (former?.isConnected) former.focus();
    else this.frame.blur();
    this.onStolen();
  }

  /** `unclear` where the user did something here of late, and the frame may have made use of that. */
  private whoseDoing(former: HTMLElement | undefined): 'user' | 'frame' | 'unclear' {
    const now = performance.now();
    if (now - this.lastTabAt < tabMs) return 'user';
    if (navigator.userActivation?.isActive === false || now - this.lastKeyAt < typingMs) return 'frame';
    // Between two frames the Tab key meets something of the window: what had the focus was no frame.
    return now - this.lastPressAt > activationMs && !(former instanceof HTMLIFrameElement) ? 'user' : 'unclear';
  }
}
