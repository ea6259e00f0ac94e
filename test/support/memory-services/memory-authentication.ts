import {
  type AuthenticationProvider,
  AuthenticationProviderService,
  AuthenticationService,
  type AuthenticationSession,
  type AuthenticationSessionOptions,
  type Disposable,
  EventEmitter,
  ShellError,
  toDisposable,
} from 'boule-bleue';

type Answer = AuthenticationSession | undefined;

/** Answers what the test says, and notes what it was asked. */
export class MemorySessions extends AuthenticationService {
  readonly requests: { readonly provider: string; readonly options: AuthenticationSessionOptions }[] = [];
  private readonly changes = new EventEmitter<{ readonly provider: string }>();

  /** @param answer what each request gets; `undefined` stands for a user who refuses. */
  constructor(public answer: (options: AuthenticationSessionOptions) => Answer | Promise<Answer> = () => undefined) {
    super();
  }

  override async getSession(provider: string, options: AuthenticationSessionOptions = {}): Promise<AuthenticationSession | undefined> {
    options.signal?.throwIfAborted();
    this.requests.push({ provider, options });
    return this.answer(options);
  }

  override onDidChangeSessions(listener: (change: { readonly provider: string }) => void): Disposable {
    return this.changes.event(listener);
  }

  /** As when credentials were changed, or the user took an agreement back. */
  change(provider: string): void {
    this.changes.fire({ provider });
  }
}

/** Keeps what a plugin answers with, for the test to ask it. */
export class MemoryAuthenticationProviders extends AuthenticationProviderService {
  /** What was told, in order. */
  readonly changes: { readonly provider: string; readonly account?: string }[] = [];
  private readonly providers = new Map<string, AuthenticationProvider>();

  override register(provider: string, answers: AuthenticationProvider): Disposable {
    if (this.providers.has(provider)) throw new ShellError('authentication.provider-duplicate', { provider, plugin: 'test' });
    this.providers.set(provider, answers);
    return toDisposable(() => this.providers.delete(provider));
  }

  override sessionsChanged(provider: string, account?: string): void {
    this.changes.push({ provider, ...(account !== undefined && { account }) });
  }

  get(provider: string): AuthenticationProvider {
    const answers = this.providers.get(provider);
    if (!answers) throw new Error(`Nobody answers for ${provider}`);
    return answers;
  }
}
