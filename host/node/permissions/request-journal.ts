import { type Event, EventEmitter } from '../../../core/event.ts';
import type { StorageService } from '../../../core/services/storage-service.ts';

/**
 * One request that a plugin sent, or was refused. Each hop of a redirect is one of its own. What could hold a secret is never here:
 * no headers, no bodies, no query.
 */
export type RequestRecord = {
  /** When it began, in milliseconds since 1970. */
  readonly time: number;
  readonly method: string;
  readonly origin: string;
  /** Without query and fragment, at most 256 characters. */
  readonly path: string;
  /** HTTP status of the answer, or `null` where none came. */
  readonly status: number | null;
  /** Why no answer came: an error code of the shell such as `network.timeout` or `permission.denied`, or `cancelled`. */
  readonly cause: string | null;
  readonly ms: number;
  /** Bytes of the bodies, the answer's after decompression. */
  readonly sentBytes: number;
  readonly receivedBytes: number;
};

export const requestCollection = 'requests';

const maximumRecords = 500;
const maximumPathLength = 256;
const flushDelayMs = 5_000;

/**
 * The last requests of each plugin, for the user to read. Kept in memory and written down a little later: the journal of a host
 * that dies lacks its last seconds, and no request waits for the disk.
 */
export class RequestJournal {
  private readonly records = new Map<string, RequestRecord[]>();
  private readonly loading = new Map<string, Promise<void>>();
  private readonly unwritten = new Set<string>();
  private readonly changed = new EventEmitter<string>();
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  /** Fires with the id of a plugin whose journal grew or was cleared. */
  readonly onDidChange: Event<string> = this.changed.event;

  constructor(
    private readonly storage: StorageService,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** At most 500 requests of a plugin, the latest first. */
  async list(pluginId: string): Promise<readonly RequestRecord[]> {
    await this.load(pluginId);
    return [...(this.records.get(pluginId) ?? [])].reverse();
  }

  /** Notes a request once it has ended. */
  record(pluginId: string, record: RequestRecord): void {
    if (this.isClosed) return;
    const records = this.records.get(pluginId) ?? [];
    this.records.set(pluginId, records);
    records.push({ ...record, path: record.path.slice(0, maximumPathLength) });
    if (records.length > maximumRecords) records.splice(0, records.length - maximumRecords);
    this.unwritten.add(pluginId);
    this.timer ??= setTimeout(() => void this.flush(), flushDelayMs).unref();
    this.changed.fire(pluginId);
  }

  /** Forgets a plugin's requests, once its rows went with all else of it. */
  drop(pluginId: string): void {
    this.unwritten.delete(pluginId);
    this.records.delete(pluginId);
    this.loading.set(pluginId, Promise.resolve());
    this.changed.fire(pluginId);
  }

  /** Writes down what has not been yet. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const plugins = [...this.unwritten];
    this.unwritten.clear();
    if (plugins.length === 0) return;
    try {
      await Promise.all(plugins.map((plugin) => this.load(plugin)));
      await this.storage.write(plugins.map((id) => ({ collection: requestCollection, id, value: this.records.get(id) ?? [] })));
    } catch (error) {
      for (const plugin of plugins) this.unwritten.add(plugin);
      this.onError(error);
    }
  }

  /** Writes down what has not been yet, and takes no more. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.flush();
  }

  /** What an earlier run left, put before what came since. */
  private load(pluginId: string): Promise<void> {
    const known = this.loading.get(pluginId);
    if (known) return known;
    const reading = this.storage.get<readonly RequestRecord[]>(requestCollection, pluginId);
    const loading: Promise<void> = reading.then((earlier = []) => {
      // Unless it was cleared meanwhile.
      if (this.loading.get(pluginId) === loading) this.prepend(pluginId, earlier);
    });
    this.loading.set(pluginId, loading);
    return loading;
  }

  private prepend(pluginId: string, earlier: readonly RequestRecord[]): void {
    const since = this.records.get(pluginId) ?? [];
    this.records.set(pluginId, [...earlier, ...since].slice(-maximumRecords));
  }
}
