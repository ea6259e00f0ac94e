import { type Secret, type SharedChange, ShellError } from 'boule-bleue';
import { put } from '../accounts/account-changes.ts';
import { type AccountDocument, type OfficeDocument, officeId } from '../accounts/documents.ts';
import { findAccount } from '../accounts/find-account.ts';
import type { OfficeSnapshot, Stored, StoredAccount } from '../accounts/office-snapshot.ts';
import type { OfficeStore } from '../accounts/office-store.ts';
import { noteOf } from '../journal/journal-note.ts';
import { accountsAtOnce, breathe } from '../several/breathe.ts';
import { agreedPassword, type TypedPassword } from '../sign-in/agreed-password.ts';
import { actorOf, type OpenSessions } from '../sign-in/open-session.ts';
import type { SessionKeeper } from '../sign-in/session-keeper.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import { OfficeKey } from './office-key.ts';
import type { OfficeKeySafe } from './office-key-safe.ts';
import { asProtected, createRecovery, hasProtected, openRecovery, renewRecovery } from './recovery.ts';
import { RecoveryKey } from './recovery-key.ts';
import { rotateAccount } from './rotate-account.ts';
import { givePassword, isVouchedFor } from './trusted-account.ts';
import { handOutKeys } from './withheld-keys.ts';

export interface ProtectRequest extends TypedPassword {
  /** Id or name of an administrator; without it, the one whose session this is. */
  readonly account?: string;
}

export interface RecoverRequest extends ProtectRequest {
  readonly recoveryKey: Secret;
}

/** Shown once. Nothing keeps it. */
export interface ShownRecoveryKey {
  readonly recoveryKey: string;
}

/** Below this an office's whole credentials would hang on what a thief guesses in an afternoon. */
const minimumPasswordLength = 8;

/** Who can open the office: administrators by their passwords, whoever has the recovery key, and until then the workstation that founded it. */
export class Protection {
  constructor(
    private readonly store: OfficeStore,
    private readonly sessions: OpenSessions,
    private readonly keeper: SessionKeeper,
    private readonly safe: OfficeKeySafe,
    private readonly signIn: SignIn,
  ) {}

  /**
   * Closes the office to whoever has no password. The key leaves this workstation once an administrator's password and the recovery key open it
   * for good.
   * @returns the recovery key, where there was none that somebody typed back.
   * @throws ShellError `credentials.administrator-required`, `.protected-already`, `.password-missing`, `.password-too-short`, `.passwords-differ`,
   *   `.not-shared` on a workstation that stands alone, `.office-key-lost`.
   */
  async protect(request: ProtectRequest): Promise<ShownRecoveryKey | undefined> {
    const key = this.requireKey();
    requireOpenOffice(await this.store.read());
    const password = await requireNewPassword(request);
    const secret = await this.signIn.createSecret(password);
    const recoveryKey = RecoveryKey.create();
    const done = await this.store.change((snapshot) => {
      const office = requireOpenOffice(snapshot);
      const administrator = findAdministrator(snapshot, request.account ?? this.sessions.current?.account.id);
      const isRecoverable = office.value.recovery?.isVerified ?? false;
      const recovery = isRecoverable ? office.value.recovery : createRecovery(key, recoveryKey);
      const { account, value } = administrator;
      const protectedAccount = givePassword(key, account.id, { ...value, role: 'administrator' }, secret);
      return {
        changes: [
          put('office', officeId, asProtected(key, { ...office.value, ...(recovery && { recovery }) }), office),
          put('accounts', account.id, protectedAccount, administrator),
          ...handOutKeys(
            key,
            snapshot.accounts.filter((other) => other !== administrator),
          ),
        ],
        notes: [
          noteOf('credentials.office-protected', { actor: account, subject: account }),
          ...(isRecoverable ? [] : [noteOf('credentials.recovery-key-shown', { actor: account })]),
        ],
        result: { account: account.id, ...(!isRecoverable && { shown: { recoveryKey: recoveryKey.format() } }) },
      };
    });
    await this.closeWorkstation(key);
    await this.signIn.signIn({ account: done.account, password });
    return done.shown;
  }

