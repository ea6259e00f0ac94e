import { setImmediate } from 'node:timers/promises';
import { type CompiledQuery, Kysely } from 'kysely';
import { EventEmitter } from '../../../core/event.ts';
import { type Disposable, toDisposable } from '../../../core/lifecycle.ts';
import { SerialQueue } from '../serial-queue.ts';
import type { StoreFile } from '../storage/store-file.ts';
import type {
  ChangedDocuments,
  EngineStatus,
  SharedStoreEngine,
  SharedStoreNews,
  SharedTransaction,
  SharedWrite,
} from './shared-store-engine.ts';
import { storeDialect } from './sqlite-dialect.ts';
import type { SharedTables } from './tables.ts';

/** So many are carried out before others have their turn. Most writes are less. */
const queriesAtOnce = 8;

/** The shared documents in a file of the data folder, which no other workstation sees. */
export class SqliteEngine implements SharedStoreEngine {
  readonly location = 'workstation';
  readonly locksRows = false;
  private readonly database: Kysely<SharedTables>;
  private readonly news = new EventEmitter<SharedStoreNews>();
  /** A query between those of an open transaction would see, or be undone with, what isn't its own. */
  private readonly queue = new SerialQueue();

  constructor(private readonly file: StoreFile) {
    this.database = new Kysely({ dialect: storeDialect(file.database) });
  }

  status(): EngineStatus {
    return { isReachable: true };
  }

  onDidChangeStatus(): Disposable {
    return toDisposable(() => {});
  }

  read<T>(work: (database: Kysely<SharedTables>) => Promise<T>): Promise<T> {
    return this.queue.run(() => work(this.database));
  }

  transaction<T>(work: (transaction: SharedTransaction) => Promise<T>): Promise<T> {
    return this.queue.run(() => this.database.transaction().execute((database) => work({ database })));
  }

  async write<T>(work: (write: SharedWrite) => Promise<T>): Promise<T> {
    const announced: ChangedDocuments[] = [];
    const result = await this.transaction(async ({ database }) => {
      const last: CompiledQuery[] = [];
      const ask = async (queries: readonly CompiledQuery[]) => {
        const answers: (readonly unknown[])[] = [];
        for (const [index, query] of queries.entries()) {
          if (index % queriesAtOnce === queriesAtOnce - 1) await setImmediate();
          answers.push((await database.executeQuery(query)).rows);
        }
        return answers;
      };
      const finish: SharedWrite['finish'] = (queries, changed) => {
        last.push(...queries);
        if (changed) announced.push(changed);
      };
      const done = await work({ build: database, ask, finish });
      await ask(last);
      return done;
    });
    for (const changed of announced) this.news.fire({ kind: 'documents', ...changed });
    return result;
  }

  onNews(listener: (news: SharedStoreNews) => void): Disposable {
    return this.news.event(listener);
  }

  /** Waits for what was asked before. */
  close(): Promise<void> {
    return this.queue.run(async () => this.file.dispose());
  }
}
