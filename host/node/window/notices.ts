import { type Event, EventEmitter } from '../../../core/event.ts';
import { type Disposable, toDisposable } from '../../../core/lifecycle.ts';
import type { Message } from '../../../core/message.ts';

/** What isn't as usual and users should know, as long as it is so. */
export class Notices {
  private readonly messages = new Set<Message>();
  private readonly changed = new EventEmitter<void>();

  readonly onDidChange: Event<void> = this.changed.event;

  /** Tells something until the handle is disposed. The strings are the shell's. */
  add(message: Message): Disposable {
    this.messages.add(message);
    this.changed.fire();
    return toDisposable(() => {
      this.messages.delete(message);
      this.changed.fire();
    });
  }

  list(): readonly Message[] {
    return [...this.messages];
  }
}
