import { EventEmitter, type LogService, type Serialisable, type StorageService } from 'boule-bleue';
import * as v from 'valibot';
import { type Change, compareTests } from './compare-tests.ts';
import { type FinishedTest, recordTest } from './record-test.ts';
import type { TestRecord } from './test-record.ts';
import { testRecordSchema } from './test-record-schema.ts';

const collection = 'connection-tests';
const kept = 50;

export interface TestHistoryServices {
  readonly storage: StorageService;
  readonly log: LogService;
  readonly readProductVersion: () => Promise<string>;
  /** A new part of an id. */
  readonly createId: () => string;
}

/**
 * The last 50 tests, and always the newest that succeeded. Tests in a row that came to the same are one entry, with how many they were:
 * else a night of the watch would push out everything worth comparing with.
 */
export class TestHistory {
  private readonly changes = new EventEmitter<void>();
  private tests: readonly TestRecord[] = [];
  private unreadable = 0;
  private isRead = false;
  private queue: Promise<void> = Promise.resolve();
  readonly onDidChange = this.changes.event;

  constructor(private readonly services: TestHistoryServices) {}

  /** Newest first; empty before {@link load}. */
  get all(): readonly TestRecord[] {
    return this.tests;
  }

  get isLoaded(): boolean {
    return this.isRead;
  }

  /** Entries of another version's form, or that something else wrote. They are left alone. */
  get unreadableCount(): number {
    return this.unreadable;
  }

  find(id: string): TestRecord | undefined {
    return this.tests.find((test) => test.id === id);
  }

  /** The newest that succeeded, the given test itself left out. */
  lastSuccessBefore(test: TestRecord): TestRecord | undefined {
    return this.tests.slice(this.tests.findIndex(({ id }) => id === test.id) + 1).find(({ ok }) => ok);
  }

  /** Reads what is kept. Resolves as well where it can't be read, which is logged. */
  load(): Promise<void> {
    return this.enqueue(() => this.read());
  }

  /** Resolves once all that was asked for so far is read and kept. */
  settle(): Promise<void> {
    return this.queue;
  }

  /** Keeps a finished test; durable once resolved. Never rejects: a test is not worth less because it could not be kept. */
  add(finished: FinishedTest): Promise<void> {
    return this.enqueue(async () => {
      const { createId, readProductVersion } = this.services;
      const id = `${String(finished.at).padStart(15, '0')}-${createId()}`;
      await this.keep(recordTest(finished, id, await readProductVersion()));
    });
  }

  private async read(): Promise<void> {
    const documents = await this.services.storage.list(collection);
    const read = documents.map(({ id, value }) => readRecord(id, value));
    this.tests = read.flatMap((test) => test ?? []).toReversed();
    this.unreadable = read.length - this.tests.length;
    this.isRead = true;
    if (this.unreadable > 0)
      this.services.log.warn('Some kept tests of the connection are not of the expected form', { count: this.unreadable });
    this.changes.fire();
  }

  private async keep(test: TestRecord): Promise<void> {
    const [newest] = this.tests;
    const entry = newest && isRepeat(newest, test) ? { ...test, id: newest.id, at: newest.at, count: newest.count + 1 } : test;
    const all = [entry, ...this.tests.filter(({ id }) => id !== entry.id)];
    const remaining = prune(all);
    const dropped = all.filter((one) => !remaining.includes(one));
    this.tests = remaining;
    this.changes.fire();
    await this.services.storage.write([{ collection, id: entry.id, value: entry }, ...dropped.map(({ id }) => ({ collection, id }))]);
  }

  private enqueue(work: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(work).catch((error: unknown) => {
      this.services.log.error('The history of the tests could not be read or written', error);
    });
    return this.queue;
  }
}

function readRecord(id: string, value: Serialisable): TestRecord | undefined {
  const { success, output } = v.safeParse(testRecordSchema, value);
  return success && output.id === id ? output : undefined;
}

/** Whether a test came to the same as the one before it, asked by the same. */
function isRepeat(former: TestRecord, test: TestRecord): boolean {
  if (former.trigger !== test.trigger || former.ok !== test.ok) return false;
  const outcome = ({ addresses }: TestRecord) => addresses.map(({ role, url, cause }) => `${role} ${url} ${cause}`).join('\n');
  return outcome(former) === outcome(test) && compareTests(former, test).every(isOfTime);
}

function isOfTime({ kind }: Change): boolean {
  return kind === 'slower' || kind === 'faster';
}

function prune(tests: readonly TestRecord[]): readonly TestRecord[] {
  const newestSuccess = tests.find(({ ok }) => ok);
  if (!newestSuccess || tests.indexOf(newestSuccess) < kept) return tests.slice(0, kept);
  return [...tests.slice(0, kept - 1), newestSuccess];
}
