import { type Disposable, DisposableStore, toDisposable } from '../../../core/lifecycle.ts';

interface Press {
  readonly button: HTMLElement;
  readonly x: number;
  readonly y: number;
  isClicked: boolean;
}

const pressable =
  'button, a[href], label, summary, input:is([type="radio"], [type="checkbox"]), [role="button"], [role="tab"], [role="menuitem"], [role="option"]';
const tremorPixels = 5;

/**
 * Counts a press on a button or a choice that moved away from under a still pointer. Pressing it ends the field before it; a
 * line about that field may then appear and push the button away, and the browser would drop the click.
 */
export function keepPressesSteady(target: Window): Disposable {
  const store = new DisposableStore();
  let press: Press | undefined;

  function on<Name extends keyof WindowEventMap>(name: Name, listener: (event: WindowEventMap[Name]) => void): void {
    target.addEventListener(name, listener, { capture: true });
    store.add(toDisposable(() => target.removeEventListener(name, listener, { capture: true })));
  }

  on('pointerdown', (event) => {
    const button = event.button === 0 && event.isPrimary ? buttonOf(event) : undefined;
    press = button && { button, x: event.clientX, y: event.clientY, isClicked: false };
  });
  on('click', (event) => {
    if (press && event.composedPath().includes(press.button)) press.isClicked = true;
  });
  on('pointerup', ({ clientX, clientY }) => {
    const ended = press;
    if (!ended || Math.hypot(clientX - ended.x, clientY - ended.y) > tremorPixels) return;
    // The browser's own click, where there is one, comes first.
    setTimeout(() => clickUnlessClicked(ended));
  });
  on('pointercancel', () => {
    press = undefined;
  });
  return store;
}

function clickUnlessClicked({ button, isClicked }: Press): void {
  if (!isClicked && button.isConnected && !button.matches(':disabled, [aria-disabled="true"]')) button.click();
}

function buttonOf(event: Event): HTMLElement | undefined {
  return event.composedPath().find((element): element is HTMLElement => element instanceof HTMLElement && element.matches(pressable));
}
