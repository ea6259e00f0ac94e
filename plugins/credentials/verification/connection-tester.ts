import { type DialogService, type LogService, ShellError } from 'boule-bleue';
import type { AccountService, TypedCredentials } from '../accounts/account-service.ts';
import { type KnownStateKind, knownStateKinds } from '../accounts/account-store.ts';
import type { AuthenticationOutcome, NetEntreprisesExchange } from '../exchange/net-entreprises-exchange.ts';
import { findFieldProblems, hasProblems, type NetEntreprisesCredentials } from '../identity/net-entreprises-identity.ts';
import { type FailureCounter, identityKey } from './failure-counter.ts';
import { findLastSuccess, type LastSuccess } from './last-success.ts';
import type { ServiceCheck } from './service-check.ts';
import { listUnsentVerification, listVerifications, type VerificationResult, warningThreshold } from './verification.ts';
import type { VerificationBoard } from './verification-board.ts';

export interface TestRequest extends TypedCredentials {
  /** Id or name; without it, the first account. */
  readonly account?: string;
  /** Agrees beforehand to an attempt that may lock the account. */
  readonly confirmed?: boolean;
}

export type TestResult = VerificationResult & {
  readonly account: string;
  /** Whether all ticks are green. */
  readonly ok: boolean;
};

/** What a test is about. */
interface Subject {
  readonly accountId: string;
  readonly credentials: NetEntreprisesCredentials;
  readonly lastSuccess: LastSuccess | undefined;
}

/** Does « Vérifier et tester les connexions »: one attempt per call, and never two at once for one identity. */
export class ConnectionTester {
  private readonly running = new Set<string>();

  constructor(
    private readonly accounts: AccountService,
    private readonly exchange: NetEntreprisesExchange,
    private readonly services: ServiceCheck,
    private readonly failures: FailureCounter,
    private readonly board: VerificationBoard,
    private readonly dialogs: DialogService,
    private readonly log: LogService,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Tries what was typed, filled up with what is saved. Saves neither.
   * @throws ShellError `credentials.account-unknown`, `credentials.test-running`, `dialog.no-window`;
   *   an `AbortError` when cancelled, or when the user won't risk a further refusal.
   */
  async test(request: TestRequest, signal: AbortSignal): Promise<TestResult> {
    const unsealed = await this.accounts.find(request.account);
    const { account, credentials: saved } = unsealed;
    const credentials = await this.accounts.complete(request, saved?.netEntreprises);
    const subject = { accountId: account.id, credentials, lastSuccess: findLastSuccess(unsealed) };
    const result = await this.verify(subject, request.confirmed ?? false, signal);
    await this.board.show(account.id, credentials, result);
    return { account: account.name, ok: result.entries.every(({ ok }) => ok), ...result };
  }

  private async verify(subject: Subject, confirmed: boolean, signal: AbortSignal): Promise<VerificationResult> {
    const { accountId, credentials } = subject;
    const problems = findFieldProblems({ ...credentials, netEntreprisesPassword: credentials.password });
    if (hasProblems(problems)) return listUnsentVerification(problems);
    return this.alone(credentials, async () => {
      if (!confirmed) await this.confirmRisk(credentials, signal);
      return this.board.whileTesting(accountId, () => this.attempt(subject, signal));
    });
  }

  private async attempt({ accountId, credentials, lastSuccess }: Subject, signal: AbortSignal): Promise<VerificationResult> {
    const outcome = await this.exchange.authenticate(credentials, signal);
    this.log.info('Net-entreprises answered an attempt to sign in.', describeForLog(outcome));
    let failureCount = await this.countFailure(credentials, outcome);
    if (isKnownState(outcome.kind)) await this.accounts.recordTest(accountId, credentials, outcome.kind);
    else if (!unsentKinds.has(outcome.kind)) await this.accounts.recordSilence(accountId, credentials);
    const services = outcome.kind === 'accepted' ? await this.services.check(credentials, outcome.token, signal) : undefined;
    if (services?.renewal) failureCount = await this.countFailure(credentials, services.renewal);
    return listVerifications({ identity: credentials, outcome, failureCount, services, lastSuccess, at: this.now() });
  }

  private async alone<T>(credentials: NetEntreprisesCredentials, work: () => Promise<T>): Promise<T> {
    const key = await identityKey(credentials);
    if (this.running.has(key)) throw new ShellError('credentials.test-running');
    this.running.add(key);
    try {
      return await work();
    } finally {
      this.running.delete(key);
    }
  }

  private async confirmRisk(credentials: NetEntreprisesCredentials, signal: AbortSignal): Promise<void> {
    const count = await this.failures.count(credentials);
    if (count < warningThreshold) return;
    const agreed = await this.dialogs.confirm(
      {
        message: { key: 'lock.message', args: { count } },
        detail: { key: 'lock.detail' },
        confirmLabel: { key: 'lock.confirm' },
      },
      { signal },
    );
    if (!agreed) throw new DOMException('The user chose not to risk a further refusal.', 'AbortError');
  }

  /** An unknown refusal counts too: the portal may have counted it. */
  private async countFailure(credentials: NetEntreprisesCredentials, { kind }: AuthenticationOutcome): Promise<number> {
    if (kind === 'refused' || kind === 'unknown-refusal') return this.failures.add(credentials);
    if (kind === 'accepted') await this.failures.reset(credentials);
    return 0;
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
