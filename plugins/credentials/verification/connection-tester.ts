import type { DialogService } from 'boule-bleue';
import type { AccountService, TypedCredentials } from '../accounts/account-service.ts';
import {
  findFieldProblems,
  hasProblems,
  type NetEntreprisesCredentials,
  type NetEntreprisesIdentity,
} from '../identity/net-entreprises-identity.ts';
import { findLastSuccess, type LastSuccess } from './last-success.ts';
import type { PortalAttempt, PortalAttempts } from './portal-attempts.ts';
import type { ServiceCheck } from './service-check.ts';
import { listUnsentVerification, listVerifications, type VerificationResult } from './verification.ts';
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

/** Does « Vérifier et tester les connexions ». */
export class ConnectionTester {
  constructor(
    private readonly accounts: AccountService,
    private readonly attempts: PortalAttempts,
    private readonly services: ServiceCheck,
    private readonly board: VerificationBoard,
    private readonly dialogs: DialogService,
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
    const attempt = await this.takeTurn(subject, confirmed, signal);
    return this.board.whileTesting(accountId, () => this.ask(subject, attempt, signal));
  }

  /** Refusals that another workstation adds meanwhile have to be agreed to as well. */
  private async takeTurn({ accountId, credentials }: Subject, confirmed: boolean, signal: AbortSignal): Promise<PortalAttempt> {
    let agreedRefusals = confirmed ? Number.POSITIVE_INFINITY : 0;
    for (;;) {
      const answer = await this.attempts.begin({ accountIds: [accountId], credentials }, agreedRefusals);
      if ('attempt' in answer) return answer.attempt;
      await this.confirmRisk(answer.refusals, signal);
      agreedRefusals = answer.refusals;
    }
  }

  private async ask({ credentials, lastSuccess }: Subject, attempt: PortalAttempt, signal: AbortSignal): Promise<VerificationResult> {
    const found = await this.askInTurn(credentials, attempt, signal).catch(async (error) => {
      await attempt.end();
      throw error;
    });
    const failureCount = await attempt.end();
    return listVerifications({ identity: credentials, ...found, failureCount, lastSuccess, at: this.now() });
  }

  private async askInTurn(identity: NetEntreprisesIdentity, attempt: PortalAttempt, signal: AbortSignal) {
    const authenticate = () => attempt.authenticate(signal);
    const outcome = await authenticate();
    if (outcome.kind !== 'accepted') return { outcome };
    return { outcome, services: await this.services.check(identity, outcome.token, authenticate, signal) };
  }

  private async confirmRisk(count: number, signal: AbortSignal): Promise<void> {
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
}
