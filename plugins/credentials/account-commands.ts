import { type CommandContext, type CommandService, type DialogService, ShellError } from 'boule-bleue';
import type { SaveRequest } from './accounts/account-service.ts';
import { findAccount } from './accounts/find-account.ts';
import type { CredentialsServices } from './credentials-services.ts';
import type { AccountRole } from './office-state.ts';
import { canReconnect } from './reconnection.ts';
import type { ProtectRequest, RecoverRequest } from './sealing/protection.ts';
import type { SignInRequest } from './sign-in/sign-in.ts';
import type { TestRequest } from './verification/connection-tester.ts';

interface AccountRequest {
  /** Id or name. */
  readonly account: string;
}

interface ConfirmedRequest {
  /** Answers yes beforehand. */
  readonly confirmed?: boolean;
}

/** What the panel and the command line may ask for. Each looks at the session itself: nothing here decides who may do what. */
export class AccountCommands {
  constructor(
    private readonly services: CredentialsServices,
    private readonly dialogs: DialogService,
  ) {}

  register(commands: CommandService): void {
    const { administration, protection, signIn } = this.services;
    const answer = <T>(command: string, handler: (request: T, context: CommandContext) => unknown) =>
      commands.register(`credentials.${command}`, (request: T, context) => this.answer(() => handler(request, context)));

    answer('show', (request: AccountRequest) => this.show(request));
    answer('test', (request: TestRequest & Partial<SignInRequest>, { signal }) => this.test(request, signal));
    answer('save', (request: SaveRequest & SignInRequest, { signal }) => this.save(request, signal));
    answer('add-account', async ({ name }: { name: string }) => ({ account: await administration.add(name) }));
    answer('rename-account', ({ account, name }: AccountRequest & { name: string }) => administration.rename(account, name));
    answer('remove-account', (request: AccountRequest & ConfirmedRequest, { signal }) => this.remove(request, signal));
    answer('set-role', (request: AccountRequest & ConfirmedRequest & { role: AccountRole }, { signal }) => this.setRole(request, signal));
    answer('sign-in', (request: SignInRequest) => signIn.signIn(request));
    answer('sign-out', () => signIn.signOut());
    answer('reset-password', (request: SignInRequest) => signIn.resetPassword(request));
    answer('protect', (request: ProtectRequest) => protection.protect(request));
    answer('create-recovery-key', () => protection.createRecoveryKey());
    answer('verify-recovery-key', ({ recoveryKey }: Pick<RecoverRequest, 'recoveryKey'>) => protection.verifyRecoveryKey(recoveryKey));
    answer('recover', (request: RecoverRequest) => protection.recover(request));
    answer('rotate-keys', (request: ConfirmedRequest, { signal }) => this.rotate(request, signal));
  }

  private async show({ account: idOrName }: AccountRequest) {
    const { account } = await this.services.accounts.find(idOrName);
    // Nobody tells of a row that was altered in the database.
    await this.services.store.read({ accounts: [account.id], credentials: [account.id], states: [account.id] });
    this.services.shown.add(account.id);
    await this.services.publisher.publish();
    return { account: account.id };
  }

  private async test(request: TestRequest & Partial<SignInRequest>, signal: AbortSignal) {
    await this.services.signIn.enter(request);
    this.services.signIn.requireOwnPassword();
    return this.services.tester.test(request, signal);
  }

  private async save(request: SaveRequest & SignInRequest, signal: AbortSignal): Promise<{ canReconnect: boolean }> {
    const { accounts, founder, keeper, sessions, signIn } = this.services;
    await signIn.enter(request);
    await accounts.find(request.account);
    if (await this.isKeyLost()) {
      keeper.onSafeChange(await founder.foundAnew());
      await keeper.refresh();
    }
    if (sessions.current?.keyring.office) await this.confirmClaims(request.account, signal);
    await accounts.save(request, await signIn.findNewPassword(request));
    return { canReconnect: await canReconnect(this.services.settings) };
  }

  private async remove({ account: idOrName, confirmed = false }: AccountRequest & ConfirmedRequest, signal: AbortSignal) {
    this.services.sessions.require('administrator');
    const { account } = findAccount(await this.services.store.read(), idOrName);
    const removed = confirmed || (await this.confirm('remove', { account: account.name }, signal));
    if (removed) await this.services.administration.remove(account.id);
    return { removed };
  }

  private async setRole(
    { account: idOrName, role, confirmed = false }: AccountRequest & ConfirmedRequest & { role: AccountRole },
    signal: AbortSignal,
  ) {
    this.services.sessions.require('administrator');
    const { account } = findAccount(await this.services.store.read(), idOrName);
    const agreed = confirmed || role === 'user' || (await this.confirm('promote', { account: account.name }, signal));
    if (!agreed) return { changed: false };
    await this.confirmClaims(account.id, signal);
    await this.services.administration.setRole(account.id, role);
    return { changed: true };
  }

  private async rotate({ confirmed = false }: ConfirmedRequest, signal: AbortSignal) {
    const names = await this.services.protection.unconfirmed();
    const asked = names.length > 0 ? 'rotate-claimed' : 'rotate';
    const agreed = confirmed || (await this.confirm(asked, { accounts: names.join(', ') }, signal));
    if (agreed) await this.services.protection.rotate({ confirmsClaims: !confirmed }, signal);
    return { rotated: agreed };
  }

  /** Before something is sealed for whoever chose the password of an account: is that its user? Where nobody can be asked, it isn't done. */
  private async confirmClaims(idOrName: string, signal: AbortSignal): Promise<void> {
    const { account, value } = findAccount(await this.services.store.read(), idOrName);
    if (value.claimedOn === undefined) return;
    const agreed = await this.confirm('claimed', { account: account.name, workstation: value.claimedOn }, signal);
    if (!agreed) throw new ShellError('credentials.account-unconfirmed', { account: account.name });
    await this.services.administration.confirmClaim(account.id);
  }

  private async isKeyLost(): Promise<boolean> {
    const { current } = this.services.sessions;
    if (!current || current.keyring.office || current.keyring.holder) return false;
    const { office } = await this.services.store.read();
    // Whoever has the recovery key has everything still.
    if (office?.value.recovery) throw new ShellError('credentials.office-key-lost');
    return true;
  }

  private confirm(question: string, args: Record<string, string>, signal: AbortSignal): Promise<boolean> {
    const message = { key: `${question}.message`, args };
    return this.dialogs.confirm(
      { message, detail: { key: `${question}.detail`, args }, confirmLabel: { key: `${question}.confirm` } },
      { signal },
    );
  }

  /** The panel shows the new state by the time the command's caller hears of it, whatever became of the work. */
  private async answer(work: () => unknown): Promise<unknown> {
    const { opener, portalSessions, publisher } = this.services;
    await opener.ensureOpen();
    try {
      return await work();
    } finally {
      await opener.follow();
      await portalSessions.refresh();
      await publisher.publish();
    }
  }
}
