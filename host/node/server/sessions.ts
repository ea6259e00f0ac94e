import { hash, randomBytes } from 'node:crypto';
import type { SessionStore } from '../storage/session-store.ts';

/** A window that was not seen for so long has to be opened anew. */
const idleLifetimeMs = 30 * 24 * 60 * 60 * 1000;

/** Both halves of what lets a window in: the place of its address and the key in its cookie, unguessable each. */
export interface WindowSession {
  readonly place: string;
  readonly key: string;
}

/** Who was let in. Only hashes are kept: who reads the store can't take a session over. */
export class Sessions {
  constructor(
    private readonly store: SessionStore,
    private readonly now: () => number = Date.now,
  ) {}

  /** Begins a session: 128 random bits for its place, 256 for its key. */
  async begin(): Promise<WindowSession> {
    const session = { place: randomBytes(16).toString('base64url'), key: randomBytes(32).toString('base64url') };
    await this.store.add(digest(session), this.now());
    return session;
  }

  /** Whether both halves are of one session used within the last 30 days; it was used now. */
  async isOpen(session: WindowSession): Promise<boolean> {
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

function digest({ place, key }: WindowSession): string {
  return hash('sha256', `${place}.${key}`, 'base64url');
}
