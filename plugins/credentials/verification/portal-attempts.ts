import { type LogService, ShellError } from 'boule-bleue';
import type { AccountService } from '../accounts/account-service.ts';
import { type KnownStateKind, knownStateKinds } from '../accounts/account-status.ts';
import type { AuthenticationOutcome, NetEntreprisesExchange } from '../exchange/net-entreprises-exchange.ts';
import type { NetEntreprisesCredentials } from '../identity/net-entreprises-identity.ts';
import type { AttemptTurn, FailureCounter } from './failure-counter.ts';

/** What is tried, and for whom: accounts with the same saved credentials share one attempt. */
export interface AttemptSubject {
  readonly accountIds: readonly string[];
  readonly credentials: NetEntreprisesCredentials;
}

/** Makes attempts to sign in at the portal: one at a time for an identity over the whole office, each counted before it is sent. */
export class PortalAttempts {
  constructor(
    private readonly accounts: Pick<AccountService, 'recordTest' | 'recordSilence'>,
    private readonly exchange: NetEntreprisesExchange,
    private readonly failures: FailureCounter,
    private readonly log: LogService,
  ) {}

  /**
   * Gives an attempt its turn, which its caller ends; or tells how many known refusals have to be agreed to first.
   * @throws ShellError `credentials.test-running`; `shared-storage.*`.
   */
  async begin(subject: AttemptSubject, agreedRefusals = 0): Promise<{ attempt: PortalAttempt } | { refusals: number }> {
    const answer = await this.failures.begin(subject.credentials, agreedRefusals);
    if (!('turn' in answer)) return answer;
    return { attempt: new PortalAttempt(subject, answer.turn, this.accounts, this.exchange, this.log) };
  }

  /**
   * One attempt from begin to end, never in the face of known refusals.
   * @throws ShellError `credentials.lock-risk` where these are too many, `credentials.test-running`; `shared-storage.*`; an `AbortError`.
   */
  async make(subject: AttemptSubject, signal: AbortSignal): Promise<AuthenticationOutcome> {
    const answer = await this.begin(subject);
    if (!('attempt' in answer)) throw new ShellError('credentials.lock-risk', { count: answer.refusals });
    try {
      return await answer.attempt.authenticate(signal);
    } finally {
      await answer.attempt.end();
    }
  }
}

/** An attempt that has its turn. What the portal says is kept of the accounts it was made for. */
export class PortalAttempt {
  private readonly outcomes: AuthenticationOutcome[] = [];

  constructor(
    private readonly subject: AttemptSubject,
    private readonly turn: AttemptTurn,
    private readonly accounts: Pick<AccountService, 'recordTest' | 'recordSilence'>,
    private readonly exchange: NetEntreprisesExchange,
    private readonly log: LogService,
  ) {}

  async authenticate(signal: AbortSignal): Promise<AuthenticationOutcome> {
    const { accountIds, credentials } = this.subject;
    const outcome = await this.exchange.authenticate(credentials, signal);
    this.outcomes.push(outcome);
    this.log.info('Net-entreprises answered an attempt to sign in.', describeForLog(outcome));
    for (const accountId of accountIds) await this.record(accountId, outcome);
    return outcome;
  }

  /** Resolves with the refusals in a row, those of this attempt included. Never throws: what the portal said is worth more than the count. */
  async end(): Promise<number> {
    try {
      return await this.turn.settle(this.outcomes);
    } catch (error) {
      this.log.error('An attempt to sign in stays counted: its outcome could not be written.', error);
      return this.outcomes.some(({ kind }) => kind === 'refused') ? this.turn.count : 0;
    }
  }

  private async record(accountId: string, { kind }: AuthenticationOutcome): Promise<void> {
    const { credentials } = this.subject;
    if (isKnownState(kind)) await this.accounts.recordTest(accountId, credentials, kind);
    else if (!unsentKinds.has(kind)) await this.accounts.recordSilence(accountId, credentials);
  }
}

/** Nobody was asked, so nobody kept silent. */
const unsentKinds: ReadonlySet<AuthenticationOutcome['kind']> = new Set(['plain-http', 'waiting']);

function isKnownState(kind: AuthenticationOutcome['kind']): kind is KnownStateKind {
  return (knownStateKinds as readonly string[]).includes(kind);
}

function describeForLog(outcome: AuthenticationOutcome): Record<string, string | number> {
  const details = 'status' in outcome ? { status: outcome.status } : 'cause' in outcome ? { cause: outcome.cause } : {};
  return { outcome: outcome.kind, ...details };
}
