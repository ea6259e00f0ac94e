import { ShellError } from '../../../core/errors.ts';
import type { Disposable } from '../../../core/lifecycle.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import {
  AuthenticationService,
  type AuthenticationSession,
  type AuthenticationSessionOptions,
} from '../../../core/services/authentication-service.ts';
import type { SessionBroker } from '../authentication/session-broker.ts';
import { whilePermitted } from '../network/while-permitted.ts';
import { endingWith, ownedBy } from './owned-by.ts';

/** Asks for sessions of the providers that the plugin was granted, each by itself: taking one back ends what is under way there at once. */
export class ScopedAuthenticationService extends AuthenticationService {
  constructor(
    private readonly scope: PluginScope,
    private readonly broker: SessionBroker,
  ) {
    super();
  }

  override async getSession(
    provider: string,
    { signal, ...options }: AuthenticationSessionOptions = {},
  ): Promise<AuthenticationSession | undefined> {
    const { manifest, grants } = this.scope;
    if (!this.isGranted(provider)) {
      this.broker.noteDenied(manifest.id, provider);
      throw this.denied(provider);
    }
    const permit = { onDidChange: grants.onDidChange, denial: () => (this.isGranted(provider) ? undefined : this.denied(provider)) };
    return whilePermitted(permit, endingWith(this.scope, signal), (ending) =>
      this.broker.getSession(manifest.id, provider, options, ending),
    );
  }

  /** Outlives a grant that is taken back and given again. */
  override onDidChangeSessions(listener: (change: { readonly provider: string }) => void): Disposable {
    const subscription = this.broker.onDidChangeSessions(({ plugin, provider }) => {
      if (plugin === this.scope.manifest.id && this.isGranted(provider)) listener({ provider });
    });
    return ownedBy(this.scope, subscription);
  }

  private isGranted(provider: string): boolean {
    return this.scope.grants.current.authentication?.includes(provider) === true;
  }

  private denied(provider: string): ShellError {
    const { permission } = AuthenticationService;
    return new ShellError('permission.denied', { plugin: this.scope.manifest.id, permission, subject: provider });
  }
}
