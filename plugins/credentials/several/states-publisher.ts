import { type LogService, type PanelService, ShellError } from 'boule-bleue';
import type { OfficeStore } from '../accounts/office-store.ts';
import { SerialQueue } from '../serial-queue.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { AccountRows } from './account-rows.ts';
import { packRows } from './account-state-row.ts';
import { type StatesPanelState, statesPanelId } from './states-state.ts';
import type { TestAll } from './test-all.ts';

export interface StatesPublisherParts {
  readonly store: Pick<OfficeStore, 'status'>;
  readonly rows: AccountRows;
  readonly sessions: Pick<Sessions, 'current'>;
  readonly testAll: TestAll;
  readonly panels: PanelService;
  readonly log: LogService;
}

/** Keeps the panel « État des comptes » up to date. */
export class StatesPublisher {
  private readonly queue = new SerialQueue();
  private waiting: Promise<void> | undefined;

  constructor(private readonly parts: StatesPublisherParts) {}

  /** Publishes in the order of the calls; those that wait together share one. */
  publish(): Promise<void> {
    this.waiting ??= this.queue.run(async () => {
      this.waiting = undefined;
      this.parts.panels.publish(statesPanelId, await this.state());
    });
    return this.waiting;
  }

  private async state(): Promise<StatesPanelState> {
    const { store, sessions, rows, testAll, log } = this.parts;
    const closed = { isAdministrator: false, rows: packRows([]), run: null };
    // What was read last may still be at hand, but nobody knows what became of it.
    if (!(await store.status()).isReachable) return { access: 'unreachable', ...closed };
    try {
      const listed = await rows.list();
      const { current } = sessions;
      if (!current) return { access: 'signed-out', ...closed };
      return { access: 'open', isAdministrator: current.role === 'administrator', rows: packRows(listed), run: testAll.view };
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      log.info('The states of the accounts are out of reach.', { code: error.code });
      return { access: 'unreachable', ...closed };
    }
  }
}
