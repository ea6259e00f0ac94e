import { type HookAnswer, type HookService, isCancellation, type LogService } from 'boule-bleue';
import type { Authentication } from './authentication.ts';
import { noChecks, type PluginChecks, readChecks } from './check-answers.ts';
import type { StatusKeeper } from './connection-status.ts';
import type { AddressStage } from './diagnosis/address-result.ts';

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
    const { authentication, now } = this.services;
    if (this.isPasswordRefused) return this.describe(startMs, 0);
    const beganMs = now();
    const deadline = AbortSignal.timeout(this.limits.authenticationMs);
    try {
      const outcome = await authentication.authenticate(AbortSignal.any([signal, deadline]));
      const stage = this.describe(startMs, now() - beganMs);
      return typeof outcome === 'object' ? { ...stage, ok: false, detail: 'waiting', sentence: outcome.reason } : stage;
    } catch (error) {
      signal.throwIfAborted();
      if (!deadline.aborted || !isCancellation(error)) throw error;
      const late = { ok: false, detail: 'timeout', sentence: { key: 'authentication.no-answer' } };
      return { name: 'authentication', startMs, ms: now() - beganMs, ...late };
    }
  }

  /** A password of the server's that it refused is not sent again for a test: that could block its owner. */
  private get isPasswordRefused(): boolean {
    return this.services.status.current.reason?.key === 'authentication.credentials-refused';
  }

  private describe(startMs: number, ms: number): AddressStage {
    const { state, reason, cause } = this.services.status.current;
    const ok = state === 'connected';
    return { name: 'authentication', ok, startMs, ms, detail: cause ?? state, sentence: ok ? { key: 'notice.connected' } : reason! };
  }
}
