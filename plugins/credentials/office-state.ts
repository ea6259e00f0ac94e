import type { AccountStatus } from './accounts/account-status.ts';
import type { PackedAccounts } from './packed-accounts.ts';
import type { Verification } from './verification/verification-board.ts';

/** `administrator`: sees and edits all accounts, never reading a password back. `user`: their own alone. */
export type AccountRole = 'administrator' | 'user';

/**
 * What « Comptes utilisateurs » renders.
 * Passwords never go to the window: it learns only whether there is one.
 */
export type OfficePanelState = {
  readonly office: OfficeState;
  /**
   * Every `AccountSummary`, in the order in which users see them, packed by `packAccounts`. Of accounts that the session may not see only the
   * name is told: their status is `incomplete`.
   */
  readonly accounts: PackedAccounts;
  /** Of the accounts that windows asked for with `credentials.show`, by id: those alone that the session may see. */
  readonly details: Readonly<Record<string, AccountDetail>>;
};

export type OfficeState = {
  /** `single`: the monoposte, where whoever is at the window is the administrator. `network`: the réseau. */
  readonly kind: 'single' | 'network';
  /**
   * Whether the réseau's administrator has chosen a password. Until then the workstation that founded the réseau works as a single one does,
   * and says so.
   */
  readonly isProtected: boolean;
  readonly isReachable: boolean;
  /** Why it isn't: the code of one of the shell's errors. */
  readonly problem?: string;
  /** Who is signed in on this workstation; null: nobody. On a single workstation always its administrator. */
  readonly session: SessionState | null;
  /** `unverified`: it was shown, and nobody has typed it back yet. */
  readonly recoveryKey: 'none' | 'unverified' | 'verified';
  /** Documents that are no longer what was written: told, the others stay readable. */
  readonly damaged: readonly string[];
};

export type SessionState = {
  readonly account: string;
  readonly name: string;
  readonly role: AccountRole;
  /** The administrator gave the password: the user has to choose one of their own. */
  readonly mustChangePassword: boolean;
};

export type AccountSummary = {
  readonly id: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly status: AccountStatus;
  readonly hasPassword: boolean;
  readonly isTesting: boolean;
  /** After too many wrong passwords: until when none is tried, in ms since 1970. */
  readonly lockedUntil?: number;
  /** The Net-entreprises password is older than the reminder's setting: since when it is used, in ms since 1970. */
  readonly agedSince?: number;
};

export type AccountDetail = {
  readonly id: string;
  /** Handed back with `credentials.save`: what was saved meanwhile by somebody else refuses it with `credentials.conflict`. */
  readonly revision: string;
  readonly siret: string;
  readonly lastName: string;
  readonly firstName: string;
  readonly hasNetEntreprisesPassword: boolean;
  /** Who saved it last, and when in ms since 1970. */
  readonly savedBy?: string;
  readonly savedAt?: number;
  readonly verification: Verification | null;
};
