import { type AuthenticationProvider, type AuthenticationRequest, type AuthenticationSession, ShellError } from 'boule-bleue';
import type { AuthenticationOutcome } from '../exchange/net-entreprises-exchange.ts';
import type { PortalAccess, PortalAccount } from './portal-access.ts';

/** The provider's id in the manifest. */
export const portalProvider = 'net-entreprises';

/** A token that was given, for as long as it is worth giving again. */
interface KeptSession {
  readonly revision: string;
  readonly session: AuthenticationSession;
  readonly startedAt: number;
  /** In ms since 1970. */
  readonly keptUntil: number;
}

interface FailedAttempt {
  readonly revision: string;
  readonly error: unknown;
  readonly at: number;
}

/** A request that begins with a token should end before the token does. */
const remainderMs = 60_000;
/** Of a token whose end the portal doesn't tell. */
const unknownLifetimeMs = 10 * 60_000;
/** Whoever was refused a token younger than this has one that somebody else asked for anew meanwhile. */
const freshMs = 60_000;
/** So long after an attempt that failed the portal is not asked again. */
const pauseMs = 30_000;

/** Who wants to know what sessions do. */
export interface SessionsListener {
  /** The portal was asked for an account, and what is known of it may be something else now. */
  attempted(): void;
  /** What was given for an account is worth nothing any more. */
  ended(account: string): void;
}

/** What no program tries again: only a person can mend it. */
const withheld: ReadonlySet<string> = new Set(['refused', 'expired', 'blocked']);

/**
 * Sessions at the portal, for plugins that may act for an account without knowing its password. Tokens are kept in memory alone, and asked for
 * once for all who want one.
 */
export class PortalSessions implements AuthenticationProvider {
  private readonly kept = new Map<string, KeptSession>();
  private readonly failed = new Map<string, FailedAttempt>();
  /** By account and revision. */
  private readonly pending = new Map<string, Promise<AuthenticationSession>>();
  private readonly ending = new AbortController();

  constructor(
    private readonly access: Pick<PortalAccess, 'name' | 'find' | 'signIn'>,
    private readonly listener: SessionsListener,
    private readonly now: () => number = Date.now,
  ) {}

  findAccount(account: string | undefined): Promise<AuthenticationSession['account']> {
    return this.access.name(account);
  }

  /**
   * @throws ShellError as `PortalAccess` does; `credentials.session-withheld` for credentials that the portal is known to refuse, which are not
   *   sent; `credentials.session-failed`.
   */
  async getSession({ account: wanted, renew, signal }: AuthenticationRequest): Promise<AuthenticationSession> {
    const account = await this.access.find(wanted);
    const kept = this.usable(account);
    if (kept && (!renew || this.now() - kept.startedAt < freshMs)) return kept.session;
    const failed = this.failed.get(account.id);
    if (failed?.revision === account.revision && this.now() - failed.at < pauseMs) throw failed.error;
    signal.throwIfAborted();
    return this.pending.get(keyOf(account)) ?? this.begin(account);
  }

  /** Ends what was given for accounts that may not be used any more, or whose credentials are others by now. */
  async refresh(): Promise<void> {
    await Promise.all([...this.kept].map(([id, { revision }]) => this.endUnless(id, revision)));
  }

  /** Forgets every token, and ends what is under way. */
  dispose(): void {
    this.ending.abort();
    this.kept.clear();
    this.failed.clear();
  }

  private async endUnless(id: string, revision: string): Promise<void> {
    try {
      if ((await this.access.find(id)).revision === revision) return;
    } catch (error) {
      // An outage says nothing of the account.
      if (!(error instanceof ShellError && error.code.startsWith('credentials.'))) return;
    }
    if (this.kept.get(id)?.revision === revision) this.end(id);
  }

  private end(id: string): void {
    this.kept.delete(id);
    this.failed.delete(id);
    this.listener.ended(id);
  }

  private usable({ id, revision }: PortalAccount): KeptSession | undefined {
    const kept = this.kept.get(id);
    if (kept && (kept.revision !== revision || kept.keptUntil <= this.now())) this.kept.delete(id);
    return this.kept.get(id);
  }

  /** Goes on when whoever began it leaves: others wait too, and an attempt that was sent should not have been for nothing. The exchange bounds it. */
  private begin(account: PortalAccount): Promise<AuthenticationSession> {
    const attempt = this.attempt(account).finally(() => this.pending.delete(keyOf(account)));
    this.pending.set(keyOf(account), attempt);
    return attempt;
  }

  private async attempt(account: PortalAccount): Promise<AuthenticationSession> {
    const { id, name, revision, known } = account;
    if (known && withheld.has(known)) throw new ShellError('credentials.session-withheld', { account: name, outcome: known });
    try {
      const outcome = await this.access.signIn(account, this.ending.signal);
      if (outcome.kind !== 'accepted') throw failure(account, outcome);
      const { token: accessToken, expiresAt } = outcome;
      const session = { id: crypto.randomUUID(), account: { id, name }, accessToken, ...(expiresAt !== undefined && { expiresAt }) };
      const startedAt = this.now();
      this.kept.set(id, {
        revision,
        session,
        startedAt,
        keptUntil: expiresAt === undefined ? startedAt + unknownLifetimeMs : expiresAt - remainderMs,
      });
      this.failed.delete(id);
      return session;
    } catch (error) {
      this.failed.set(id, { revision, error, at: this.now() });
      throw error;
    } finally {
      this.listener.attempted();
    }
  }
}

function keyOf({ id, revision }: PortalAccount): string {
  return `${id} ${revision}`;
}

function failure({ name }: PortalAccount, outcome: AuthenticationOutcome): ShellError {
  return new ShellError('credentials.session-failed', { account: name, outcome: wordOf(outcome.kind) });
}

/** As strings select by it: a selector holds no dash. */
function wordOf(kind: AuthenticationOutcome['kind']): string {
  return kind.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
}
