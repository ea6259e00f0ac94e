import { Kysely, PostgresDialect } from 'kysely';
import { ShellError } from '../../../../core/errors.ts';
import { EventEmitter } from '../../../../core/event.ts';
import { type Disposable, DisposableStore } from '../../../../core/lifecycle.ts';
import type { EngineStatus, SharedStoreEngine, SharedStoreNews, SharedTransaction, SharedWrite } from '../shared-store-engine.ts';
import type { SharedTables } from '../tables.ts';
import { Announcements } from './announcements.ts';
import type { PostgresConnection } from './postgres-connection.ts';
import { PostgresWrite } from './postgres-write.ts';

/** Codes of PostgreSQL's documentation, appendix A. */
const sqlState = { serialisationFailure: '40001', deadlock: '40P01', undefinedTable: '42P01', undefinedColumn: '42703' } as const;

const again: readonly (string | undefined)[] = [sqlState.serialisationFailure, sqlState.deadlock];
const damage: readonly (string | undefined)[] = [sqlState.undefinedTable, sqlState.undefinedColumn];
const maximumAttempts = 5;

/** The shared documents in the réseau's PostgreSQL. */
export class PostgresEngine implements SharedStoreEngine {
  readonly location = 'network';
  readonly locksRows = true;
  private readonly database: Kysely<SharedTables>;
  private readonly news = new EventEmitter<SharedStoreNews>();
  private readonly announcements = new Announcements((news) => this.news.fire(news));
  private readonly subscriptions = new DisposableStore();

  constructor(private readonly connection: PostgresConnection) {
    this.database = new Kysely({ dialect: new PostgresDialect({ pool: connection.pool }) });
    this.subscriptions.add(
      connection.onNotification((payload) => {
        if (payload === undefined) this.announcements.missed();
        else this.announcements.heard(payload);
      }),
    );
  }

  status(): EngineStatus {
    return this.connection.status();
  }

  onDidChangeStatus(listener: () => void): Disposable {
    return this.connection.onDidChangeStatus(listener);
  }

  async read<T>(work: (database: Kysely<SharedTables>) => Promise<T>): Promise<T> {
    try {
      return await work(this.database);
    } catch (error) {
      throw this.describe(error);
    }
  }

  async transaction<T>(work: (transaction: SharedTransaction) => Promise<T>): Promise<T> {
    const transaction = this.database.transaction().setIsolationLevel('read committed');
    try {
      return await transaction.execute((database) => work({ database }));
    } catch (error) {
      throw this.describe(error);
    }
  }

  async write<T>(work: (write: SharedWrite) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(work);
      } catch (error) {
        if (attempt === maximumAttempts || !again.includes(codeOf(error))) throw this.describe(error);
      }
    }
  }

  onNews(listener: (news: SharedStoreNews) => void): Disposable {
    return this.news.event(listener);
  }

  async close(): Promise<void> {
    this.subscriptions.dispose();
    await this.connection.close();
  }

  private async attempt<T>(work: (write: SharedWrite) => Promise<T>): Promise<T> {
    const client = await this.connection.pool.connect();
    let isSound = true;
    try {
      const write = new PostgresWrite(client, this.database);
      try {
        const result = await work(write);
        await write.commit(this.announcements);
        return result;
      } catch (error) {
        isSound = await write.rollBack();
        throw error;
      }
    } finally {
      client.release(!isSound);
    }
  }

  private describe(error: unknown): unknown {
    if (damage.includes(codeOf(error))) return new ShellError('shared-storage.damaged', {}, { cause: error });
    if (error instanceof ShellError && error.code === 'shared-storage.unreachable') this.connection.reportLoss(error);
    return error;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | null)?.code;
}
