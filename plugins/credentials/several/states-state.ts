import type { Message } from 'boule-bleue';
import type { PackedRows } from './account-state-row.ts';

export const statesPanelId = 'credentials.states';

/** What the panel « État des comptes » renders. */
export type StatesPanelState = {
  /** `signed-out`: nobody may see anything. `unreachable`: the shared store can't be had. */
  readonly access: 'open' | 'signed-out' | 'unreachable';
  /** Who isn't sees and tests their own account alone, and applies nothing. */
  readonly isAdministrator: boolean;
  /** Of the accounts that the session may see. */
  readonly rows: PackedRows;
  /** « Tout tester », under way or as it last ended. */
  readonly run: RunView | null;
};

export type RunView =
  | { readonly isRunning: true; readonly total: number; readonly done: number /** Whose turn it is. */; readonly name: string }
  | {
      readonly isRunning: false;
      /** Whether all that was tested was accepted, and all was tested. */
      readonly ok: boolean;
      /** What came of it, each a sentence of its own. */
      readonly sentences: readonly Message[];
    };
