import { type Secret, type SharedChange, ShellError } from 'boule-bleue';
import { findFieldProblems, identityFields, type NetEntreprisesCredentials } from '../identity/net-entreprises-identity.ts';
import { normaliseSiret } from '../identity/siret.ts';
import { noteOf, type TestOutcome } from '../journal/journal-note.ts';
import type { UnsealedCredentials } from '../sealing/account-credentials.ts';
import { isVouchedFor, type PasswordSecret } from '../sealing/trusted-account.ts';
import { applyPassword } from '../sign-in/apply-password.ts';
import { actorOf, type OpenSession, type OpenSessions } from '../sign-in/open-session.ts';
import type { CredentialFingerprint } from '../verification/credential-fingerprint.ts';
import type { FailureCounter } from '../verification/failure-counter.ts';
import { findLastSuccess } from '../verification/last-success.ts';
import type { Account } from './account.ts';
import { put } from './account-changes.ts';
import type { AccountStatus, KnownStateKind } from './account-status.ts';
import type { CredentialsDocument, StateDocument } from './documents.ts';
import { findAccount } from './find-account.ts';
import type { StoredAccount } from './office-snapshot.ts';
import type { OfficeStore } from './office-store.ts';

/** Net-entreprises fields as typed. What is left out, and an empty password, stands for what is saved. */
export interface TypedCredentials {
  readonly siret?: string;
  readonly lastName?: string;
  readonly firstName?: string;
  readonly netEntreprisesPassword?: Secret;
}

export interface SaveRequest extends TypedCredentials {
  /** Id or name. */
  readonly account: string;
  /** `AccountDetail.revision` as it was when the user began; left out: whatever is saved. */
  readonly revision?: string;
}

/** An account with what is saved for it. */
export interface UnsealedAccount extends UnsealedCredentials {
  readonly account: Account;
}

/** What a save writes, and of what it was made. */
export interface PreparedSave {
  readonly changes: readonly SharedChange[];
  readonly credentials: NetEntreprisesCredentials;
  /** The Net-entreprises password that was saved before. */
  readonly formerPassword: string | undefined;
  readonly isChanged: boolean;
}

export interface AccountWithStatus {
  readonly account: Account;
  readonly status: AccountStatus;
}

interface RememberedTest {
  readonly fingerprint: string;
  readonly kind: KnownStateKind;
  readonly at: number;
}

/** The accounts with their credentials, and what the portal is known to think of these, as far as the session may see them. */
export class AccountService {
  private readonly rememberedTests = new Map<string, RememberedTest>();
  /** What didn't open when it was last looked at. */
  private readonly unreadable = new Set<string>();

  constructor(
    private readonly store: OfficeStore,
    private readonly sessions: OpenSessions,
    private readonly failures: FailureCounter,
    private readonly fingerprint: CredentialFingerprint,
    private readonly now: () => number = Date.now,
  ) {}

  /** Those that the session may see, unsealed. */
  async list(): Promise<readonly UnsealedAccount[]> {
    const { accounts } = await this.store.read();
    return accounts.filter(({ account }) => this.sessions.mayUse(account.id)).map((stored) => this.unseal(stored));
  }

  /** How those stand that the session may see. Unseals nothing. */
  async statuses(): Promise<readonly AccountWithStatus[]> {
    const { accounts } = await this.store.read();
    return accounts
      .filter(({ account }) => this.sessions.mayUse(account.id))
      .map((stored) => ({ account: stored.account, status: this.status(stored) }));
  }

  /** How an account stands, as far as that is known without unsealing it once more. */
  status(stored: StoredAccount): AccountStatus {
    const { account, credentials, isDamaged } = stored;
    const { current } = this.sessions;
    const isKeyLost = current !== null && !current.keyring.office && !current.keyring.holder;
    if (isDamaged || (credentials && (isKeyLost || this.unreadable.has(sealId(stored))))) return { kind: 'unreadable' };
    if (!credentials) return { kind: 'incomplete' };
    const { knownState } = account;
    return knownState?.revision === credentials.value.revision ? { kind: knownState.kind, at: knownState.at } : { kind: 'never-tested' };
  }

  /** What others may know of the accounts. Unseals nothing, and tells what was known last while the store is out of reach. */
  async names(): Promise<readonly { readonly id: string; readonly name: string }[]> {
    const snapshot = await this.store.read().catch((error) => {
      if (this.store.lastRead) return this.store.lastRead;
      throw error;
    });
    return snapshot.accounts.map(({ account: { id, name } }) => ({ id, name }));
  }

  /**
   * @param idOrName without it, the account that is signed in, else the first.
   * @throws ShellError `credentials.account-unknown`, `credentials.sign-in-required`, `credentials.account-foreign`.
   */
  async find(idOrName?: string): Promise<UnsealedAccount> {
    const stored = findAccount(await this.store.read(), idOrName, this.sessions.current?.account.id);
    this.sessions.requireAccount(stored.account);
    return this.unseal(stored);
  }