  /** Replaces the recovery key. @throws ShellError `credentials.administrator-required`, `credentials.office-key-lost`. */
  async createRecoveryKey(): Promise<ShownRecoveryKey> {
    const key = this.requireKey();
    const recoveryKey = RecoveryKey.create();
    return this.store.change((snapshot) => {
      const office = requireOffice(snapshot);
      return {
        changes: [put('office', officeId, { ...office.value, recovery: createRecovery(key, recoveryKey) }, office)],
        notes: [noteOf('credentials.recovery-key-shown', actorOf(this.sessions.current))],
        result: { recoveryKey: recoveryKey.format() },
      };
    });
  }

  /** Whether what somebody wrote down is the recovery key. @throws ShellError `credentials.administrator-required`, `.recovery-key-*`. */
  async verifyRecoveryKey(typed: Secret): Promise<void> {
    const session = this.sessions.require('administrator');
    await this.store.change(async (snapshot) => {
      const office = requireOffice(snapshot);
      const recovery = office.value.recovery;
      await openWith(office.value, typed);
      if (!recovery || recovery.isVerified) return { changes: [], result: undefined };
      return {
        changes: [put('office', officeId, { ...office.value, recovery: { ...recovery, isVerified: true } }, office)],
        notes: [noteOf('credentials.recovery-key-verified', actorOf(session))],
        result: undefined,
      };
    });
  }

  /**
   * Opens the office with the recovery key: gives an administrator a new password and signs in, or gives the key back to a workstation that stands
   * alone and isn't protected. In a réseau that isn't, this protects it: what its row says must not put the key on a workstation.
   * @throws ShellError `credentials.recovery-key-*`, `.password-missing`, `.password-too-short`, `.passwords-differ`, `.account-unknown`.
   */
  async recover(request: RecoverRequest): Promise<void> {
    const { status, ...read } = await this.store.read({ office: [officeId] });
    const office = requireOffice(read);
    const key = await openWith(office.value, request.recoveryKey);
    if (!office.value.isProtected && status.location === 'workstation') {
      await this.safe.keep(key);
      this.keeper.onSafeChange(key);
      await this.store.change(() => ({ changes: [], notes: [noteOf('credentials.recovery-key-used')], result: undefined }));
      return this.keeper.refresh();
    }
    const password = await requireNewPassword(request);
    const secret = await this.signIn.createSecret(password);
    const account = await this.store.change((snapshot) => {
      const { value, revision } = requireOffice(snapshot);
      if (value.publicKey !== key.publicKey) throw new ShellError('credentials.office-altered');
      const stored = findAdministrator(snapshot, request.account);
      const trusted = isVouchedFor(key, stored.account.id, stored.value) ? stored.value : withoutKeys(stored.value);
      return {
        changes: [
          put('accounts', stored.account.id, givePassword(key, stored.account.id, { ...trusted, role: 'administrator' }, secret), stored),
          ...(stored.attempts ? [{ collection: 'attempts', id: stored.account.id }] : []),
          ...(value.isProtected ? [] : [put('office', officeId, asProtected(key, value), { value, revision })]),
          ...(value.isProtected
            ? []
            : handOutKeys(
                key,
                snapshot.accounts.filter((other) => other !== stored),
              )),
        ],
        notes: [noteOf('credentials.recovery-key-used', { subject: stored.account })],
        result: stored.account.id,
      };
    });
    await this.signIn.signIn({ account, password });
  }

  /** Names of the accounts whose password somebody chose whom no administrator has confirmed yet. */
  async unconfirmed(): Promise<readonly string[]> {
    this.sessions.require('administrator');
    const { accounts } = await this.store.read();
    return accounts.filter(({ value }) => value.claimedOn !== undefined).map(({ account }) => account.name);
  }

  /**
   * A new key for the office and new data keys for all accounts, in one write. Passwords and the recovery key stay.
   * @param confirmsClaims says that those who chose the passwords of their accounts themselves are their users.
   * @throws ShellError `credentials.administrator-required`, `.account-unconfirmed`, `.account-altered`, `.recovery-key-altered`; an `AbortError`
   *   while nothing is written yet.
   */
  async rotate({ confirmsClaims }: { readonly confirmsClaims: boolean }, signal?: AbortSignal): Promise<void> {
    const former = this.requireKey();
    const next = OfficeKey.create();
    // Whatever the office's document says of itself: a workstation that had no key gets none.
    const isKept = (await this.safe.read(former.publicKey)) !== undefined;
    // The workstation has both until the write is durable, and finds the right one by its public key.
    if (isKept) await this.safe.keep(next);
    let isPlanned = false;
    try {
      await this.store.change(async (snapshot) => {
        const plan = await this.planRotation(snapshot, former, next, { confirmsClaims, signal });
        isPlanned = true;
        return plan;
      });
    } catch (error) {
      // What the store doesn't answer may have been done all the same: the keys decide at the next start.
      const isUnwritten = !isPlanned || (error instanceof ShellError && !error.code.startsWith('shared-storage.'));
      if (isKept && isUnwritten) await this.safe.forget(next.publicKey);
      throw error;
    }
    if (isKept) await this.safe.forget(former.publicKey);
    await this.keeper.refresh();
  }

