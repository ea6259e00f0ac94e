import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Holds back what follows from leaving a field until the press that left it has ended: what moves the page between a button's going down
 * and up takes the target from under the mouse, and the click is lost.
 */
export class AfterPress implements ReactiveController {
  private isPressed = false;
  private held: (() => void)[] = [];

  constructor(host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('pointerdown', this.onDown, true);
    addEventListener('pointerup', this.onUp, true);
    addEventListener('pointercancel', this.onUp, true);
  }

  hostDisconnected(): void {
    removeEventListener('pointerdown', this.onDown, true);
    removeEventListener('pointerup', this.onUp, true);
    removeEventListener('pointercancel', this.onUp, true);
    this.isPressed = false;
    this.held = [];
  }

  /** Acts at once where nothing is pressed. */
  run(action: () => void): void {
    if (this.isPressed) this.held.push(action);
    else action();
  }

  private readonly onDown = () => {
    this.isPressed = true;
  };

  private readonly onUp = () => {
    this.isPressed = false;
    // The click follows in the same task.
    setTimeout(() => {
      for (const action of this.held.splice(0)) action();
    });
  };
}
