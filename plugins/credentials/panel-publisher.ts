import { type LogService, type PanelService } from 'boule-bleue';
import type { AccountService } from './accounts/account-service.ts';
import { accountState } from './credentials-state.ts';
import { SerialQueue } from './serial-queue.ts';
import type { VerificationBoard } from './verification/verification-board.ts';

export const panelId = 'credentials.accounts';

/** Keeps what the panel shows up to date. */
export class PanelPublisher {
  private readonly queue = new SerialQueue();

  constructor(
    private readonly panels: PanelService,
    private readonly accounts: AccountService,
    private readonly board: VerificationBoard,
    log: LogService,
  ) {
    board.onDidChange(() => this.publish().catch((error) => log.error('The accounts could not be shown.', error)));
  }

  /** Publishes in the order of the calls, so that the last state shown is the last one there was. */
  publish(): Promise<void> {
    return this.queue.run(async () => {
      const accounts = await Promise.all(
        (await this.accounts.list()).map(async (unsealed) => {
          const { id } = unsealed.account;
          const verification = await this.board.read(id, unsealed.credentials?.netEntreprises);
          return accountState(unsealed, this.board.isTesting(id), verification);
        }),
      );
      this.panels.publish(panelId, { accounts });
    });
  }
}
