import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { StoreDatabase } from '../storage/store-database.ts';

/** Has Kysely ask an open store file. There is one connection: whoever uses it lets transactions take turns. */
export function storeDialect(database: StoreDatabase): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new StoreDriver(database),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

class StoreDriver implements Driver {
  private readonly connection: DatabaseConnection;

  constructor(private readonly database: StoreDatabase) {
    this.connection = new StoreConnection(database);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.connection;
  }

  async beginTransaction(): Promise<void> {
    this.database.execute('BEGIN IMMEDIATE');
  }

  async commitTransaction(): Promise<void> {
    this.database.execute('COMMIT');
  }

  async rollbackTransaction(): Promise<void> {
    // SQLite has rolled back by itself where the disk was full.
    if (this.database.isInTransaction) this.database.execute('ROLLBACK');
  }

  async releaseConnection(): Promise<void> {}

  /** The file is closed by whoever opened it. */
  async destroy(): Promise<void> {}
}

class StoreConnection implements DatabaseConnection {
  constructor(private readonly database: StoreDatabase) {}

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    return { rows: this.database.all(sql, ...(parameters as (string | number | null)[])) as R[] };
  }

  /** All at once: pages of a bounded size are asked for instead. */
  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }
}
