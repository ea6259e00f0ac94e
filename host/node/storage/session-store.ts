import type { StoreDatabase } from './store-database.ts';

/** A browser that was let in. */
export interface StoredSession {
  /** Hash of the cookie's value: the value itself is never kept. */
  readonly hash: string;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
  /** Milliseconds since 1970, kept to the minute. */
  readonly lastUsedMs: number;
}

/** A session is used with every request; writing that down each time would cost a disk flush each time. */
const lastUsedGrainMs = 60_000;

/** Keeps sessions, so that an open window survives a restart of the host. */
export class SessionStore {
  constructor(private readonly database: StoreDatabase) {}

  async add(hash: string, nowMs: number): Promise<void> {
    this.database.run('INSERT INTO session (hash, created_ms, last_used_ms) VALUES (?, ?, ?)', hash, nowMs, nowMs);
  }

  async find(hash: string): Promise<StoredSession | undefined> {
    const row = this.database.get('SELECT hash, created_ms, last_used_ms FROM session WHERE hash = ?', hash);
    return row && { hash: String(row.hash), createdMs: Number(row.created_ms), lastUsedMs: Number(row.last_used_ms) };
  }

  /** Notes that a session was used just now. Does nothing for one that isn't known. */
  async touch(hash: string, nowMs: number): Promise<void> {
    const session = await this.find(hash);
    if (session === undefined || nowMs - session.lastUsedMs < lastUsedGrainMs) return;
    this.database.run('UPDATE session SET last_used_ms = ? WHERE hash = ?', nowMs, hash);
  }

  async remove(hash: string): Promise<void> {
    this.database.run('DELETE FROM session WHERE hash = ?', hash);
  }

  /** Forgets every session last used before a moment. */
  async removeUnusedSince(momentMs: number): Promise<void> {
    this.database.run('DELETE FROM session WHERE last_used_ms < ?', momentMs);
  }
}
