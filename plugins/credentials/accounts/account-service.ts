import { type Secret, ShellError } from 'boule-bleue';
import { findFieldProblems, identityFields, type NetEntreprisesCredentials } from '../identity/net-entreprises-identity.ts';
import { normaliseSiret } from '../identity/siret.ts';
import type { CredentialsVault, UnsealedCredentials } from '../sealing/credentials-vault.ts';
import { SerialQueue } from '../serial-queue.ts';
import type { CredentialFingerprint } from '../verification/credential-fingerprint.ts';
import type { FailureCounter } from '../verification/failure-counter.ts';
import { findLastSuccess } from '../verification/last-success.ts';
import { checkAccountName } from './account-name.ts';
import type { Account, AccountStore, KnownState, KnownStateKind } from './account-store.ts';

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
  /** The Impact emploi password and its confirmation; both left out or empty: unchanged. */
  readonly password?: Secret;
  readonly confirmation?: Secret;
}

/** An account with what is saved for it. */
export interface UnsealedAccount extends UnsealedCredentials {
  readonly account: Account;
}

interface RememberedTest {
  readonly fingerprint: string;
  readonly kind: KnownStateKind;
  readonly at: number;
}

const firstAccount = { id: 'administrateur', name: 'Administrateur' };

/** The accounts with their credentials, and what the portal is known to think of these. */
export class AccountService {
  private readonly queue = new SerialQueue();
  private readonly rememberedTests = new Map<string, RememberedTest>();

  constructor(
    private readonly store: AccountStore,
    private readonly vault: CredentialsVault,
    private readonly failures: FailureCounter,
    private readonly fingerprint: CredentialFingerprint,
    private readonly now: () => number = Date.now,
  ) {}

  /** Gives a fresh installation the account that a single workstation works with. */
  createFirst(): Promise<void> {
    return this.queue.run(async () => {
      if ((await this.store.list()).length === 0) await this.store.put({ ...firstAccount, createdAt: this.now() });
    });
  }

  async list(): Promise<readonly UnsealedAccount[]> {
    const accounts = await this.store.list();
    return Promise.all(accounts.map(async (account) => ({ account, ...(await this.vault.read(account.id)) })));
  }

  /** What others may know of the accounts. Unseals nothing. */
  async names(): Promise<readonly { readonly id: string; readonly name: string }[]> {
    return (await this.store.list()).map(({ id, name }) => ({ id, name }));
  }

  /**
   * @param idOrName without it, the first account.
   * @throws ShellError `credentials.account-unknown`.
   */
  async find(idOrName?: string): Promise<UnsealedAccount> {
    const accounts = await this.store.list();
    const account = accounts.find(({ id }) => id === idOrName) ?? accounts.find(({ name }) => name === (idOrName ?? name));
    if (!account) throw new ShellError('credentials.account-unknown', { account: idOrName ?? '' });
    return { account, ...(await this.vault.read(account.id)) };
  }

  /** Resolves with the new account's id. @throws ShellError `credentials.account-name-*`. */
  add(name: string): Promise<string> {
    return this.queue.run(async () => {
      const others = await this.store.list();
      // After all others, even within one millisecond or after the clock was set back.
      const createdAt = Math.max(this.now(), ...others.map((other) => other.createdAt + 1));
      const account = { id: crypto.randomUUID(), name: checkAccountName(name, others), createdAt };
      await this.store.put(account);
      return account.id;
    });
  }

  /** @throws ShellError `credentials.account-unknown`, `credentials.account-name-*`. */
  rename(idOrName: string, name: string): Promise<void> {
    return this.queue.run(async () => {
      const { account } = await this.find(idOrName);
      const others = (await this.store.list()).filter(({ id }) => id !== account.id);
      await this.store.put({ ...account, name: checkAccountName(name, others) });
    });
  }

  /** @throws ShellError `credentials.account-unknown`, `credentials.account-last`. */
  remove(idOrName: string): Promise<void> {
    return this.queue.run(async () => {
      const { account } = await this.find(idOrName);
      if ((await this.store.list()).length === 1) throw new ShellError('credentials.account-last', { account: account.name });
      // The secrets first: should the second step fail, an account without credentials is left, never the reverse.
      await this.vault.forget(account.id);
      await this.store.remove(account.id);
      this.rememberedTests.delete(account.id);
    });
  }

