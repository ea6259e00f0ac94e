import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { ShellError } from '../../../core/errors.ts';
import { findDamage, registerRowChecksum } from './integrity.ts';
import { toStorageError } from './storage-error.ts';

export type Row = Readonly<Record<string, string | number | Uint8Array | null>>;

/** Those of the shared documents are made as they are needed: there may be any number. */
const maximumStatements = 200;

/**
 * The open store. Calls are synchronous: a statement takes a fraction of a millisecond, and a write
 * is on the disk when the call returns. The repositories around it show an asynchronous face, so that a
 * shared database can take its place.
 *
 * @throws ShellError `storage.full`, `storage.not-writable`, `storage.damaged` from every method.
 */
export class StoreDatabase {
  private readonly database: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();

  constructor(readonly path: string) {
    this.database = this.guard(() => new DatabaseSync(path));
    registerRowChecksum(this.database);
    // Exclusive locking keeps WAL's index in memory instead of in a shared file, which also makes it
    // work on network drives. FULL and fullfsync: what was acknowledged survives a power cut.
    this.execute(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA fullfsync = ON;
      PRAGMA checkpoint_fullfsync = ON;
      PRAGMA cell_size_check = ON;
      PRAGMA trusted_schema = OFF;
    `);
  }

  /** Number of rows changed since opening. */
  get totalChanges(): number {
    return Number(this.get('SELECT total_changes() AS count')?.count);
  }

  all(sql: string, ...parameters: SQLInputValue[]): Row[] {
    return this.guard(() => this.prepare(sql).all(...parameters) as Row[]);
  }

  get(sql: string, ...parameters: SQLInputValue[]): Row | undefined {
    return this.guard(() => this.prepare(sql).get(...parameters) as Row | undefined);
  }

  run(sql: string, ...parameters: SQLInputValue[]): void {
    this.guard(() => this.prepare(sql).run(...parameters));
  }

  /** Runs statements that take no parameters and answer nothing. */
  execute(sql: string): void {
    this.guard(() => this.database.exec(sql));
  }

  /** Does all of the work or none of it, durably. */
  transaction(work: () => void): void {
    this.execute('BEGIN IMMEDIATE');
    try {
      work();
      this.execute('COMMIT');
    } catch (error) {
      // SQLite has rolled back by itself where the disk was full.
      if (this.isInTransaction) this.execute('ROLLBACK');
      throw error;
    }
  }

  /** @throws ShellError `storage.damaged` when the file is no longer what was written. */
  check(): void {
    const problem = this.guard(() => findDamage(this.database));
    if (problem !== undefined) throw new ShellError('storage.damaged', { path: this.path }, { cause: new Error(problem) });
  }

  /** Whether a transaction is open. SQLite ends it by itself where the disk is full. */
  get isInTransaction(): boolean {
    return this.database.isTransaction;
  }

  close(): void {
    this.statements.clear();
    if (this.database.isOpen) this.guard(() => this.database.close());
  }

  private prepare(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.database.prepare(sql);
    const [oldest] = this.statements.size >= maximumStatements ? this.statements.keys() : [];
    if (oldest !== undefined) this.statements.delete(oldest);
    this.statements.set(sql, statement);
    return statement;
  }

  private guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw toStorageError(error, this.path);
    }
  }
}
