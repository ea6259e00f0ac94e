import { ShellError } from '../../errors.ts';
import { EventEmitter } from '../../event.ts';
import { type Disposable, toDisposable } from '../../lifecycle.ts';
import { type AuthenticationProvider, AuthenticationProviderService } from '../../services/authentication-provider-service.ts';
import {
  AuthenticationService,
  type AuthenticationSession,
  type AuthenticationSessionOptions,
} from '../../services/authentication-service.ts';
import type { GuestLink } from './guest-link.ts';

export class GuestAuthenticationService extends AuthenticationService {
  private readonly sessionsChanged = new EventEmitter<{ readonly provider: string }>();

  constructor(private readonly link: GuestLink) {
    super();
    link.offer(AuthenticationService.serviceId, {
      sessionsChanged: ([provider]) => this.sessionsChanged.fire({ provider: provider as string }),
    });
  }

  override async getSession(
    provider: string,
    { signal, ...options }: AuthenticationSessionOptions = {},
  ): Promise<AuthenticationSession | undefined> {
    const session = await this.link.host.call(AuthenticationService.serviceId, 'getSession', [provider, options], signal);
    return session as AuthenticationSession | undefined;
  }

  override onDidChangeSessions(listener: (change: { readonly provider: string }) => void): Disposable {
    const subscription = this.sessionsChanged.event(listener);
    if (this.sessionsChanged.listenerCount === 1) this.link.host.send(AuthenticationService.serviceId, 'watch', []);
    return toDisposable(() => {
      subscription.dispose();
      if (this.sessionsChanged.listenerCount === 0) this.link.host.send(AuthenticationService.serviceId, 'unwatch', []);
    });
  }
}

export class GuestAuthenticationProviderService extends AuthenticationProviderService {
  private readonly providers = new Map<string, AuthenticationProvider>();

  constructor(private readonly link: GuestLink) {
    super();
    link.offer(AuthenticationProviderService.serviceId, {
      findAccount: ([provider, account]) => this.requireRegistered(provider).findAccount(account as string | undefined),
      getSession: ([provider, account, renew], signal) =>
        this.requireRegistered(provider).getSession({ account: account as string, renew: renew === true, signal }),
    });
  }

  override register(provider: string, answers: AuthenticationProvider): Disposable {
    this.requireOwn(provider);
    const { id: plugin } = this.link.scope.manifest;
    if (this.providers.has(provider)) throw new ShellError('authentication.provider-duplicate', { provider, plugin });
    this.providers.set(provider, answers);
    this.link.host.send(AuthenticationProviderService.serviceId, 'register', [provider]);
    return toDisposable(() => {
      this.providers.delete(provider);
      this.link.host.send(AuthenticationProviderService.serviceId, 'unregister', [provider]);
    });
  }

  override sessionsChanged(provider: string, account?: string): void {
    this.requireOwn(provider);
    this.link.host.send(AuthenticationProviderService.serviceId, 'sessionsChanged', [provider, account]);
  }

  private requireOwn(provider: string): void {
    const { id: plugin, contributes } = this.link.scope.manifest;
    if (!contributes.authentication.some(({ id }) => id === provider))
      throw new ShellError('authentication.provider-not-declared', { provider, plugin });
  }

  private requireRegistered(provider: unknown): AuthenticationProvider {
    const answers = this.providers.get(provider as string);
    if (answers) return answers;
    throw new ShellError('authentication.without-answers', { provider: String(provider), plugin: this.link.scope.manifest.id });
  }
}
