import { type JournalNote, type Secret, ShellError } from 'boule-bleue';
import { put, remove } from '../accounts/account-changes.ts';
import type { AccountDocument } from '../accounts/documents.ts';
import { findAccount } from '../accounts/find-account.ts';
import type { OfficeSnapshot, StoredAccount } from '../accounts/office-snapshot.ts';
import type { OfficeStore } from '../accounts/office-store.ts';
import { noteOf } from '../journal/journal-note.ts';
import { HolderKeys } from '../sealing/key-holder.ts';
import { Keyring } from '../sealing/keyring.ts';
import type { PasswordKeys } from '../sealing/password-key.ts';
import { openOfficeKey, type PasswordSecret } from '../sealing/trusted-account.ts';
import { releaseKeys } from '../sealing/withheld-keys.ts';
import { SerialQueue } from '../serial-queue.ts';
import { agreedPassword, type TypedPassword } from './agreed-password.ts';
import { applyPassword } from './apply-password.ts';
import { lockedUntil, waitAfter } from './attempt-limit.ts';
import { actorOf, type OpenSessions } from './open-session.ts';
import { sessionOf } from './session-keeper.ts';

export interface SignInRequest extends TypedPassword {
  /** Id or name. */
  readonly account: string;
}

/** Opens accounts by their passwords. A password is right when it opens the account's keys: nothing else is kept of it. */
export class SignIn {
  private readonly queue = new SerialQueue();

