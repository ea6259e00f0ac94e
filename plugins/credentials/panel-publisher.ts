import { type LogService, type PanelService, type SettingsService, ShellError } from 'boule-bleue';
import { type AccountService, revisionOf } from './accounts/account-service.ts';
import type { OfficeSnapshot, StoredAccount } from './accounts/office-snapshot.ts';
import type { OfficeStore } from './accounts/office-store.ts';
import type { AccountDetail, AccountSummary, OfficePanelState, OfficeState } from './office-state.ts';
import { packAccounts } from './packed-accounts.ts';
import { SerialQueue } from './serial-queue.ts';
import { agedSince } from './several/password-age.ts';
import type { ShownAccounts } from './shown-accounts.ts';
import { lockedUntil } from './sign-in/attempt-limit.ts';
import type { OpenSessions } from './sign-in/open-session.ts';
import type { VerificationBoard } from './verification/verification-board.ts';

export const panelId = 'credentials.accounts';

/** So many accounts are unsealed to see whether they can be read, before anybody asks for one of them. */
const eagerlyReadCount = 200;

export interface PublisherParts {
  readonly panels: PanelService;
  readonly settings: SettingsService;
  readonly store: OfficeStore;
  readonly accounts: AccountService;
  readonly sessions: OpenSessions;
  readonly shown: ShownAccounts;
  readonly board: VerificationBoard;
  readonly log: LogService;
  readonly now?: () => number;
}

/** Keeps what the panel shows up to date. */
export class PanelPublisher {
  private readonly queue = new SerialQueue();
  private waiting: Promise<void> | undefined;
  private readonly now: () => number;

  constructor(private readonly parts: PublisherParts) {
    this.now = parts.now ?? Date.now;
    const publish = () => this.publish().catch((error) => parts.log.error('The accounts could not be shown.', error));
    parts.board.onDidChange(publish);
    parts.sessions.onDidChange(publish);
    parts.settings.onDidChange((keys) => keys.includes('netEntreprises.passwordReminderDays') && publish());
  }

  /** Publishes in the order of the calls, so that the last state shown is the last one there was. Calls that wait together share one. */
  publish(): Promise<void> {
    this.waiting ??= this.queue.run(async () => {
      this.waiting = undefined;
      const { snapshot, problem } = await this.look();
      this.parts.panels.publish(panelId, await this.panelState(snapshot, problem));
    });
    return this.waiting;
  }

  /** Out of reach, the names that were last read are shown. */
  private async look(): Promise<{ readonly snapshot: OfficeSnapshot | undefined; readonly problem?: string }> {
    try {
      return { snapshot: await this.parts.store.read() };
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      return { snapshot: this.parts.store.lastRead, problem: error.code };
    }
  }

  private async panelState(snapshot: OfficeSnapshot | undefined, problem: string | undefined): Promise<OfficePanelState> {
    const reminderDays = (await this.parts.settings.get<number>('netEntreprises.passwordReminderDays')) ?? 0;
    const accounts = snapshot?.accounts ?? [];
    const usable = accounts.filter(({ account }) => this.parts.sessions.mayUse(account.id));
    if (usable.length <= eagerlyReadCount) for (const stored of usable) this.parts.accounts.unseal(stored);
    const shown = usable.filter(({ account }) => this.parts.shown.has(account.id));
    const details = await Promise.all(shown.map(async (stored) => [stored.account.id, await this.detail(stored)] as const));
    return {
      office: officeState(snapshot, problem ?? (await this.parts.store.status()).problem, this.parts.sessions),
      accounts: packAccounts(accounts.map((stored) => this.summary(stored, reminderDays))),
      details: problem ? {} : Object.fromEntries(details),
    };
  }

  /** Of accounts that the session may not see only what signing in to them needs. */
  private summary(stored: StoredAccount, reminderDays: number): AccountSummary {
    const { id, name, role, hasPassword, passwordChangedAt } = stored.account;
    const until = lockedUntil(stored.attempts?.value, this.now());
    const plain = { id, name, hasPassword, ...(until !== undefined && { lockedUntil: until }) };
    if (!this.parts.sessions.mayUse(id)) return { ...plain, role: 'user', status: { kind: 'incomplete' }, isTesting: false };
    const aged = agedSince({ changedAt: passwordChangedAt, reminderDays, now: this.now() });
    return {
      ...{ ...plain, role, status: this.parts.accounts.status(stored), isTesting: this.parts.board.isTesting(id) },
      ...(aged !== undefined && { agedSince: aged }),
    };
  }

  private async detail(stored: StoredAccount): Promise<AccountDetail> {
    const saved = this.parts.accounts.unseal(stored).credentials?.netEntreprises;
    const { id } = stored.account;
    const document = stored.credentials?.value;
    return {
      id,
      revision: revisionOf(stored.credentials),
      siret: saved?.siret ?? '',
      lastName: saved?.lastName ?? '',
      firstName: saved?.firstName ?? '',
      hasNetEntreprisesPassword: saved !== undefined,
      ...(document?.savedBy !== undefined && { savedBy: document.savedBy }),
      ...(document && { savedAt: document.savedAt }),
      verification: await this.parts.board.read(id, saved),
    };
  }
}

function officeState(snapshot: OfficeSnapshot | undefined, storageProblem: string | undefined, sessions: OpenSessions): OfficeState {
  const problem = storageProblem ?? (snapshot?.isOfficeDamaged ? 'credentials.office-damaged' : undefined);
  const { current } = sessions;
  const recovery = snapshot?.office?.value.recovery;
  return {
    kind: snapshot?.status.location === 'network' ? 'network' : 'single',
    isProtected: snapshot?.office?.value.isProtected ?? false,
    isReachable: problem === undefined,
    ...(problem !== undefined && { problem }),
    session: current && {
      account: current.account.id,
      name: current.account.name,
      role: current.role,
      mustChangePassword: current.mustChangePassword,
    },
    recoveryKey: recovery ? (recovery.isVerified ? 'verified' : 'unverified') : 'none',
    damaged: snapshot?.damaged ?? [],
  };
}