  /**
   * Saves what was typed over what is saved, in one write, with the account's new password where there is one.
   * @throws ShellError `credentials.account-unknown`, `credentials.conflict`, `credentials.sign-in-required`, `.account-foreign`,
   *   `.password-must-change`, `.account-unconfirmed`, `.account-altered`, `.office-key-lost`, and `credentials.missing`,
   *   `.control-character`, `.too-long`, `.siret-length`, `.siret-not-digits` for a field.
   */
  async save(request: SaveRequest, newPassword?: PasswordSecret): Promise<void> {
    const saved = await this.store.change(async (snapshot) => {
      const found = findAccount(snapshot, request.account);
      const session = this.sessions.requireAccount(found.account);
      refuseOutdated(request, found);
      const stored = newPassword ? { ...found, value: applyPassword(session, snapshot, found, newPassword) } : found;
      requireOwnPassword(stored, session);
      const { credentials } = this.unseal(found);
      const netEntreprises = await this.savable(request, credentials?.netEntreprises);
      const prepared = netEntreprises && (await this.prepareSave(stored, netEntreprises, this.unseal(found)));
      const subject = found.account;
      const passwordNote = found.value.holder ? 'credentials.password-changed' : 'credentials.password-chosen';
      return {
        changes: prepared?.changes ?? (newPassword ? [put('accounts', found.account.id, stored.value, found)] : []),
        notes: [
          ...(newPassword ? [noteOf(passwordNote, { ...actorOf(session), subject })] : []),
          ...(prepared ? [noteOf('credentials.saved', { ...actorOf(session), subject })] : []),
        ],
        result: prepared,
      };
    });
    if (saved?.isChanged) await this.startCountAnew(request.account, saved);
  }

  /**
   * The changes that save these credentials for an account. Writes nothing.
   * @throws ShellError `credentials.sign-in-required`, `.account-foreign`, `.account-unconfirmed`, `.account-altered`, `.office-key-lost`.
   */
  async prepareSave(stored: StoredAccount, netEntreprises: NetEntreprisesCredentials, former = this.unseal(stored)): Promise<PreparedSave> {
    const { id } = stored.account;
    const session = this.sessions.requireAccount(stored.account);
    requireTrusted(stored, session);
    const saved = former.credentials;
    const isChanged = !saved?.netEntreprises || !sameCredentials(netEntreprises, saved.netEntreprises);
    const isNewPassword = netEntreprises.password !== saved?.netEntreprises?.password;
    const revision = isChanged ? crypto.randomUUID() : saved.revision;
    const lastSuccess = isChanged ? findLastSuccess(former) : saved.lastSuccess;
    const content = { revision, netEntreprises, ...(lastSuccess && { lastSuccess }) };
    const { account, sealed } = session.keyring.seal(id, stored.value, content);
    const passwordChangedAt = isNewPassword ? this.now() : stored.account.passwordChangedAt;
    const document: CredentialsDocument = {
      ...{ revision, sealed, savedAt: this.now(), savedBy: session.account.name },
      ...(passwordChangedAt !== undefined && { passwordChangedAt }),
    };
    const credentials = stored.isDamaged
      ? { collection: 'credentials', id, value: document }
      : put('credentials', id, document, stored.credentials);
    const state = isChanged ? await this.testedState(stored, revision, netEntreprises) : [];
    const changes = [put('accounts', id, account, stored), credentials, ...state];
    return { changes, credentials: netEntreprises, formerPassword: saved?.netEntreprises?.password, isChanged };
  }

  /** Fills what was typed up with what is saved; what is in neither is empty. */
  async complete(typed: TypedCredentials, saved: NetEntreprisesCredentials | undefined): Promise<NetEntreprisesCredentials> {
    return {
      siret: normaliseSiret(typed.siret ?? saved?.siret ?? '').siret,
      lastName: typed.lastName ?? saved?.lastName ?? '',
      firstName: typed.firstName ?? saved?.firstName ?? '',
      password: (await typed.netEntreprisesPassword?.reveal()) || (saved?.password ?? ''),
    };
  }

  /** Keeps what the portal said: at once where the tested credentials are the saved ones, else until they are saved. */
  async recordTest(accountId: string, tested: NetEntreprisesCredentials, kind: KnownStateKind): Promise<void> {
    const at = this.now();
    this.rememberedTests.set(accountId, { fingerprint: await this.fingerprint.of(tested), kind, at });
    await this.recordState(accountId, tested, (revision, former) => answered(former, { revision, kind, at }), kind);
  }

  /** Notes that a try of what is saved brought no answer. What is known of it stays as it is. */
  recordSilence(accountId: string, tested: NetEntreprisesCredentials): Promise<void> {
    const silence = (_: string, former: StateDocument) => ({ unansweredSince: this.now(), ...former });
    return this.recordState(accountId, tested, silence, 'silent');
  }

