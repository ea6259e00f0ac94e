import { type Event, EventEmitter } from '../../../core/event.ts';
import { type Disposable, toDisposable } from '../../../core/lifecycle.ts';
import type { Message } from '../../../core/message.ts';
import type { StorageService } from '../../../core/services/storage-service.ts';

/** What stays as it is on this workstation and asks nothing of anybody: who has read it once may put it away for good. */
const dismissible: ReadonlySet<string> = new Set(['notice.secrets.key-file']);
const collection = 'dismissed-notices';

/** What isn't as usual and users should know, as long as it is so. */
export class Notices {
  private readonly messages = new Set<Message>();
  private readonly dismissed = new Set<string>();
  private readonly changed = new EventEmitter<void>();

  readonly onDidChange: Event<void> = this.changed.event;

  /** @param storage keeps what was put away. */
  constructor(private readonly storage: StorageService) {}

  /** Reads what was put away before. */
  async load(): Promise<void> {
    for (const { id } of await this.storage.list(collection)) this.dismissed.add(id);
  }

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
    return [...this.messages].filter(({ key }) => !this.dismissed.has(key));
  }

  isDismissible({ key }: Message): boolean {
    return dismissible.has(key);
  }

  /** Puts a notice away, now and for later starts. Does nothing for those that must be seen. */
  async dismiss(key: string): Promise<void> {
    if (!dismissible.has(key)) return;
    this.dismissed.add(key);
    this.changed.fire();
    await this.storage.write([{ collection, id: key, value: true }]);
  }
}
