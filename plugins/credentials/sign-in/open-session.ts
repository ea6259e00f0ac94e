import type { NotedAccount } from '../journal/journal-note.ts';
import type { Keyring } from '../sealing/keyring.ts';
import type { Session, Sessions } from './sessions.ts';

/** A session with the keys that it opened. */
export interface OpenSession extends Session {
  readonly keyring: Keyring;
}

export type OpenSessions = Sessions<OpenSession>;

/** Who does what is noted; nobody where nobody is signed in. */
export function actorOf(session: Session | null): { readonly actor?: NotedAccount } {
  return session ? { actor: session.account } : {};
}
