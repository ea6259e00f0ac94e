import * as v from 'valibot';
import type { Disposable } from '../../../core/lifecycle.ts';
import type { StorageService } from '../../../core/services/storage-service.ts';
import { type JournalHead, journalHeadSchema } from './row-schemas.ts';

export interface SeenHeadsOptions {
  /** The shell's own documents on this workstation, out of reach of whoever keeps the shared database. */
  readonly storage: StorageService;
  readonly onError: (error: unknown) => void;
  /** How long a head waits for later ones. Default one second. */
  readonly delayMs?: number;
}

const collection = 'sharedJournals';

/** Remembers how far this workstation has seen the journal of each store, so that a shortened or rewritten one is noticed. */
export class SeenHeads implements Disposable {
  private readonly heads = new Map<string, JournalHead>();
  private readonly unsaved = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private saving = Promise.resolve();

  constructor(private readonly options: SeenHeadsOptions) {}

  async get(storeId: string): Promise<JournalHead | undefined> {
    const known = this.heads.get(storeId);
    if (known) return known;
    const parsed = v.safeParse(journalHeadSchema, await this.options.storage.get(collection, storeId));
    if (!parsed.success) return undefined;
    // One that was noted meanwhile is newer.
    const head = this.heads.get(storeId) ?? parsed.output;
    this.heads.set(storeId, head);
    return head;
  }

  /** Does nothing where a later one was seen. */
  note(storeId: string, head: JournalHead): void {
    if ((this.heads.get(storeId)?.sequence ?? 0) >= head.sequence) return;
    this.heads.set(storeId, head);
    this.unsaved.add(storeId);
    this.timer ??= setTimeout(() => void this.flush(), this.options.delayMs ?? 1_000).unref();
  }

  /** Resolves when all is saved. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const changes = [...this.unsaved].map((id) => ({
      collection,
      id,
      value: { ...this.heads.get(id) } as Record<string, string | number>,
    }));
    this.unsaved.clear();
    if (changes.length > 0) this.saving = this.options.storage.write(changes).catch(this.options.onError);
    await this.saving;
  }

  dispose(): void {
    void this.flush();
  }
}
