import { type Event, EventEmitter, ShellError } from 'boule-bleue';
import type { AccountRole } from '../office-state.ts';

/** Who is signed in on this workstation. */
export interface Session {
  readonly account: { readonly id: string; readonly name: string };
  readonly role: AccountRole;
  /** The administrator gave the password: the user has to choose one of their own before anything else. */
  readonly mustChangePassword: boolean;
}

/** Who is signed in on this workstation, for as long as the host runs: all its windows and its command line share one session. */
export class Sessions<S extends Session = Session> {
  private session: S | null = null;
  private readonly changed = new EventEmitter<void>();

  readonly onDidChange: Event<void> = this.changed.event;

  get current(): S | null {
    return this.session;
  }

  set(session: S | null): void {
    if (session === this.session) return;
    this.session = session;
    this.changed.fire();
  }

  /** Whether the session may see and edit an account. */
  mayUse(accountId: string): boolean {
    return this.session?.role === 'administrator' || this.session?.account.id === accountId;
  }

  /** @throws ShellError `credentials.sign-in-required`, `credentials.administrator-required`. */
  require(role: AccountRole): S {
    if (!this.session) throw new ShellError('credentials.sign-in-required');
    if (role === 'administrator' && this.session.role !== 'administrator') throw new ShellError('credentials.administrator-required');
    return this.session;
  }

  /** @throws ShellError `credentials.sign-in-required`, `credentials.account-foreign`. */
  requireAccount(account: { readonly id: string; readonly name: string }): S {
    const session = this.require('user');
    if (!this.mayUse(account.id)) throw new ShellError('credentials.account-foreign', { account: account.name });
    return session;
  }
}
