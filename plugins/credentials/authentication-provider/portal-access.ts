import { ShellError } from 'boule-bleue';
import type { AccountService, UnsealedAccount } from '../accounts/account-service.ts';
import type { KnownStateKind } from '../accounts/account-status.ts';
import type { AuthenticationOutcome } from '../exchange/net-entreprises-exchange.ts';
import type { NetEntreprisesCredentials } from '../identity/net-entreprises-identity.ts';
import type { PortalAttempts } from '../verification/portal-attempts.ts';

/** An account as far as signing in for it goes. */
export interface PortalAccount {
  readonly id: string;
  readonly name: string;
  /** Another one whenever the credentials are others. */
  readonly revision: string;
  readonly credentials: NetEntreprisesCredentials;
  /** What the portal last said of these credentials. */
  readonly known?: KnownStateKind;
}

/** Signs in to the portal for accounts, counted and remembered as a test's attempts are. */
export class PortalAccess {
  constructor(
    private readonly accounts: Pick<AccountService, 'find'>,
    private readonly attempts: Pick<PortalAttempts, 'make'>,
    /** Resolves when the accounts have been opened, so that it is known who is signed in. */
    private readonly opened: () => Promise<void>,
  ) {}

  /**
   * Names an account, without a look at its credentials.
   * @throws ShellError `credentials.account-unknown`, and what keeps the session of this workstation from using it.
   */
  async name(idOrName: string | undefined): Promise<{ readonly id: string; readonly name: string }> {
    await this.opened();
    const { account } = await this.accounts.find(idOrName);
    return { id: account.id, name: account.name };
  }

  /** @throws ShellError as {@link name}; `credentials.session-without-credentials`, `credentials.session-unreadable`. */
  async find(idOrName: string | undefined): Promise<PortalAccount> {
    await this.opened();
    const unsealed = await this.accounts.find(idOrName);
    const { account, credentials, unreadable } = unsealed;
    if (unreadable) throw new ShellError('credentials.session-unreadable', { account: account.name });
    if (!credentials?.netEntreprises) throw new ShellError('credentials.session-without-credentials', { account: account.name });
    const { id, name } = account;
    const known = knownKind(unsealed);
    return { id, name, revision: credentials.revision, credentials: credentials.netEntreprises, ...(known && { known }) };
  }

  /**
   * One attempt, for which nobody is at the window to agree to a risk.
   * @throws ShellError `credentials.lock-risk`, `credentials.test-running`; `shared-storage.*`; an `AbortError` when cancelled.
   */
  signIn({ id, credentials }: PortalAccount, signal: AbortSignal): Promise<AuthenticationOutcome> {
    return this.attempts.make({ accountIds: [id], credentials }, signal);
  }
}

function knownKind({ account: { knownState }, credentials }: UnsealedAccount): KnownStateKind | undefined {
  return knownState?.revision === credentials?.revision ? knownState?.kind : undefined;
}
