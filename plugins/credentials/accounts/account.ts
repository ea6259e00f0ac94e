import type { AccountRole } from '../office-state.ts';
import type { KnownStateKind } from './account-status.ts';

/** What the portal last said of the credentials that `revision` names. No secret. */
export interface KnownState {
  readonly revision: string;
  readonly kind: KnownStateKind;
  /** In ms since 1970. */
  readonly at: number;
  /** When it last accepted them, in ms since 1970: another answer since then doesn't unsay it. */
  readonly acceptedAt?: number;
}

/** A user account of Impact emploi, as far as it is no secret. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly role: AccountRole;
  /** Whether it has an Impact emploi password. */
  readonly hasPassword: boolean;
  /** In ms since 1970; accounts are listed in this order. */
  readonly createdAt: number;
  readonly knownState?: KnownState;
  /** Since when tries of what is saved bring no answer, in ms since 1970. Says nothing of the credentials: `knownState` stays. */
  readonly unansweredSince?: number;
  /** When the Net-entreprises password that is saved was first saved here, in ms since 1970. */
  readonly passwordChangedAt?: number;
}
