import type { SettingsService } from 'boule-bleue';
import type { AccountService, AccountWithStatus } from '../accounts/account-service.ts';
import type { AccountStateRow } from './account-state-row.ts';
import { agedSince } from './password-age.ts';

export const reminderSetting = 'netEntreprises.passwordReminderDays';

/** The accounts that the session may see, as the table tells them. Nothing is unsealed for it. */
export class AccountRows {
  constructor(
    private readonly accounts: Pick<AccountService, 'statuses'>,
    private readonly settings: SettingsService,
    private readonly now: () => number,
  ) {}

  /** @throws ShellError `shared-storage.*`. */
  async list(): Promise<readonly AccountStateRow[]> {
    const reminderDays = (await this.settings.get<number>(reminderSetting)) ?? 0;
    const now = this.now();
    return (await this.accounts.statuses()).map((one) => toRow(one, reminderDays, now));
  }
}

function toRow({ account, status }: AccountWithStatus, reminderDays: number, now: number): AccountStateRow {
  const { id, name, unansweredSince, passwordChangedAt } = account;
  return {
    ...{ id, name, status },
    ...(unansweredSince !== undefined && { unansweredAt: unansweredSince }),
    ...(passwordChangedAt !== undefined && { changedAt: passwordChangedAt }),
    ...(agedSince({ changedAt: passwordChangedAt, reminderDays, now }) !== undefined && { isAged: true }),
  };
}
