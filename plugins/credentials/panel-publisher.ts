import { type LogService, type PanelService } from 'boule-bleue';
import type { AccountService, UnsealedAccount } from './accounts/account-service.ts';
import { accountStatus } from './credentials-state.ts';
import type { AccountDetail, AccountSummary, OfficePanelState } from './office-state.ts';
import { packAccounts } from './packed-accounts.ts';
import { SerialQueue } from './serial-queue.ts';
import type { ShownAccounts } from './shown-accounts.ts';
import type { Sessions } from './sign-in/sessions.ts';
import type { VerificationBoard } from './verification/verification-board.ts';

export const panelId = 'credentials.accounts';

/** Keeps what the panel shows up to date. */
export class PanelPublisher {
  private readonly queue = new SerialQueue();

  constructor(
    private readonly panels: PanelService,
    private readonly accounts: AccountService,
    private readonly sessions: Sessions,
    private readonly shown: ShownAccounts,
    private readonly board: VerificationBoard,
    log: LogService,
  ) {
    const publish = () => this.publish().catch((error) => log.error('The accounts could not be shown.', error));
    board.onDidChange(publish);
    sessions.onDidChange(publish);
  }

  /** Publishes in the order of the calls, so that the last state shown is the last one there was. */
  publish(): Promise<void> {
    return this.queue.run(async () => {
      const unsealed = await this.accounts.list();
      this.panels.publish(panelId, await this.officeState(unsealed));
    });
  }

  private async officeState(unsealed: readonly UnsealedAccount[]): Promise<OfficePanelState> {
    const session = this.sessions.current;
    const visible = unsealed.filter(({ account }) => this.shown.has(account.id) && this.sessions.mayUse(account.id));
    const details = await Promise.all(visible.map(async (one) => [one.account.id, await this.detail(one)] as const));
    return {
      office: {
        kind: 'single',
        isProtected: false,
        isReachable: true,
        session: session && {
          account: session.account.id,
          name: session.account.name,
          role: session.role,
          mustChangePassword: session.mustChangePassword,
        },
        recoveryKey: 'none',
        damaged: [],
      },
      accounts: packAccounts(unsealed.map((one) => this.summary(one))),
      details: Object.fromEntries(details),
    };
  }

  private summary(unsealed: UnsealedAccount): AccountSummary {
    const { id, name } = unsealed.account;
    return {
      id,
      name,
      role: 'administrator',
      status: this.sessions.mayUse(id) ? accountStatus(unsealed) : { kind: 'incomplete' },
      hasPassword: unsealed.credentials?.password !== undefined,
      isTesting: this.board.isTesting(id),
    };
  }

  private async detail({ account, credentials }: UnsealedAccount): Promise<AccountDetail> {
    const saved = credentials?.netEntreprises;
    return {
      id: account.id,
      revision: credentials?.revision ?? '',
      siret: saved?.siret ?? '',
      lastName: saved?.lastName ?? '',
      firstName: saved?.firstName ?? '',
      hasNetEntreprisesPassword: saved !== undefined,
      verification: await this.board.read(account.id, saved),
    };
  }
}