  /**
   * Saves what was typed over what is saved, in one sealed write.
   * @throws ShellError `credentials.account-unknown`, `credentials.passwords-differ`, and
   *   `credentials.missing`, `.control-character`, `.too-long`, `.siret-length`, `.siret-not-digits` for a field.
   */
  save(request: SaveRequest): Promise<void> {
    return this.queue.run(async () => {
      const unsealed = await this.find(request.account);
      const { account, credentials: saved } = unsealed;
      const password = (await agreedPassword(request)) ?? saved?.password;
      const netEntreprises = await this.savable(request, saved?.netEntreprises);
      const changed = !sameCredentials(netEntreprises, saved?.netEntreprises);
      const revision = changed || !saved ? crypto.randomUUID() : saved.revision;
      const lastSuccess = changed ? findLastSuccess(unsealed) : saved?.lastSuccess;
      await this.vault.write(account.id, {
        revision,
        ...(lastSuccess && { lastSuccess }),
        ...(password !== undefined && { password }),
        ...(netEntreprises && { netEntreprises }),
      });
      if (changed && netEntreprises) await this.startAnew(account, revision, netEntreprises, saved?.netEntreprises?.password);
    });
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
  recordTest(accountId: string, tested: NetEntreprisesCredentials, kind: KnownStateKind): Promise<void> {
    return this.queue.run(async () => {
      const at = this.now();
      this.rememberedTests.set(accountId, { fingerprint: await this.fingerprint.of(tested), kind, at });
      const { account, credentials } = await this.find(accountId);
      if (!credentials || !sameCredentials(tested, credentials.netEntreprises)) return;
      await this.store.put(answered(account, { revision: credentials.revision, kind, at }));
    });
  }

  /** Notes that a try of what is saved brought no answer. What is known of it stays as it is. */
  recordSilence(accountId: string, tested: NetEntreprisesCredentials): Promise<void> {
    return this.queue.run(async () => {
      const { account, credentials } = await this.find(accountId);
      if (account.unansweredSince !== undefined || !sameCredentials(tested, credentials?.netEntreprises)) return;
      await this.store.put({ ...account, unansweredSince: this.now() });
    });
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

  private async startAnew(former: Account, revision: string, saved: NetEntreprisesCredentials, formerPassword: string | undefined) {
    const account = saved.password === formerPassword ? former : { ...former, passwordChangedAt: this.now() };
    const test = this.rememberedTests.get(account.id);
    const isTested = test?.fingerprint === (await this.fingerprint.of(saved));
    const state = test && isTested && { revision, kind: test.kind, at: test.at };
    await this.store.put(state ? answered(account, state) : withoutSilence(account));
    // A password known to be refused is no fresh start: its refusal counts on.
    if (saved.password !== formerPassword && !(isTested && test?.kind === 'refused')) await this.failures.reset(saved);
  }
}

/** The account once the portal has said something of its credentials. */
function answered(account: Account, state: Pick<KnownState, 'revision' | 'kind' | 'at'>): Account {
  const { knownState: former } = account;
  const acceptedBefore = former?.revision === state.revision ? former.acceptedAt : undefined;
  const acceptedAt = state.kind === 'accepted' ? state.at : acceptedBefore;
  return { ...withoutSilence(account), knownState: { ...state, ...(acceptedAt !== undefined && { acceptedAt }) } };
}

function withoutSilence({ unansweredSince: _, ...account }: Account): Account {
  return account;
}

async function agreedPassword({ password, confirmation }: SaveRequest): Promise<string | undefined> {
  const [first, second] = await Promise.all([password?.reveal() ?? '', confirmation?.reveal() ?? '']);
  if (first !== second) throw new ShellError('credentials.passwords-differ');
  return first === '' ? undefined : first;
}

function sameCredentials(one: NetEntreprisesCredentials | undefined, other: NetEntreprisesCredentials | undefined): boolean {
  if (!one || !other) return one === other;
  return (['siret', 'lastName', 'firstName', 'password'] as const).every((member) => one[member] === other[member]);
}
