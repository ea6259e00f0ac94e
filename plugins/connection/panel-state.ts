import type { Message } from 'boule-bleue';
import type { AccessTestView } from './access-test/access-tests.ts';
import type { Refusal } from './connection-gate.ts';
import type { ConnectionStatus } from './connection-status.ts';
import type { AddressReplacement } from './plain-http-notice.ts';
import type { ChangesSinceSuccess } from './records/what-changed.ts';
import type { SavedValues } from './values/saved-connection.ts';
import type { WatchState } from './watch/watch-state.ts';

export const panelId = 'connection.settings';

/** What the panel « Paramètres de connexion » renders. */
export type ConnectionPanelState = SavedValues & {
  readonly status: ConnectionStatus;
  readonly refusal: Refusal | null;
  /** Saved addresses that are not encrypted. */
  readonly plainHttp: readonly AddressReplacement[];
  /** `null` where the watch has nothing to do. */
  readonly watch: WatchState | null;
  readonly test:
    | (AccessTestView & {
        readonly summary: Message;
        readonly outcome: TestOutcome;
        /** Of a test that failed: what is different from the last that succeeded, where there is one. */
        readonly changes: ChangesSinceSuccess | null;
      })
    | null;
};

/** The cases that the guide tells apart after a test, and those before them. */
export type TestOutcome = 'running' | 'cancelled' | 'reached' | 'unreached' | 'reached-but-refused';
