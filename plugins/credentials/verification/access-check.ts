import type { Message } from 'boule-bleue';
import type { AccountWithStatus } from '../accounts/account-service.ts';

/** What `connection.check` takes from its taps: a line, and a stage of an address. */
export type AccessTick = {
  readonly label: Message;
  readonly ok: boolean;
  readonly sentence: Message;
  readonly address: 'netEntreprises';
  readonly name: 'account';
  /** For the assistance desk. */
  readonly detail: string;
};

/**
 * What is known of each account's saved credentials, without trying them: an access test never signs in, since
 * refusals add up to a locked account. Accounts of which nothing is known have no tick.
 */
export function listAccessTicks(accounts: readonly AccountWithStatus[]): readonly AccessTick[] {
  return accounts.flatMap(({ account, status }) => {
    if (!('at' in status)) return [];
    return [
      {
        label: { key: 'check.label', args: { account: account.name } },
        ok: status.kind === 'accepted',
        sentence: { key: `check.${status.kind}`, args: { at: status.at } },
        address: 'netEntreprises' as const,
        name: 'account' as const,
        detail: status.kind,
      },
    ];
  });
}
