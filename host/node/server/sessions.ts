import { hash, randomBytes } from 'node:crypto';
import type { SessionStore } from '../storage/session-store.ts';

/** A window that was not seen for so long has to be opened anew. */
const idleLifetimeMs = 30 * 24 * 60 * 60 * 1000;

/** Who was let in. Only hashes are kept: who reads the store can't take a session over. */
export class Sessions {
  constructor(
    private readonly store: SessionStore,
    private readonly now: () => number = Date.now,
  ) {}

  /** Begins a session and answers its secret id, 256 random bits. */
  async begin(): Promise<string> {
    const session = randomBytes(32).toString('base64url');
    await this.store.add(digest(session), this.now());
    return session;
  }

  /** Whether the id is of a session used within the last 30 days; it was used now. */
  async isOpen(session: string): Promise<boolean> {
    const key = digest(session);
    const found = await this.store.find(key);
    if (!found || found.lastUsedMs < this.now() - idleLifetimeMs) return false;
    await this.store.touch(key, this.now());
    return true;
  }

  /** Forgets the sessions that are no longer good. */
  async removeIdle(): Promise<void> {
    await this.store.removeUnusedSince(this.now() - idleLifetimeMs);
  }
}

function digest(session: string): string {
  return hash('sha256', session, 'base64url');
}