  private recordState(
    accountId: string,
    tested: NetEntreprisesCredentials,
    next: (revision: string, former: StateDocument) => StateDocument,
    outcome: TestOutcome,
  ): Promise<void> {
    return this.store.change((snapshot) => {
      const stored = findAccount(snapshot, accountId);
      const session = this.sessions.requireAccount(stored.account);
      const { credentials } = this.unseal(stored);
      const note = noteOf('credentials.tested', { ...actorOf(session), subject: stored.account, details: { outcome } });
      if (!credentials || !sameCredentials(tested, credentials.netEntreprises)) return { changes: [], notes: [note], result: undefined };
      const state = next(credentials.revision, stored.state?.value ?? {});
      return { changes: [put('states', accountId, state, stored.state)], notes: [note], result: undefined };
    });
  }

  /** What is saved for an account that the session may use. */
  unseal(stored: StoredAccount): UnsealedAccount {
    const { account, value, credentials, isDamaged } = stored;
    if (!credentials) return { account, unreadable: isDamaged };
    const unsealed = this.sessions.current?.keyring.unseal(account.id, value, credentials.value);
    if (unsealed) return { account, credentials: unsealed, unreadable: false };
    this.unreadable.add(sealId(stored));
    return { account, unreadable: true };
  }

  private async savable(request: SaveRequest, saved: NetEntreprisesCredentials | undefined) {
    const completed = await this.complete(request, saved);
    const { password: netEntreprisesPassword, ...identity } = completed;
    if (!saved && Object.values(completed).every((value) => value === '')) return undefined;
    const problems = findFieldProblems({ ...identity, netEntreprisesPassword });
    const field = identityFields.find((candidate) => problems[candidate]);
    const problem = field && problems[field];
    if (!problem) return completed;
    const { kind, ...details } = problem;
    throw new ShellError(`credentials.${kind}`, { field, ...details });
  }

  /** What is known of other credentials is forgotten; what was tested just now and is saved now is known. */
  private async testedState({ account, state }: StoredAccount, revision: string, saved: NetEntreprisesCredentials) {
    const test = this.rememberedTests.get(account.id);
    const isTested = test?.fingerprint === (await this.fingerprint.of(saved));
    if (test && isTested) return [put('states', account.id, answered({}, { revision, kind: test.kind, at: test.at }), state)];
    return state ? [put('states', account.id, withoutSilence(state.value), state)] : [];
  }

  private async startCountAnew(idOrName: string, { credentials, formerPassword }: PreparedSave): Promise<void> {
    if (credentials.password === formerPassword) return;
    const { account } = findAccount(await this.store.read(), idOrName);
    const test = this.rememberedTests.get(account.id);
    const isTested = test?.fingerprint === (await this.fingerprint.of(credentials));
    // A password known to be refused is no fresh start: its refusal counts on.
    if (!(isTested && test?.kind === 'refused')) await this.failures.reset(credentials);
  }
}

/** Names what is sealed, and with what: another of either may open. */
function sealId({ account, revision, credentials }: StoredAccount): string {
  return `${account.id} ${revision} ${credentials?.revision}`;
}

function refuseOutdated({ revision }: SaveRequest, { account, credentials }: StoredAccount): void {
  if (revision === undefined || revision === revisionOf(credentials)) return;
  throw new ShellError('credentials.conflict', {
    account: account.name,
    savedBy: credentials?.value.savedBy ?? '',
    savedAt: credentials?.value.savedAt ?? 0,
  });
}

/** What `AccountDetail.revision` holds: the empty text where nothing is saved. */
export function revisionOf(credentials: StoredAccount['credentials']): string {
  return credentials ? String(credentials.revision) : '';
}

function requireOwnPassword({ account, value }: StoredAccount, session: OpenSession): void {
  if (value.mustChangePassword && session.account.id === account.id) throw new ShellError('credentials.password-must-change');
}

/** What is sealed for an account can be read by its holder: the office must have said whose keys these are. */
function requireTrusted({ account, value }: StoredAccount, { keyring: { office, holder } }: OpenSession): void {
  if (!office && !holder) throw new ShellError('credentials.office-key-lost');
  if (!office || isVouchedFor(office, account.id, value)) return;
  const code = value.claimedOn === undefined ? 'credentials.account-altered' : 'credentials.account-unconfirmed';
  throw new ShellError(code, { account: account.name });
}

/** The state once the portal has said something of the credentials. */
function answered(
  former: StateDocument,
  state: { readonly revision: string; readonly kind: KnownStateKind; readonly at: number },
): StateDocument {
  const acceptedBefore = former.known?.revision === state.revision ? former.known.acceptedAt : undefined;
  const acceptedAt = state.kind === 'accepted' ? state.at : acceptedBefore;
  return { known: { ...state, ...(acceptedAt !== undefined && { acceptedAt }) } };
}

function withoutSilence({ unansweredSince: _, ...state }: StateDocument): StateDocument {
  return state;
}

function sameCredentials(one: NetEntreprisesCredentials | undefined, other: NetEntreprisesCredentials | undefined): boolean {
  if (!one || !other) return one === other;
  return (['siret', 'lastName', 'firstName', 'password'] as const).every((member) => one[member] === other[member]);
}
