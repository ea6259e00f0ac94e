import type { Disposable } from '../lifecycle.ts';
import type { Secret } from '../secret.ts';
import type { AccountName } from './account-service.ts';

/** The right to act for an account at a service, for a while. Never the password behind it. */
export interface AuthenticationSession {
  readonly id: string;
  readonly account: AccountName;
  /** What the service asks for with each request, as Net-entreprises' jeton. */
  readonly accessToken: Secret;
  /** In ms since 1970; unknown where the service doesn't tell. */
  readonly expiresAt?: number;
}

export interface AuthenticationSessionOptions {
  /** Id of the account. Default: the one that is signed in, else the first. */
  readonly account?: string;
  /** Asks the user nothing: `undefined` where they haven't agreed yet. Default false. */
  readonly silent?: boolean;
  /** Sends for a new token though there is one, because the service refused it. At most once for a refused request. Default false. */
  readonly renew?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Gives sessions at services whose credentials the office keeps. The user is asked the first time, for each plugin and account; sees who
 * asked and when; and may take it back. Needs the permission `authentication`, which lists the providers' ids.
 */
export abstract class AuthenticationService {
  static readonly serviceId = 'authentication';
  static readonly permission = 'authentication';

  /**
   * A session of a provider's that manifests contribute under `authentication`, as `net-entreprises`.
   * @returns `undefined` where the user refuses, or would have to be asked and `silent` is set. A user who has just refused is not asked again
   *   by whoever asks at once; one who refuses again and again is left in peace for a while.
   * @throws ShellError `permission.denied`; `authentication.provider-unknown`, `.timeout`, `.answer-invalid`; `dialog.no-window` where the user
   *   would have to be asked; what the provider throws where it has no session to give, whose sentence every reader gets in words; an
   *   `AbortError` when cancelled.
   */
  abstract getSession(provider: string, options?: AuthenticationSessionOptions): Promise<AuthenticationSession | undefined>;

  /** Tells that sessions of a provider ended, or should be asked for anew: credentials were changed, or the user took an agreement back. */
  abstract onDidChangeSessions(listener: (change: { readonly provider: string }) => void): Disposable;
}
