import { type HookService, isCancellation, type LogService, type NetworkService, type SettingsService } from 'boule-bleue';
import type { Sight } from '../access-test/look-at-server.ts';
import type { ConnectionGate, Refusal } from '../connection-gate.ts';
import type { StatusKeeper } from '../connection-status.ts';
import { SingleRun } from '../single-run.ts';
import type { ConnectionStore } from '../values/connection-store.ts';
import type { ConnectionValues } from '../values/connection-values.ts';
import { readAuthenticationAnswer } from './authentication-answer.ts';
import { explainError, type FailedVerdict, type Verdict } from './authentication-verdict.ts';
import { basicAuthorization } from './server-credentials.ts';

export type AuthenticationOutcome = 'connected' | 'failed' | Refusal;

/** A token that seems to end at once, by a wrong clock, must not be asked for over and over. */
const minimumRenewalMs = 300_000;
/** Timers can't wait longer. */
const maximumRenewalMs = 2 ** 31 - 1;

export interface AuthenticationServices {
  readonly network: NetworkService;
  readonly settings: SettingsService;
  readonly hooks: HookService;
  readonly log: LogService;
  readonly store: ConnectionStore;
  readonly gate: ConnectionGate;
  readonly status: StatusKeeper;
  /** Looks closer at a server that gave no answer. */
  readonly look: (signal: AbortSignal) => Promise<Sight>;
  readonly now: () => number;
}

/**
 * Authenticates the installation at the Impact emploi server, as the saved settings say, and again when
 * the token ends. One authentication runs at a time: whoever asks meanwhile joins it.
 */
export class Authentication {
  private readonly runs = new SingleRun<AuthenticationOutcome>();
  private renewal: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly services: AuthenticationServices) {}

  /** @throws AbortError when cancelled; the state is then what it was before. */
  authenticate(signal?: AbortSignal): Promise<AuthenticationOutcome> {
    return this.runs.join((running) => this.run(running), signal);
  }

  /** As {@link authenticate}, but shows nothing before it is known what came of it; never rejects. For whoever tries again and again. */
  async authenticateQuietly(): Promise<AuthenticationOutcome | undefined> {
    return this.withoutRejecting(this.runs.join((running) => this.run(running, true)));
  }

  /**
   * Leaves the authentication under way, since what it started from may no longer hold, and begins anew without anyone
   * waiting for it: the status tells what came of it. Never rejects; `undefined` when it was cancelled.
   */
  async authenticateInBackground(): Promise<AuthenticationOutcome | undefined> {
    return this.withoutRejecting(this.runs.replace((running) => this.run(running)));
  }

  /** Cancels what is under way or to come. Resolves once nothing runs any more. */
  stop(): Promise<void> {
    clearTimeout(this.renewal);
    return this.runs.cancel();
  }

  private async withoutRejecting(run: Promise<AuthenticationOutcome>): Promise<AuthenticationOutcome | undefined> {
    try {
      return await run;
    } catch (error) {
      if (!isCancellation(error)) this.services.log.error('The authentication failed unexpectedly', error);
      return undefined;
    }
  }

  private async run(signal: AbortSignal, isQuiet = false): Promise<AuthenticationOutcome> {
    const { gate, status } = this.services;
    const refusal = await gate.ask(signal);
    if (refusal) return refusal;
    const former = status.current;
    if (!isQuiet) status.set({ state: 'connecting' });
    try {
      const verdict = await this.ask(signal);
      signal.throwIfAborted();
      return await this.conclude(verdict, signal);
    } catch (error) {
      if (status.current.state === 'connecting') status.set(former);
      throw error;
    }
  }

  private async ask(signal: AbortSignal): Promise<Verdict> {
    const { store, settings, network, log, now } = this.services;
    const values = await store.read();
    const address = values.servers.authentication;
    const installation = (await settings.get<string>('impactEmploi.installation')) ?? '';
    const version = (await settings.get<string>('impactEmploi.version')) ?? '';
    if (!address.startsWith('https:')) return refuseWithoutEncryption(address);
    const attempt = { values, url: `${address.replace(/\/+$/, '')}/authentification`, nowMs: now() };
    try {
      const credentials = await store.credentials.read('authentication', address);
      const authorization = credentials && { authorization: await basicAuthorization(credentials) };
      const headers = { 'content-type': 'application/json', accept: 'application/json', ...authorization };
      const body = JSON.stringify({ installation, version });
      const answer = await network.request({ url: attempt.url, method: 'POST', headers, body, signal });
      return credentials && answer.status === 401 ? refuseCredentials(attempt.url) : readAuthenticationAnswer(answer, attempt);
    } catch (error) {
      if (isCancellation(error) || signal.aborted) throw error;
      log.error('The authentication got no answer', error);
      return this.lookCloser(explainError(error, attempt), values, signal);
    }
  }

  /** A failed request tells no more than its cause; a look at the way there often tells who keeps it, and where. */
  private async lookCloser(failure: FailedVerdict, values: ConnectionValues, signal: AbortSignal): Promise<FailedVerdict> {
    const { store, look, log } = this.services;
    if (failure.cause === null) return failure;
    // What a proxy refused once is not sent again: that could block its owner.
    if (failure.cause.startsWith('proxy-auth') && (await store.readPassword(values))) return failure;
    try {
      const sight = await look(signal);
      return sight.isReached || (sight.verdict.cause === 'timeout' && failure.cause !== 'timeout') ? failure : sight.verdict;
    } catch (error) {
      signal.throwIfAborted();
      log.error('The authentication’s failure could not be looked at', error);
      return failure;
    }
  }

  private async conclude(verdict: Verdict, signal: AbortSignal): Promise<'connected' | 'failed'> {
    clearTimeout(this.renewal);
    if (verdict.state !== 'connected') {
      this.services.status.set(verdict);
      return 'failed';
    }
    this.services.status.set({ state: 'connected' });
    this.renewal = setTimeout(() => void this.authenticateInBackground(), this.renewalDelayMs(verdict.expiresAtMs));
    await this.services.hooks.call('connection.onDidAuthenticate', { cleAssistance: verdict.assistanceKey }, { signal });
    return 'connected';
  }

  private renewalDelayMs(expiresAtMs: number): number {
    return Math.min(Math.max(expiresAtMs - this.services.now(), minimumRenewalMs), maximumRenewalMs);
  }
}

/** The answer holds a token and a key: no mode lets them travel in the open. */
function refuseWithoutEncryption(address: string): Verdict {
  const reason = { key: 'authentication.without-encryption', args: { address } };
  return { state: 'failed', reason, next: { key: 'next.switch-to-secure' }, cause: null };
}

/** None of the network's causes: whoever tries again by itself would send a refused password again, until the server blocks its owner. */
function refuseCredentials(url: string): Verdict {
  const reason = { key: 'authentication.credentials-refused', args: { host: new URL(url).host } };
  return { state: 'failed', reason, next: { key: 'next.paste-credentials' }, cause: null };
}
