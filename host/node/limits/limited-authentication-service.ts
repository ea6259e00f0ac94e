import type { Disposable } from '../../../core/lifecycle.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import {
  AuthenticationService,
  type AuthenticationSession,
  type AuthenticationSessionOptions,
} from '../../../core/services/authentication-service.ts';
import type { FloodReports } from './flood-meter.ts';
import { PacedTurns } from './paced-turns.ts';
import type { RateLimitOptions } from './rate-limit.ts';

/** A session for each of a hundred requests is no flood. */
const sessionUnits: RateLimitOptions = { burst: 100, perSecond: 1 };
/** Each may make the provider sign in anew, which services count. */
const renewalUnits = 30;

/** Keeps a plugin from asking for sessions without end: one a second in the long run, renewals far fewer; the others wait. */
export class LimitedAuthenticationService extends AuthenticationService {
  private readonly turns: PacedTurns;

  constructor(
    scope: PluginScope,
    private readonly sessions: AuthenticationService,
    floods: FloodReports,
    units = sessionUnits,
  ) {
    super();
    this.turns = new PacedTurns(scope, floods, 'sessions', units);
  }

  override async getSession(provider: string, options: AuthenticationSessionOptions = {}): Promise<AuthenticationSession | undefined> {
    await this.turns.take(options.signal, options.renew ? renewalUnits : 1);
    return this.sessions.getSession(provider, options);
  }

  override onDidChangeSessions(listener: (change: { readonly provider: string }) => void): Disposable {
    return this.sessions.onDidChangeSessions(listener);
  }
}
