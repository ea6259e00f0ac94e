import type { AuthenticationRegistry } from '../../../core/authentication/authentication-registry.ts';
import type { Disposable } from '../../../core/lifecycle.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { type AuthenticationProvider, AuthenticationProviderService } from '../../../core/services/authentication-provider-service.ts';
import { ownedBy } from './owned-by.ts';

export class ScopedAuthenticationProviderService extends AuthenticationProviderService {
  constructor(
    private readonly scope: PluginScope,
    private readonly registry: AuthenticationRegistry,
  ) {
    super();
  }

  override register(provider: string, answers: AuthenticationProvider): Disposable {
    return ownedBy(this.scope, this.registry.register(this.scope.manifest.id, provider, answers, this.scope.signal));
  }

  override sessionsChanged(provider: string, account?: string): void {
    this.registry.sessionsChanged(this.scope.manifest.id, provider, account);
  }
}
