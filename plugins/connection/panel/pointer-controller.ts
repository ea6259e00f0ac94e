import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Puts off what changes the layout until the pointer is up again. Pressing a button ends the field before it; a
 * line that then appeared would move the button away from under the pointer, and the click would be lost.
 */
export class PointerController implements ReactiveController {
  private isDown = false;
  private waiting: (() => void)[] = [];

  constructor(private readonly host: ReactiveControllerHost & HTMLElement) {
    host.addController(this);
  }

  hostConnected(): void {
    this.host.addEventListener('pointerdown', this.onDown);
    for (const type of ['pointerup', 'pointercancel'] as const) window.addEventListener(type, this.onUp);
  }

  hostDisconnected(): void {
    this.host.removeEventListener('pointerdown', this.onDown);
    for (const type of ['pointerup', 'pointercancel'] as const) window.removeEventListener(type, this.onUp);
  }

  /** At once, unless the pointer is down. */
  whenUp(work: () => void): void {
    if (this.isDown) this.waiting.push(work);
    else work();
  }

  private readonly onDown = (): void => {
    this.isDown = true;
  };

  private readonly onUp = (): void => {
    this.isDown = false;
    const works = this.waiting.splice(0);
    // The click comes right after, as an event of its own.
    if (works.length > 0) setTimeout(() => works.forEach((work) => void work()));
  };
}
