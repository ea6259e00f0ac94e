import { withTimeout } from '../../../core/async.ts';
import { ShellError } from '../../../core/errors.ts';
import { type Event, EventEmitter } from '../../../core/event.ts';
import { type Disposable, DisposableStore } from '../../../core/lifecycle.ts';
import type { Message } from '../../../core/message.ts';
import type { SharedStorageStatus } from '../../../core/services/shared-storage-service.ts';
import type { SharedStore } from './shared-store.ts';
import type { SharedStoreNews } from './shared-store-engine.ts';

export interface OpenedSharedStore {
  readonly store: SharedStore;
  /** What had to be repaired, for the user to know. */
  readonly notices: readonly Message[];
}

export interface SharedStorageOptions {
  readonly location: SharedStorageStatus['location'];
  /** Name of this workstation. */
  readonly workstation: string;
  /** Asked when the store is first needed, and again after it failed. Loads what takes time to load. */
  readonly open: (onReconnect: Event<void>) => Promise<OpenedSharedStore>;
  /** Whether nothing was ever kept, so that there is nothing to forget either. */
  readonly isEmpty?: () => boolean;
  /** What a call that gets no answer in time throws, or one after the end. */
  readonly late: () => ShellError;
  /** Default 9.5 s: the service promises ten. */
  readonly callTimeoutMs?: number;
}

export type SharedStorageNews = SharedStoreNews | { readonly kind: 'status' };

/** The documents that workstations share, wherever they are: opened when they are first needed. */
export class SharedStorage implements AsyncDisposable {
  private readonly news = new EventEmitter<SharedStorageNews>();
  private readonly notices = new EventEmitter<Message>();
  private readonly reconnecting = new EventEmitter<void>();
  /** Truly private: what the store holds open for good is not to be taken for something that a plugin left behind. */
  readonly #subscriptions = new DisposableStore();
  #opened: SharedStore | undefined;
  private opening: Promise<SharedStore> | undefined;
  private isClosed = false;

  constructor(private readonly options: SharedStorageOptions) {}

  readonly onNotice = this.notices.event;

  /** Opens the store: one that nobody has opened yet has no news of others. */
  onDidChange(listener: (news: SharedStorageNews) => void): Disposable {
    const subscription = this.news.event(listener);
    // Why it can't be opened is told to whoever calls.
    this.store().catch(() => {});
    return subscription;
  }

  /**
   * @throws ShellError `late` after the time that a call may take, and whatever the store throws. The work itself may
   *   go on.
   */
  call<T>(work: (store: SharedStore) => Promise<T>): Promise<T> {
    const { callTimeoutMs = 9_500 } = this.options;
    return withTimeout(this.store().then(work), callTimeoutMs, this.options.late);
  }

  /** As {@link call}, for what takes as long as it takes and bounds its own steps. */
  async callAtLength<T>(work: (store: SharedStore) => Promise<T>): Promise<T> {
    return work(await this.call(async (store) => store));
  }

  get location(): SharedStorageStatus['location'] {
    return this.options.location;
  }

  /** Has a database that can't be had tried at once. */
  reconnect(): void {
    this.reconnecting.fire();
  }

  /** Waits for the outcome of the first attempt. */
  async status(): Promise<SharedStorageStatus> {
    const { location, workstation } = this.options;
    const problem = (await this.findError())?.code;
    const storeId = this.#opened?.lastStoreId;
    return {
      ...{ location, workstation, isReachable: problem === undefined },
      ...(storeId !== undefined && { storeId }),
      ...(problem !== undefined && { problem }),
    };
  }

  /**
   * Forgets the documents of a plugin that was removed here. In a réseau they stay: they are the office's, and other workstations may well
   * have the plugin still.
   */
  async forgetPlugin(plugin: string): Promise<void> {
    const { location, isEmpty = () => false } = this.options;
    if (location === 'network' || (!this.opening && isEmpty())) return;
    await this.call((store) => store.forgetPlugin(plugin));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.isClosed = true;
    const store = await this.opening?.catch(() => undefined);
    this.#subscriptions.dispose();
    await store?.close();
  }

  /** Why the documents can't be had, as {@link status} tells by a code. */
  async findError(): Promise<ShellError | undefined> {
    try {
      const status = this.#opened?.engine.status();
      if (status?.error !== undefined) return status.error;
      await this.call((store) => store.storeId());
      return undefined;
    } catch (error) {
      return error instanceof ShellError ? error : this.options.late();
    }
  }

  private store(): Promise<SharedStore> {
    if (this.isClosed) return Promise.reject(this.options.late());
    this.opening ??= this.open().catch((error) => {
      this.opening = undefined;
      throw error;
    });
    return this.opening;
  }

  private async open(): Promise<SharedStore> {
    const { store, notices } = await this.options.open(this.reconnecting.event);
    this.#opened = store;
    this.#subscriptions.add(store.engine.onNews((news) => this.news.fire(news)));
    this.#subscriptions.add(store.engine.onDidChangeStatus(() => this.news.fire({ kind: 'status' })));
    for (const notice of notices) this.notices.fire(notice);
    return store;
  }
}