  private async planRotation(
    snapshot: OfficeSnapshot,
    former: OfficeKey,
    next: OfficeKey,
    { confirmsClaims, signal }: { readonly confirmsClaims: boolean; readonly signal: AbortSignal | undefined },
  ) {
    const office = requireOffice(snapshot);
    if (office.value.publicKey !== former.publicKey) throw new ShellError('credentials.office-altered');
    const recovery = office.value.recovery && renewRecovery(former, next, office.value.recovery);
    if (office.value.recovery && !recovery) throw new ShellError('credentials.recovery-key-altered');
    const document: OfficeDocument = { ...office.value, publicKey: next.publicKey, ...(recovery && { recovery }) };
    const renewed = hasProtected(former, office.value) ? asProtected(next, document) : document;
    const changes: SharedChange[] = [put('office', officeId, renewed, office)];
    for (const [index, stored] of snapshot.accounts.entries()) {
      if (index % accountsAtOnce === accountsAtOnce - 1) await breathe();
      signal?.throwIfAborted();
      requireRotatable(former, stored, confirmsClaims);
      changes.push(...rotateAccount(former, next, stored));
    }
    const details = { count: snapshot.accounts.length };
    return { changes, notes: [noteOf('credentials.keys-rotated', { ...actorOf(this.sessions.current), details })], result: undefined };
  }

  private requireKey(): OfficeKey {
    const { office } = this.sessions.require('administrator').keyring;
    if (!office) throw new ShellError('credentials.office-key-lost');
    return office;
  }

  private async closeWorkstation(key: OfficeKey): Promise<void> {
    await this.safe.forget(key.publicKey);
    this.keeper.onSafeChange(undefined);
    this.sessions.set(null);
  }
}

function requireOffice({ office }: Pick<OfficeSnapshot, 'office'>): Stored<OfficeDocument> {
  if (!office) throw new ShellError('credentials.office-damaged');
  return office;
}

function requireOpenOffice(snapshot: OfficeSnapshot): Stored<OfficeDocument> {
  if (snapshot.status.location === 'workstation') throw new ShellError('credentials.not-shared');
  const office = requireOffice(snapshot);
  if (office.value.isProtected) throw new ShellError('credentials.protected-already');
  return office;
}

function findAdministrator(snapshot: OfficeSnapshot, idOrName: string | undefined): StoredAccount {
  if (idOrName !== undefined) return findAccount(snapshot, idOrName);
  return snapshot.accounts.find(({ value }) => value.role === 'administrator') ?? findAccount(snapshot, undefined);
}

function requireRotatable(office: OfficeKey, { account, value }: StoredAccount, confirmsClaims: boolean): void {
  if (isVouchedFor(office, account.id, value) || (value.claimedOn !== undefined && confirmsClaims)) return;
  const code = value.claimedOn === undefined ? 'credentials.account-altered' : 'credentials.account-unconfirmed';
  throw new ShellError(code, { account: account.name });
}

async function openWith(office: OfficeDocument, typed: Secret): Promise<OfficeKey> {
  const recoveryKey = RecoveryKey.parse(await typed.reveal());
  if (!recoveryKey) throw new ShellError('credentials.recovery-key-mistyped');
  if (!office.recovery) throw new ShellError('credentials.recovery-key-missing');
  const key = openRecovery(office.recovery, recoveryKey);
  if (key?.publicKey !== office.publicKey) throw new ShellError('credentials.recovery-key-wrong');
  return key;
}

async function requireNewPassword(request: TypedPassword): Promise<Secret> {
  const password = await agreedPassword(request);
  if (!password) throw new ShellError('credentials.password-missing');
  if ([...(await password.reveal())].length < minimumPasswordLength) {
    throw new ShellError('credentials.password-too-short', { minimum: minimumPasswordLength });
  }
  return password;
}

function withoutKeys({ name, role, createdAt }: AccountDocument): AccountDocument {
  return { name, role, createdAt };
}
