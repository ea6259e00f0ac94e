import { EventEmitter } from '../../event.ts';
import { type Disposable, toDisposable } from '../../lifecycle.ts';
import type { Serialisable } from '../../message.ts';
import {
  type JournalEntry,
  type JournalNote,
  type JournalQuery,
  type JournalVerdict,
  type SharedChange,
  type SharedDocument,
  type SharedStorageChange,
  SharedStorageService,
  type SharedStorageStatus,
} from '../../services/shared-storage-service.ts';
import type { GuestLink } from './guest-link.ts';

const service = SharedStorageService.serviceId;

export class GuestSharedStorageService extends SharedStorageService {
  private readonly changed = new EventEmitter<SharedStorageChange>();

  constructor(private readonly link: GuestLink) {
    super();
    link.offer(service, { changed: ([change]) => this.changed.fire(change as SharedStorageChange) });
  }

  override async get<T extends Serialisable>(collection: string, id: string): Promise<SharedDocument<T> | undefined> {
    return (await this.link.host.call(service, 'get', [collection, id])) as SharedDocument<T> | undefined;
  }

  override async list<T extends Serialisable>(
    collection: string,
  ): Promise<{ readonly documents: readonly SharedDocument<T>[]; readonly damaged: readonly string[] }> {
    const listed = await this.link.host.call(service, 'list', [collection]);
    return listed as { readonly documents: readonly SharedDocument<T>[]; readonly damaged: readonly string[] };
  }

  override async write(changes: readonly SharedChange[], notes: readonly JournalNote[] = []): Promise<readonly number[]> {
    return (await this.link.host.call(service, 'write', [changes, notes])) as readonly number[];
  }

  override async readJournal(query: JournalQuery = {}): Promise<readonly JournalEntry[]> {
    return (await this.link.host.call(service, 'readJournal', [query])) as readonly JournalEntry[];
  }

  override async verifyJournal({ signal }: { readonly signal?: AbortSignal } = {}): Promise<JournalVerdict> {
    return (await this.link.host.call(service, 'verifyJournal', [], signal)) as JournalVerdict;
  }

  override async status(): Promise<SharedStorageStatus> {
    return (await this.link.host.call(service, 'status', [])) as SharedStorageStatus;
  }

  override onDidChange(listener: (change: SharedStorageChange) => void): Disposable {
    const subscription = this.changed.event(listener);
    if (this.changed.listenerCount === 1) this.link.host.send(service, 'watch', []);
    return toDisposable(() => {
      subscription.dispose();
      if (this.changed.listenerCount === 0) this.link.host.send(service, 'unwatch', []);
    });
  }
}
