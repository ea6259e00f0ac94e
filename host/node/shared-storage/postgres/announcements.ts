import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { ChangedDocuments, SharedStoreNews } from '../shared-store-engine.ts';

/** PostgreSQL takes less than 8,000 bytes. */
const maximumPayloadBytes = 7_999;

const payloadSchema = v.object({
  sender: v.string(),
  number: v.number(),
  plugin: v.string(),
  /** Left out where there are too many to name. */
  collections: v.optional(v.array(v.object({ collection: v.string(), ids: v.array(v.string()) }))),
});

/** An announcement that is part of a transaction. */
export interface Announcement {
  readonly number: number;
  readonly payload: string;
  readonly news: SharedStoreNews;
}

/**
 * Has each announcement told once, whether the answer to the own transaction or the server's notification comes first. Both are waited for:
 * the connection that listens may be down, and the answer may be lost after the transaction was carried out.
 */
export class Announcements {
  private readonly sender = randomUUID();
  private lastNumber = 0;
  private readonly told = new Set<number>();
  /** The own ones that are under way: their notification may have had no room for all that is known here. */
  private readonly underWay = new Map<number, SharedStoreNews>();

  constructor(private readonly tell: (news: SharedStoreNews) => void) {}

  create(changed: ChangedDocuments): Announcement {
    this.lastNumber += 1;
    const { plugin, collections } = changed;
    const head = { sender: this.sender, number: this.lastNumber, plugin };
    const whole = JSON.stringify({ ...head, collections });
    const isShort = Buffer.byteLength(whole) <= maximumPayloadBytes;
    const news: SharedStoreNews = { kind: 'documents', ...changed };
    this.underWay.set(this.lastNumber, news);
    return { number: this.lastNumber, payload: isShort ? whole : JSON.stringify(head), news };
  }

  /** The transaction was carried out. */
  carriedOut({ number, news }: Announcement): void {
    this.underWay.delete(number);
    this.tellOnce(number, news);
  }

  /** The transaction failed, as far as is known. */
  givenUp({ number }: Announcement): void {
    this.underWay.delete(number);
  }

  /** A notification came. */
  heard(payload: string): void {
    const parsed = v.safeParse(payloadSchema, parse(payload));
    // Whoever may write to the database may notify as well.
    if (!parsed.success) return this.tell({ kind: 'all' });
    const { sender, number, plugin, collections } = parsed.output;
    const news: SharedStoreNews = collections ? { kind: 'documents', plugin, collections } : { kind: 'all', plugin };
    if (sender === this.sender) this.tellOnce(number, this.underWay.get(number) ?? news);
    else this.tell(news);
  }

  /** Notifications may have been missed. */
  missed(): void {
    this.told.clear();
    this.tell({ kind: 'all' });
  }

  private tellOnce(number: number, news: SharedStoreNews): void {
    if (this.told.delete(number)) return;
    this.told.add(number);
    this.tell(news);
  }
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
