import type { PostgresPool } from 'kysely';
import type { Disposable } from '../../../../core/lifecycle.ts';
import type { EngineStatus } from '../shared-store-engine.ts';

/** Channel of LISTEN and NOTIFY. */
export const notificationChannel = 'boule_bleue';

/** What the engine needs of a connected client of `pg`. */
export interface PostgresSession {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: Record<string, unknown>[] }>;
}

/**
 * The way to a PostgreSQL server: connects, verifies, listens, and comes back by itself. The engine is built on it and knows nothing
 * of addresses, TLS and passwords.
 */
export interface PostgresConnection {
  /**
   * Lends connected clients. `connect` rejects within the bound of a call with ShellError `shared-storage.unreachable`, `.sign-in-refused`,
   * `.not-secure` or whatever `prepare` threw, at once where the last attempt found so and the next one is not due yet.
   * Every statement is bounded (`statement_timeout`, `lock_timeout`, `idle_in_transaction_session_timeout`).
   */
  readonly pool: PostgresPool;
  status(): EngineStatus;
  onDidChangeStatus(listener: () => void): Disposable;
  /** A payload of {@link notificationChannel}, or `undefined` when some may have been missed: the connection was lost for a while. */
  onNotification(listener: (payload: string | undefined) => void): Disposable;
  /** Told by the engine that a query failed because the connection is gone, so that the status says so without waiting for the next look. */
  reportLoss(error: unknown): void;
  close(): Promise<void>;
}

/** What whoever connects has to do before a database counts as reachable: each time anew, since it may be another one by then. */
export type PrepareDatabase = (session: PostgresSession) => Promise<void>;
