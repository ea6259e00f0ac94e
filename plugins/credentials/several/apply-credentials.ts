import { type SharedChange, ShellError } from 'boule-bleue';
import { put } from '../accounts/account-changes.ts';
import type { AccountService } from '../accounts/account-service.ts';
import { findAccount } from '../accounts/find-account.ts';
import type { OfficeSnapshot, StoredAccount } from '../accounts/office-snapshot.ts';
import type { OfficeStore } from '../accounts/office-store.ts';
import { findFieldProblems, hasProblems, type NetEntreprisesCredentials } from '../identity/net-entreprises-identity.ts';
import { noteOf } from '../journal/journal-note.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { PortalAttempts } from '../verification/portal-attempts.ts';
import { accountsAtOnce, breathe } from './breathe.ts';

export interface ApplyRequest {
  /** Id or name of the account whose saved credentials are copied. */
  readonly account: string;
  /** Ids or names of those that get them. */
  readonly targets: readonly string[];
}

export interface ApplyParts {
  readonly store: OfficeStore;
  readonly accounts: AccountService;
  readonly attempts: Pick<PortalAttempts, 'make'>;
  readonly sessions: Pick<Sessions, 'require'>;
  readonly now: () => number;
}

/** So long the portal's word for what is saved stands for a test of it. */
const acceptanceMs = 10 * 60_000;
/** A write takes 10,000 changes, of which each account is three. */
const maximumTargets = 3_000;

/** « Appliquer à… »: one account's credentials for several, after the portal has accepted exactly these, in one write. */
export class ApplyCredentials {
  constructor(private readonly parts: ApplyParts) {}

  /**
   * Resolves with the names of the accounts that have the credentials now. All get them, or none does.
   * @throws ShellError `credentials.administrator-required`, `credentials.account-unknown` for the source, `credentials.apply-nothing`,
   *   `.apply-nobody`, `.apply-too-many`, `.apply-refused`, `.apply-conflict`, `credentials.lock-risk`, `credentials.test-running`, what
   *   `AccountService.prepareSave` throws; `shared-storage.*`; an `AbortError` while nothing is written yet.
   */
  async apply({ account, targets }: ApplyRequest, signal: AbortSignal): Promise<readonly string[]> {
    const { store, accounts, sessions } = this.parts;
    sessions.require('administrator');
    const before = await store.read();
    const source = findAccount(before, account);
    const chosen = chooseTargets(before, source, targets);
    const saved = accounts.unseal(source).credentials?.netEntreprises;
    if (!saved || hasProblems(findFieldProblems({ ...saved, netEntreprisesPassword: saved.password }))) {
      throw new ShellError('credentials.apply-nothing', { account: source.account.name });
    }
    const acceptedAt = await this.prove(source, saved, signal);
    signal.throwIfAborted();
    return store.change((snapshot) => this.plan(snapshot, [source, ...chosen], saved, acceptedAt));
  }

  /** When the portal accepted them: a moment ago, or now. */
  private async prove(source: StoredAccount, saved: NetEntreprisesCredentials, signal: AbortSignal): Promise<number> {
    const { knownState, unansweredSince } = source.account;
    const now = this.parts.now();
    const isOfSaved = knownState?.kind === 'accepted' && knownState.revision === source.credentials?.value.revision;
    if (isOfSaved && unansweredSince === undefined && Math.abs(now - knownState.at) < acceptanceMs) return knownState.at;
    const outcome = await this.parts.attempts.make({ accountIds: [source.account.id], credentials: saved }, signal);
    if (outcome.kind === 'accepted') return this.parts.now();
    // A sentence chooses by words without hyphens alone.
    const reason = outcome.kind.replaceAll('-', '_');
    throw new ShellError('credentials.apply-refused', { account: source.account.name, reason });
  }

  private async plan(
    snapshot: OfficeSnapshot,
    [source, ...targets]: readonly [StoredAccount, ...StoredAccount[]],
    saved: NetEntreprisesCredentials,
    acceptedAt: number,
  ) {
    const session = this.parts.sessions.require('administrator');
    refuseChanged([source, ...targets], snapshot);
    const changes: SharedChange[] = [];
    for (const [index, target] of targets.entries()) {
      if (index % accountsAtOnce === accountsAtOnce - 1) await breathe();
      const present = findAccount(snapshot, target.account.id);
      changes.push(...(await this.changesOf(present, saved, acceptedAt)));
    }
    const details = { source: source.account.name };
    const notes = targets.map(({ account }) => noteOf('credentials.applied', { actor: session.account, subject: account, details }));
    return { changes, notes, result: targets.map(({ account }) => account.name) };
  }

  /** What is saved for one, and that the portal accepts it. */
  private async changesOf(target: StoredAccount, saved: NetEntreprisesCredentials, acceptedAt: number): Promise<readonly SharedChange[]> {
    const { changes } = await this.parts.accounts.prepareSave(target, saved);
    const { id } = target.account;
    const written = changes.find(({ collection }) => collection === 'credentials')?.value as { readonly revision: string } | undefined;
    const revision = written?.revision ?? '';
    const known = { revision, kind: 'accepted' as const, at: acceptedAt, acceptedAt };
    return [...changes.filter(({ collection }) => collection !== 'states'), put('states', id, { known }, target.state)];
  }
}

/** @throws ShellError `credentials.apply-conflict` naming those that aren't there. */
function chooseTargets(snapshot: OfficeSnapshot, source: StoredAccount, wanted: readonly string[]): readonly StoredAccount[] {
  const byId = new Map(snapshot.accounts.map((stored) => [stored.account.id, stored]));
  const byName = new Map(snapshot.accounts.map((stored) => [stored.account.name, stored]));
  const found = wanted.map((idOrName) => byId.get(idOrName) ?? byName.get(idOrName));
  const missing = wanted.filter((_, index) => !found[index]);
  if (missing.length > 0) throw conflict([], missing);
  const others = new Set(found.filter((stored) => stored !== undefined));
  others.delete(source);
  if (others.size === 0) throw new ShellError('credentials.apply-nobody');
  if (others.size > maximumTargets) throw new ShellError('credentials.apply-too-many', { maximum: maximumTargets });
  return [...others];
}

/** Whatever was saved for an account since, somebody wanted it so. */
function refuseChanged(accounts: readonly StoredAccount[], { accounts: present }: OfficeSnapshot): void {
  const byId = new Map(present.map((stored) => [stored.account.id, stored]));
  const removed = accounts.filter(({ account }) => !byId.has(account.id));
  const changed = accounts.filter(({ account, credentials }) => {
    const now = byId.get(account.id);
    return now && now.credentials?.revision !== credentials?.revision;
  });
  if (removed.length + changed.length > 0) throw conflict(namesOf(changed), namesOf(removed));
}

function conflict(changed: readonly string[], removed: readonly string[]): ShellError {
  const details = { changed: changed.join(', '), changedCount: changed.length, removed: removed.join(', '), removedCount: removed.length };
  return new ShellError('credentials.apply-conflict', details);
}

function namesOf(accounts: readonly StoredAccount[]): readonly string[] {
  return accounts.map(({ account }) => account.name);
}
