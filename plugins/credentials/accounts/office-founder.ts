import type { JournalNote, SharedChange } from 'boule-bleue';
import { noteOf } from '../journal/journal-note.ts';
import { Keyring } from '../sealing/keyring.ts';
import { OfficeKey } from '../sealing/office-key.ts';
import type { OfficeKeySafe } from '../sealing/office-key-safe.ts';
import { givePassword, vouchFor } from '../sealing/trusted-account.ts';
import { handOutKeys, withholdKeys, withholdsKeys } from '../sealing/withheld-keys.ts';
import { accountsAtOnce, breathe } from '../several/breathe.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import { createAccount, put } from './account-changes.ts';
import type { AccountDocument, OfficeDocument } from './documents.ts';
import { officeId } from './documents.ts';
import type { FormerAccount, FormerAccounts } from './former-accounts.ts';
import type { OfficeSnapshot } from './office-snapshot.ts';
import type { OfficeStore } from './office-store.ts';

const firstAccount = { id: 'administrateur', name: 'Administrateur' };

/** Gives an empty store the office that everything hangs on, and the accounts that this workstation had before. */
export class OfficeFounder {
  constructor(
    private readonly store: OfficeStore,
    private readonly safe: OfficeKeySafe,
    private readonly former: FormerAccounts,
    private readonly signIn: Pick<SignIn, 'createSecret'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** Does nothing where the office is founded and nothing is left to take over. @throws ShellError `shared-storage.*`. */
  async found(): Promise<void> {
    const snapshot = await this.store.read();
    const { office, isOfficeDamaged } = snapshot;
    if (isOfficeDamaged) return;
    if (!office) return this.foundOffice();
    await this.takeOverTheRest(office.value);
    if (!withholdsKeys(snapshot) && snapshot.accounts.some(({ value }) => value.isWithheld)) await this.handOut(office.value);
  }

  /**
   * A new key for a workstation whose own is lost, where nobody else has it: what was sealed has to be typed again anyway.
   * @returns the key, already kept.
   */
  async foundAnew(): Promise<OfficeKey> {
    const key = OfficeKey.create();
    await this.safe.keep(key);
    await this.store.change(({ office, accounts }) => ({
      changes: [
        put('office', officeId, { format: 1, publicKey: key.publicKey, isProtected: false }, office),
        ...accounts.map(({ account, value: { name, role, createdAt }, revision }) =>
          put('accounts', account.id, vouchFor(key, account.id, { name, role, createdAt }), { value: { name, role, createdAt }, revision }),
        ),
      ],
      notes: [noteOf('credentials.office-founded')],
      result: undefined,
    }));
    return key;
  }

  private async foundOffice(): Promise<void> {
    const key = OfficeKey.create();
    const formerAccounts = await this.former.list();
    // Durable before anything is sealed with it.
    await this.safe.keep(key);
    const isFounder = await this.store.change(async (snapshot) => {
      // Another workstation was faster.
      if (snapshot.office) return { changes: [], result: false };
      const office: OfficeDocument = { format: 1, publicKey: key.publicKey, isProtected: false };
      const accounts = formerAccounts.length > 0 ? formerAccounts : [{ ...firstAccount, createdAt: this.now() }];
      const administrator = accounts.find(({ id }) => id === firstAccount.id) ?? accounts[0];
      const roleOf = (account: FormerAccount) => (account === administrator ? 'administrator' : 'user');
      const changes = await this.takeOverAll(snapshot, key, accounts, roleOf);
      return {
        changes: [put('office', officeId, office, undefined), ...changes],
        notes: [noteOf('credentials.office-founded'), ...importNotes(formerAccounts)],
        result: true,
      };
    });
    if (!isFounder) await this.safe.forget(key.publicKey);
    else if (formerAccounts.length > 0) await this.former.forget(formerAccounts.map(({ id }) => id));
  }

  /** Where the office was founded and this workstation ended before it had forgotten, or where it kept accounts while others founded. */
  private async takeOverTheRest({ publicKey, isProtected }: OfficeDocument): Promise<void> {
    const formerAccounts = await this.former.list();
    const key = formerAccounts.length > 0 && !isProtected ? await this.safe.read(publicKey) : undefined;
    if (!key) return;
    await this.store.change(async (snapshot) => {
      const known = new Set(snapshot.accounts.map(({ account }) => account.id));
      const missing = formerAccounts.filter(({ id }) => !known.has(id));
      const changes = await this.takeOverAll(snapshot, key, missing, () => 'user');
      return { changes, notes: importNotes(missing), result: undefined };
    });
    await this.former.forget(formerAccounts.map(({ id }) => id));
  }

  /** The documents came from a single workstation into a réseau, where users sign in elsewhere too. */
  private async handOut({ publicKey }: OfficeDocument): Promise<void> {
    const key = await this.safe.read(publicKey);
    if (key) await this.store.change(({ accounts }) => ({ changes: handOutKeys(key, accounts), result: undefined }));
  }

  private async takeOverAll(
    snapshot: OfficeSnapshot,
    key: OfficeKey,
    accounts: readonly FormerAccount[],
    roleOf: (account: FormerAccount) => AccountDocument['role'],
  ): Promise<readonly SharedChange[]> {
    const changes: SharedChange[] = [];
    for (const [index, account] of accounts.entries()) {
      if (index % accountsAtOnce === accountsAtOnce - 1) await breathe();
      changes.push(...(await this.takeOver(snapshot, key, account, roleOf(account))));
    }
    return changes;
  }

  private async takeOver(
    snapshot: OfficeSnapshot,
    key: OfficeKey,
    former: FormerAccount,
    role: AccountDocument['role'],
  ): Promise<readonly SharedChange[]> {
    const { id, createdAt, password, revision, netEntreprises, lastSuccess, knownState, unansweredSince, passwordChangedAt } = former;
    const document: AccountDocument = { name: freeName(snapshot, former.name), role, createdAt };
    const opened = password ? givePassword(key, id, document, await this.signIn.createSecret(password)) : vouchFor(key, id, document);
    const account = withholdsKeys(snapshot) ? withholdKeys(key, id, opened) : opened;
    const state = { ...(knownState && { known: knownState }), ...(unansweredSince !== undefined && { unansweredSince }) };
    const states = Object.keys(state).length > 0 ? [put('states', id, state, undefined)] : [];
    if (!netEntreprises || revision === undefined) return [...createAccount(snapshot, id, account), ...states];
    const content = { revision, netEntreprises, ...(lastSuccess && { lastSuccess }) };
    const sealed = new Keyring(key, undefined).seal(id, account, content);
    const credentials = {
      revision,
      sealed: sealed.sealed,
      savedAt: this.now(),
      ...(passwordChangedAt !== undefined && { passwordChangedAt }),
    };
    return [...createAccount(snapshot, id, sealed.account), put('credentials', id, credentials, undefined), ...states];
  }
}

function freeName({ accounts }: OfficeSnapshot, wanted: string): string {
  const taken = new Set(accounts.map(({ account }) => account.name));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted} (${number})`;
    if (!taken.has(name)) return name;
  }
}

function importNotes(accounts: readonly FormerAccount[]): readonly JournalNote[] {
  return accounts.length > 0 ? [noteOf('credentials.accounts-imported', { details: { count: accounts.length } })] : [];
}
