import { ShellError } from 'boule-bleue';
import { noteOf } from '../journal/journal-note.ts';
import type { AccountRole } from '../office-state.ts';
import { isVouchedFor, vouchFor } from '../sealing/trusted-account.ts';
import { actorOf, type OpenSession, type OpenSessions } from '../sign-in/open-session.ts';
import { createAccount, guardAdministrators, put, removeAccount, renameAccount } from './account-changes.ts';
import { checkAccountName } from './account-name.ts';
import type { AccountDocument } from './documents.ts';
import { findAccount } from './find-account.ts';
import type { OfficeSnapshot, StoredAccount } from './office-snapshot.ts';
import type { OfficeStore } from './office-store.ts';

/** What administrators alone may do with accounts. */
export class AccountAdministration {
  constructor(
    private readonly store: OfficeStore,
    private readonly sessions: OpenSessions,
    private readonly now: () => number = Date.now,
  ) {}

  /** Resolves with the new account's id. @throws ShellError `credentials.administrator-required`, `credentials.account-name-*`. */
  async add(name: string): Promise<string> {
    const id = crypto.randomUUID();
    return this.store.change((snapshot) => {
      const session = this.sessions.require('administrator');
      const others = snapshot.accounts.map(({ account }) => account);
      // After all others, even within one millisecond or after the clock was set back.
      const createdAt = others.reduce((latest, other) => Math.max(latest, other.createdAt + 1), this.now());
      const document: AccountDocument = { name: checkAccountName(name, others), role: 'user', createdAt };
      const subject = { id, name: document.name };
      return {
        changes: createAccount(snapshot, id, vouch(session, id, document)),
        notes: [noteOf('credentials.account-added', { ...actorOf(session), subject })],
        result: id,
      };
    });
  }

  /** @throws ShellError `credentials.account-unknown`, `credentials.administrator-required`, `credentials.account-name-*`. */
  async rename(idOrName: string, name: string): Promise<void> {
    await this.store.change((snapshot) => {
      const session = this.sessions.require('administrator');
      const stored = findAccount(snapshot, idOrName);
      const others = snapshot.accounts.map(({ account }) => account).filter(({ id }) => id !== stored.account.id);
      const checked = checkAccountName(name, others);
      const details = { former: stored.account.name };
      return {
        changes: renameAccount(snapshot, stored, checked),
        notes: [noteOf('credentials.account-renamed', { ...actorOf(session), subject: { ...stored.account, name: checked }, details })],
        result: undefined,
      };
    });
  }

  /** @throws ShellError `credentials.account-unknown`, `credentials.administrator-required`, `credentials.account-last`, `.last-administrator`. */
  async remove(idOrName: string): Promise<void> {
    await this.store.change((snapshot) => {
      const session = this.sessions.require('administrator');
      const stored = findAccount(snapshot, idOrName);
      if (snapshot.accounts.length === 1) throw new ShellError('credentials.account-last', { account: stored.account.name });
      const isAdministrator = stored.value.role === 'administrator';
      if (isAdministrator) requireAnotherAdministrator(session, snapshot, stored);
      return {
        changes: [...removeAccount(snapshot, stored), ...(isAdministrator ? guardAdministrators(snapshot) : [])],
        notes: [noteOf('credentials.account-removed', { ...actorOf(session), subject: stored.account })],
        result: undefined,
      };
    });
  }

  /**
   * @throws ShellError `credentials.account-unknown`, `credentials.administrator-required`, `credentials.last-administrator`,
   *   `credentials.account-unconfirmed`, `credentials.account-altered`.
   */
  async setRole(idOrName: string, role: AccountRole): Promise<void> {
    await this.store.change((snapshot) => {
      const session = this.sessions.require('administrator');
      const stored = findAccount(snapshot, idOrName);
      const { account, value } = stored;
      if (value.role === role) return { changes: [], result: undefined };
      if (role === 'user') requireAnotherAdministrator(session, snapshot, stored);
      requireVouched(session, stored);
      return {
        changes: [put('accounts', account.id, vouch(session, account.id, { ...value, role }), stored), ...guardAdministrators(snapshot)],
        notes: [noteOf('credentials.role-changed', { ...actorOf(session), subject: account, details: { role } })],
        result: undefined,
      };
    });
  }

  /** Says that whoever chose the password of an account is its user. @throws ShellError `credentials.administrator-required`. */
  async confirmClaim(idOrName: string): Promise<void> {
    await this.store.change((snapshot) => {
      const session = this.sessions.require('administrator');
      const stored = findAccount(snapshot, idOrName);
      if (stored.value.claimedOn === undefined) return { changes: [], result: undefined };
      return {
        changes: [put('accounts', stored.account.id, vouch(session, stored.account.id, stored.value), stored)],
        notes: [noteOf('credentials.account-confirmed', { ...actorOf(session), subject: stored.account })],
        result: undefined,
      };
    });
  }
}

function vouch({ keyring: { office } }: OpenSession, id: string, document: AccountDocument): AccountDocument {
  // Where the key is lost, the accounts are vouched for anew once there is another.
  return office ? vouchFor(office, id, document) : document;
}

function requireVouched({ keyring: { office } }: OpenSession, { account, value }: StoredAccount): void {
  if (!office || isVouchedFor(office, account.id, value)) return;
  const code = value.claimedOn === undefined ? 'credentials.account-altered' : 'credentials.account-unconfirmed';
  throw new ShellError(code, { account: account.name });
}

/** Where passwords open the office, one to whom it gave its key, as a row alone can't say: else nothing but the recovery key would open it. */
function requireAnotherAdministrator(
  { keyring: { office, holder } }: OpenSession,
  { accounts }: OfficeSnapshot,
  { account }: StoredAccount,
): void {
  const others = accounts.filter(({ value, account: { id } }) => value.role === 'administrator' && id !== account.id);
  const isAble = ({ account: { id }, value }: StoredAccount) => value.officeKey !== undefined && office && isVouchedFor(office, id, value);
  const able = holder ? others.filter(isAble) : others;
  if (able.length === 0) throw new ShellError('credentials.last-administrator', { account: account.name });
}
