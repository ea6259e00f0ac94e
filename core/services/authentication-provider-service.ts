import type { Disposable } from '../lifecycle.ts';
import type { AuthenticationSession } from './authentication-service.ts';

export interface AuthenticationRequest {
  /** Id of the account; without it, the provider's choice. */
  readonly account?: string;
  /** Sends for a new token though there may be one. */
  readonly renew: boolean;
  readonly signal: AbortSignal;
}

/** Answers for the sessions of one service. Whom they are given to is the shell's matter. */
export interface AuthenticationProvider {
  /**
   * Which account a request is about, without sending anything, so that the user can be asked about it.
   * @throws ShellError where there is no such account, or nobody is signed in to it: its sentence reaches the user.
   */
  findAccount(account: string | undefined): Promise<AuthenticationSession['account']>;
  /** @throws ShellError with the sentence for the user where there is no session to give. */
  getSession(request: AuthenticationRequest): Promise<AuthenticationSession>;
}

/** Offers sessions at a service to other plugins. Only for providers that the plugin contributes under `authentication`. */
export abstract class AuthenticationProviderService {
  static readonly serviceId = 'authenticationProvider';

  /**
   * Answers for a provider until disposed.
   * @throws ShellError `authentication.provider-not-declared`, `authentication.provider-duplicate`.
   */
  abstract register(provider: string, answers: AuthenticationProvider): Disposable;

  /** Tells the plugins that hold sessions of a provider that these ended or should be asked for anew. @param account only its; default all. */
  abstract sessionsChanged(provider: string, account?: string): void;
}
