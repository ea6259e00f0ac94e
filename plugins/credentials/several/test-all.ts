import { type Event, EventEmitter, ShellError } from 'boule-bleue';
import type { AccountService } from '../accounts/account-service.ts';
import type { NetEntreprisesCredentials } from '../identity/net-entreprises-identity.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { CredentialFingerprint } from '../verification/credential-fingerprint.ts';
import type { FailureCounter } from '../verification/failure-counter.ts';
import type { PortalAttempts } from '../verification/portal-attempts.ts';
import type { RunView } from './states-state.ts';
import { reportRun } from './test-all-report.ts';
import { type TestAllDesk, type TestAllOutcome, type TestAllProgress, TestAllRun } from './test-all-run.ts';

export interface TestAllParts {
  readonly accounts: Pick<AccountService, 'statuses' | 'find'>;
  readonly attempts: Pick<PortalAttempts, 'make'>;
  readonly failures: Pick<FailureCounter, 'count'>;
  readonly fingerprint: CredentialFingerprint;
  readonly sessions: Pick<Sessions, 'require'>;
  /** Resolves after the pause between two requests. */
  readonly pause: (signal: AbortSignal) => Promise<void>;
  readonly now: () => number;
}

/** « Tout tester », one run at a time on this workstation: in any window it is seen and can be stopped. */
export class TestAll {
  private cancellation: AbortController | undefined;
  private shown: RunView | null = null;
  private readonly changed = new EventEmitter<void>();

  readonly onDidChange: Event<void> = this.changed.event;

  constructor(private readonly parts: TestAllParts) {}

  /** The run under way, or what came of the last one. */
  get view(): RunView | null {
    return this.shown;
  }

  /**
   * Tests all accounts that the session may use.
   * @throws ShellError `credentials.test-all-running`, `credentials.sign-in-required`, `shared-storage.*`.
   */
  async run(signal: AbortSignal, onProgress: (progress: TestAllProgress) => void = () => {}): Promise<TestAllOutcome> {
    this.parts.sessions.require('user');
    if (this.cancellation) throw new ShellError('credentials.test-all-running');
    this.cancellation = new AbortController();
    const run = new TestAllRun(this.desk(), (progress) => {
      this.show({ isRunning: true, ...progress });
      onProgress(progress);
    });
    let report: RunView | null = null;
    try {
      const outcome = await run.run(AbortSignal.any([signal, this.cancellation.signal]));
      report = reportRun(outcome, this.parts.now());
      return outcome;
    } finally {
      this.cancellation = undefined;
      this.show(report);
    }
  }

  /** Ends the run under way; does nothing where there is none. */
  cancel(): void {
    this.cancellation?.abort();
  }

  /** What was said of accounts is not for whoever comes next. */
  forget(): void {
    this.cancel();
    if (this.shown && !this.shown.isRunning) this.show(null);
  }

  private desk(): TestAllDesk {
    const { accounts, attempts, failures, fingerprint, pause } = this.parts;
    return {
      list: async () => (await accounts.statuses()).map(({ account: { id, name } }) => ({ id, name })),
      read: (id) => this.read(id),
      fingerprint: (credentials) => fingerprint.of(credentials),
      countRefusals: (credentials) => failures.count(credentials),
      attempt: (accountIds, credentials, signal) => attempts.make({ accountIds, credentials }, signal),
      pause,
    };
  }

  private async read(id: string): Promise<NetEntreprisesCredentials | undefined> {
    try {
      return (await this.parts.accounts.find(id)).credentials?.netEntreprises;
    } catch (error) {
      if (error instanceof ShellError && error.code === 'credentials.account-unknown') return undefined;
      throw error;
    }
  }

  private show(view: RunView | null): void {
    this.shown = view;
    this.changed.fire();
  }
}

/** Waits, and gives up at once where it is cancelled. */
export function pauseFor(ms: number): (signal: AbortSignal) => Promise<void> {
  return (signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const give = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', give);
        resolve();
      }, ms);
      signal.addEventListener('abort', give, { once: true });
    });
}
