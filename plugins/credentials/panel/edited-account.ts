import type { AccountDetail, AccountSummary, OfficePanelState, OfficeState } from '../office-state.ts';
import { unpackAccounts } from '../packed-accounts.ts';
import { isOpenAccount } from './open-account.ts';

/** One account as its editor shows it: what the list tells of it, and its credentials as far as they are known here. */
export type EditedAccount = AccountSummary & Omit<AccountDetail, 'id'> & { readonly access: AccountAccess };

/** `closed`: the session may not see it. `loading`: it may, and the credentials are still to come. */
export type AccountAccess = 'open' | 'loading' | 'closed';

const nothingKnown: Omit<AccountDetail, 'id'> = {
  revision: '',
  siret: '',
  lastName: '',
  firstName: '',
  hasNetEntreprisesPassword: false,
  verification: null,
};

/** The published accounts, read again only when they are others. */
export class PublishedAccounts {
  private packed: string | undefined;
  private accounts: readonly AccountSummary[] = [];

  list({ accounts }: OfficePanelState): readonly AccountSummary[] {
    if (accounts === this.packed) return this.accounts;
    this.accounts = unpackAccounts(accounts);
    this.packed = accounts;
    return this.accounts;
  }

  edited(state: OfficePanelState, id: string | undefined): EditedAccount | undefined {
    const summary = this.list(state).find((account) => account.id === id);
    return summary && editedAccount(state.office, summary, state.details[summary.id]);
  }
}

function editedAccount(office: OfficeState, summary: AccountSummary, detail: AccountDetail | undefined): EditedAccount {
  if (!isOpenAccount(office, summary.id)) return { ...nothingKnown, ...summary, access: 'closed' };
  return detail ? { ...detail, ...summary, access: 'open' } : { ...nothingKnown, ...summary, access: 'loading' };
}

/** Credentials that are known here stay while they are on their way again. */
export function keepDetail(former: EditedAccount | undefined, account: EditedAccount): EditedAccount {
  if (account.access !== 'loading' || former?.access !== 'open' || former.id !== account.id) return account;
  const { revision, siret, lastName, firstName, hasNetEntreprisesPassword, verification } = former;
  return { ...account, revision, siret, lastName, firstName, hasNetEntreprisesPassword, verification, access: 'open' };
}
