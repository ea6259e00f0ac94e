import type { LogService, NotificationService } from 'boule-bleue';
import type { OfficeSnapshot, StoredAccount } from '../accounts/office-snapshot.ts';
import type { OfficeStore } from '../accounts/office-store.ts';
import { Keyring } from '../sealing/keyring.ts';
import type { OfficeKey } from '../sealing/office-key.ts';
import type { OfficeKeySafe } from '../sealing/office-key-safe.ts';
import { hasProtected } from '../sealing/recovery.ts';
import { openOfficeKey } from '../sealing/trusted-account.ts';
import type { OpenSession, OpenSessions } from './open-session.ts';

type Ending = 'removed' | 'reset' | 'altered';

/** Keeps the session to what the office's documents say: whoever changes them, and wherever. */
export class SessionKeeper {
  private known: OfficeKey | undefined;

  constructor(
    private readonly store: OfficeStore,
    private readonly sessions: OpenSessions,
    private readonly safe: OfficeKeySafe,
    private readonly notifications: NotificationService,
    private readonly log: LogService,
  ) {
    store.onDidConflict(() => sessions.current && store.distrust('accounts', sessions.current.account.id));
    store.onWillPlan((snapshot) => sessions.current?.keyring.holder && this.adapt(snapshot));
  }

  /** @throws ShellError `shared-storage.*`. */
  async refresh(): Promise<void> {
    const snapshot = await this.store.read();
    const office = snapshot.office?.value;
    if (!office) return this.sessions.set(null);
    const key = await this.officeKeyOnWorkstation(office.publicKey);
    if (!office.isProtected && (key || snapshot.status.location === 'workstation')) return this.openToAll(snapshot, key);
    // Interrupted after the administrator's password was durable: the key has no business here any more.
    // A row alone doesn't say so: whoever keeps the database would have the key erased, beyond any backup.
    if (key && hasProtected(key, office)) await this.safe.forget(office.publicKey);
    this.adapt(snapshot);
  }

  /** Whoever is at the window is the administrator. Without the key what was sealed with it can't be read. */
  private openToAll({ accounts }: OfficeSnapshot, key: OfficeKey | undefined): void {
    const first = accounts.find(({ value }) => value.role === 'administrator') ?? accounts[0];
    const account = first && { id: first.account.id, name: first.account.name };
    if (!account) return this.sessions.set(null);
    this.replace({ account, role: 'administrator', mustChangePassword: false, keyring: new Keyring(key, undefined) });
  }

  private adapt({ accounts, office, damaged }: OfficeSnapshot): void {
    const { current } = this.sessions;
    const holder = current?.keyring.holder;
    if (!current || !holder) return this.sessions.set(null);
    const stored = accounts.find(({ account }) => account.id === current.account.id);
    // A row that can't be read says nothing about who may do what.
    if (!stored && damaged.includes(current.account.id)) return;
    if (!stored) return this.end(current, 'removed');
    if (stored.value.holder?.publicKey !== holder.keys.publicKey) return this.end(current, 'reset');
    const keys = holder.keys.following(stored.value.holder.endorsements);
    if (keys.officePublicKey !== office?.value.publicKey) return this.end(current, 'altered');
    const session = sessionOf(stored, new Keyring(openOfficeKey(stored.account.id, stored.value, keys), { ...holder, keys }));
    if (session.role !== current.role) this.tell(`session.role-${session.role}`, session);
    this.replace(session);
  }

  private end(session: OpenSession, ending: Ending): void {
    this.sessions.set(null);
    this.tell(`session.ended-${ending}`, session);
  }

  private tell(key: string, { account }: OpenSession): void {
    this.log.info('The session changed because of what another workstation did.', { reason: key });
    this.notifications.show({ severity: 'warning', message: { key, args: { account: account.name } } });
  }

  private replace(session: OpenSession): void {
    const { current } = this.sessions;
    if (!current || !isSame(session, current)) this.sessions.set(session);
  }

  private async officeKeyOnWorkstation(publicKey: string): Promise<OfficeKey | undefined> {
    if (this.known?.publicKey !== publicKey) this.known = await this.safe.read(publicKey);
    return this.known;
  }

  /** The key was put into the safe, or taken out of it. */
  onSafeChange(key: OfficeKey | undefined): void {
    this.known = key;
  }
}

export function sessionOf({ account, value }: Pick<StoredAccount, 'account' | 'value'>, keyring: Keyring): OpenSession {
  return {
    account: { id: account.id, name: account.name },
    // Whoever lacks the office's key is no administrator, whatever a document says.
    role: keyring.office ? 'administrator' : 'user',
    mustChangePassword: value.mustChangePassword ?? false,
    keyring,
  };
}

function isSame(one: OpenSession, other: OpenSession): boolean {
  return JSON.stringify(outline(one)) === JSON.stringify(outline(other));
}

function outline({ account, role, mustChangePassword, keyring: { office, holder } }: OpenSession) {
  return [account, role, mustChangePassword, office?.publicKey ?? '', holder?.keys.publicKey ?? '', holder?.keys.officePublicKey ?? ''];
}