  constructor(
    private readonly store: OfficeStore,
    private readonly sessions: OpenSessions,
    private readonly passwords: PasswordKeys,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Signs in to an account that has a password. One that has neither password nor credentials is claimed by choosing one, typed twice.
   * @throws ShellError `credentials.account-unknown`, `credentials.password-wrong`, `credentials.locked`, `credentials.passwords-differ`,
   *   `credentials.password-missing`, `credentials.not-claimable`, `credentials.account-damaged`, `credentials.office-altered`,
   *   `credentials.password-withheld` where the accounts were moved here and their founder's workstation hasn't opened them since,
   *   `credentials.not-shared` where nobody has to sign in.
   */
  signIn(request: SignInRequest): Promise<void> {
    return this.queue.run(async () => {
      const { current } = this.sessions;
      // Whoever is at the window is the administrator already.
      if (current && !current.keyring.holder) throw new ShellError('credentials.not-shared');
      const stored = await this.freshAccount(request.account);
      this.requireHandedOut(stored);
      if (stored.value.holder) await this.open(stored, await requirePassword(request.password));
      else await this.claim(request);
    });
  }

  /** Ends the session. Noted where it can be: whoever leaves is never kept. */
  async signOut(): Promise<void> {
    const { current } = this.sessions;
    if (!current?.keyring.holder) throw new ShellError('credentials.not-shared');
    this.sessions.set(null);
    await this.note(noteOf('credentials.signed-out', actorOf(current)));
  }

  /**
   * What the printed guide does: « Mot de passe » and « Confirmer » of an account that isn't open on this workstation sign in to it, and do nothing
   * where nothing was typed. Of one that is open nothing happens.
   * @throws as `signIn`.
   */
  async enter(request: Partial<SignInRequest>): Promise<void> {
    if (request.account === undefined || !(await agreedPassword(request))) return;
    const stored = await this.freshAccount(request.account);
    if (!this.sessions.mayUse(stored.account.id)) await this.signIn({ ...request, account: stored.account.id });
  }

  /**
   * The secret of the password that was typed twice for an account that is open, where it is another than the present one.
   * @throws ShellError `credentials.passwords-differ`.
   */
  async findNewPassword(request: SignInRequest): Promise<PasswordSecret | undefined> {
    const password = await agreedPassword(request);
    if (!password) return undefined;
    return this.queue.run(async () => {
      const { account, value } = await this.freshAccount(request.account);
      const { office } = this.sessions.requireAccount(account).keyring;
      const present = office ? releaseKeys(office, account.id, value) : value;
      const isPresent = present?.holder !== undefined && (await this.unwrap(account.id, present, password)) !== undefined;
      return isPresent ? undefined : this.createSecret(password);
    });
  }

  /**
   * An administrator gives an account another password, which its user then has to change. Also ends a wait after wrong passwords.
   * @throws ShellError `credentials.administrator-required`, `credentials.account-unknown`, `credentials.password-missing`,
   *   `credentials.passwords-differ`.
   */
  async resetPassword(request: SignInRequest): Promise<void> {
    this.sessions.require('administrator');
    const password = await agreedPassword(request);
    if (!password) throw new ShellError('credentials.password-missing');
    findAccount(await this.store.read(), request.account);
    const secret = await this.createSecret(password);
    await this.store.change((snapshot) => {
      const session = this.sessions.require('administrator');
      const stored = findAccount(snapshot, request.account);
      const { account, attempts } = stored;
      return {
        changes: [
          put('accounts', account.id, applyPassword(session, snapshot, stored, secret), stored),
          ...remove('attempts', account.id, attempts),
        ],
        notes: [noteOf('credentials.password-reset', { ...actorOf(session), subject: account })],
        result: undefined,
      };
    });
  }

  /** @throws ShellError `credentials.password-must-change` where the administrator gave the present password. */
  requireOwnPassword(): void {
    if (this.sessions.current?.mustChangePassword) throw new ShellError('credentials.password-must-change');
  }

  async createSecret(password: Secret): Promise<PasswordSecret> {
    const parameters = this.passwords.createParameters();
    return { key: await this.passwords.derive(password, parameters), parameters };
  }

  private async open({ account, value, attempts }: StoredAccount, password: Secret): Promise<void> {
    const until = lockedUntil(attempts?.value, this.now());
    if (until !== undefined) throw new ShellError('credentials.locked', { account: account.name, until });
    const keys = await this.unwrap(account.id, value, password);
    if (!keys) return this.refuse(account.id);
    const secret = isOutdated(value, this.passwords) ? await this.createSecret(password) : undefined;
    await this.begin(account.id, keys, secret);
  }

  /** The session begins once it is noted. The office's present key is wrapped anew where the holder knew a former one. */
  private async begin(accountId: string, keys: HolderKeys, secret: PasswordSecret | undefined): Promise<void> {
    const session = await this.store.change((snapshot) => {
      const stored = findAccount(snapshot, accountId);
      const { account, value, attempts } = stored;
      const current = keys.following(value.holder?.endorsements ?? []);
      if (current.officePublicKey !== snapshot.office?.value.publicKey) throw new ShellError('credentials.office-altered');
      const keyring = new Keyring(openOfficeKey(accountId, value, current), { accountId, keys: current });
      const renewed = secret && { ...value, holder: current.wrap(accountId, secret.key), password: secret.parameters };
      return {
        changes: [...(renewed ? [put('accounts', accountId, renewed, stored)] : []), ...remove('attempts', accountId, attempts)],
        notes: [noteOf('credentials.signed-in', { actor: account })],
        result: sessionOf({ account, value }, keyring),
      };
    });
    this.sessions.set(session);
  }

  private async refuse(accountId: string): Promise<never> {
    const failure = await this.store.change((snapshot) => {
      const { account, attempts } = findAccount(snapshot, accountId);
      const count = (attempts?.value.count ?? 0) + 1;
      const at = this.now();
      return {
        changes: [put('attempts', accountId, { count, at }, attempts)],
        notes: [noteOf('credentials.sign-in-refused', { subject: account, details: { count } })],
        result: { name: account.name, waitMs: waitAfter(count), until: at + waitAfter(count) },
      };
    });
    if (failure.waitMs > 0) throw new ShellError('credentials.locked', { account: failure.name, until: failure.until });
    throw new ShellError('credentials.password-wrong', { account: failure.name });
  }

  private async claim(request: SignInRequest): Promise<void> {
    const password = await agreedPassword(request);
    if (!password) throw new ShellError('credentials.password-missing');
    const secret = await this.createSecret(password);
    const session = await this.store.change((snapshot) => {
      const stored = requireClaimable(snapshot, request.account);
      const { account, value } = stored;
      const keys = HolderKeys.create(snapshot.office?.value.publicKey ?? '');
      const { proof: _, dataKey: __, ...document } = value;
      const holder = { holder: keys.wrap(account.id, secret.key), password: secret.parameters };
      const claimed: AccountDocument = { ...document, ...holder, claimedOn: snapshot.status.workstation };
      return {
        changes: [put('accounts', account.id, claimed, stored)],
        notes: [noteOf('credentials.password-chosen', { actor: account, subject: account })],
        result: sessionOf({ account, value: claimed }, new Keyring(undefined, { accountId: account.id, keys })),
      };
    });
    this.sessions.set(session);
  }

  /** The accounts were moved here from a single workstation, which alone can uncover what their passwords open, and hasn't been started since. */
  private requireHandedOut({ account, value }: StoredAccount): void {
    if (!value.isWithheld) return;
    const isProtected = this.store.lastRead?.office?.value.isProtected;
    throw new ShellError(isProtected ? 'credentials.account-damaged' : 'credentials.password-withheld', { account: account.name });
  }

  private async unwrap(
    accountId: string,
    { holder, password: parameters }: AccountDocument,
    password: Secret,
  ): Promise<HolderKeys | undefined> {
    if (!holder || !parameters) throw new ShellError('credentials.account-damaged', { account: accountId });
    return HolderKeys.open(accountId, holder, await this.passwords.derive(password, parameters));
  }

  /** Read anew: another workstation may have counted a wrong password a moment ago. */
  private async freshAccount(idOrName: string): Promise<StoredAccount> {
    const { account } = findAccount(await this.store.read(), idOrName);
    const snapshot = await this.store.read({ accounts: [account.id], attempts: [account.id], office: ['office'] });
    if (snapshot.isOfficeDamaged || !snapshot.office) throw new ShellError('credentials.office-damaged');
    return findAccount(snapshot, account.id);
  }

  private async note(note: JournalNote): Promise<void> {
    await this.store.change(() => ({ changes: [], notes: [note], result: undefined }));
  }
}

/** Neither password nor credentials, nor an administrator's rights. */
function requireClaimable(snapshot: OfficeSnapshot, idOrName: string): StoredAccount {
  const stored = findAccount(snapshot, idOrName);
  const { account, value, credentials, isDamaged } = stored;
  if (value.holder || credentials || isDamaged || value.role === 'administrator') {
    throw new ShellError('credentials.not-claimable', { account: account.name });
  }
  return stored;
}

function isOutdated({ holder, password }: AccountDocument, passwords: PasswordKeys): boolean {
  return (holder?.endorsements.length ?? 0) > 0 || !password || !passwords.isCurrent(password);
}

async function requirePassword(password: Secret | undefined): Promise<Secret> {
  if (!password || (await password.reveal()) === '') throw new ShellError('credentials.password-missing');
  return password;
}
