import { type HookAnswer, type HookService, isCancellation, type LogService, type Message } from 'boule-bleue';
import type { Authentication, AuthenticationOutcome } from '../authentication/authentication.ts';
import type { StatusKeeper } from '../connection-status.ts';
import type { AddressStage } from '../diagnosis/address-result.ts';
import { noChecks, type PluginChecks, readChecks } from './check-answers.ts';

export interface FurtherCheckServices {
  readonly hooks: HookService;
  readonly authentication: Pick<Authentication, 'authenticate'>;
  readonly status: Pick<StatusKeeper, 'current'>;
  readonly log: LogService;
  readonly now: () => number;
}

export interface FurtherCheckLimits {
  /** For each plugin that takes part. */
  readonly tapMs: number;
  /** For all of them, the start of those that don't run yet included. */
  readonly pluginsMs: number;
  readonly authenticationMs: number;
}

const usualLimits: FurtherCheckLimits = { tapMs: 5000, pluginsMs: 10_000, authenticationMs: 9000 };

/** What a test looks at beyond the way to the servers: what other plugins know, and whether the server lets this installation in. */
export class FurtherChecks {
  constructor(
    private readonly services: FurtherCheckServices,
    private readonly limits = usualLimits,
  ) {}

  /** Asks the other plugins. @throws AbortError when cancelled. */
  async askPlugins(signal: AbortSignal): Promise<PluginChecks> {
    const { hooks, log } = this.services;
    const deadline = AbortSignal.timeout(this.limits.pluginsMs);
    const options = { signal: AbortSignal.any([signal, deadline]), tapTimeoutMs: this.limits.tapMs, withFailures: true };
    try {
      return readChecks((await hooks.call('connection.check', {}, options)) as readonly HookAnswer[], log);
    } catch (error) {
      signal.throwIfAborted();
      if (!deadline.aborted) throw error;
      log.warn('The plugins that take part in the access test did not start in time');
      return noChecks;
    }
  }

  /** Authenticates the installation, as a stage of its server's address. @throws AbortError when cancelled. */
  async authenticate(startMs: number, signal: AbortSignal): Promise<AddressStage> {
    const { status, now } = this.services;
    const beganMs = now();
    const describe = (ok: boolean, detail: string, sentence: Message): AddressStage => {
      return { name: 'authentication', ok, startMs, ms: now() - beganMs, detail, sentence };
    };
    const noAnswer = { key: 'authentication.no-answer' };
    const deadline = AbortSignal.timeout(this.limits.authenticationMs);
    try {
      const outcome = this.isPasswordRefused ? 'failed' : await this.join(AbortSignal.any([signal, deadline]));
      const { state, reason, cause } = status.current;
      if (typeof outcome === 'object') return describe(false, 'waiting', outcome.reason);
      return outcome === 'connected'
        ? describe(true, 'connected', { key: 'notice.connected' })
        : describe(false, cause ?? state, reason ?? noAnswer);
    } catch (error) {
      signal.throwIfAborted();
      if (!deadline.aborted || !isCancellation(error)) throw error;
      return describe(false, 'timeout', noAnswer);
    }
  }

  /** Whoever saves settings begins the authentication anew; what they began is joined instead. */
  private async join(signal: AbortSignal): Promise<AuthenticationOutcome> {
    const { authentication } = this.services;
    return authentication.authenticate(signal).catch((error: unknown) => {
      if (signal.aborted || !isCancellation(error)) throw error;
      return authentication.authenticate(signal);
    });
  }

  /** A password of the server's that it refused is not sent again for a test: that could block its owner. */
  private get isPasswordRefused(): boolean {
    return this.services.status.current.reason?.key === 'authentication.credentials-refused';
  }
}
