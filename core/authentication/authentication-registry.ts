import * as v from 'valibot';
import { untilAborted, withTimeout } from '../async.ts';
import { ShellError } from '../errors.ts';
import { type Event, EventEmitter } from '../event.ts';
import { type Disposable, toDisposable } from '../lifecycle.ts';
import type { AuthenticationContribution } from '../manifest/manifest.ts';
import { enterPlugin } from '../plugins/guard.ts';
import { Secret } from '../secret.ts';
import type { AccountName } from '../services/account-service.ts';
import type { AuthenticationProvider } from '../services/authentication-provider-service.ts';
import type { AuthenticationSession } from '../services/authentication-service.ts';

/** A provider that a manifest contributes, and whose it is. */
export interface DeclaredProvider {
  readonly plugin: string;
  readonly contribution: AuthenticationContribution;
}

interface ProviderEntry extends DeclaredProvider {
  answers: AuthenticationProvider | undefined;
  /** Aborted when the answers are withdrawn, so that questions under way end with their plugin. */
  withdrawn: AbortController | undefined;
}

/** What became of a provider's sessions. */
export interface SessionsChange {
  readonly provider: string;
  /** Of that account alone. */
  readonly account?: string;
}

export interface AuthenticationRegistryOptions {
  /** Activates the plugin that contributes a provider; rejects when that fails. */
  readonly activate: (event: string) => Promise<void>;
  /** Aborted as long as a plugin doesn't respond: it isn't waited for meanwhile. */
  readonly silenceOf?: (plugin: string) => AbortSignal | undefined;
  /** Told of each question to a plugin. */
  readonly onCall?: (plugin: string) => void;
  /** Bound on naming an account, which sends nothing. Default 10 000. */
  readonly accountTimeoutMs?: number;
  /** Bound on getting a session, which may take a request or two. Default 60 000. */
  readonly sessionTimeoutMs?: number;
}

interface Question<T> {
  readonly ask: (answers: AuthenticationProvider, signal: AbortSignal) => unknown;
  /** What is known to be asked, for engineers. */
  readonly activity: string;
  readonly timeoutMs: number;
  readonly schema: v.GenericSchema<unknown, T>;
}

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
const accountSchema = v.object({ id: text, name: text });
const sessionSchema = v.object({
  id: text,
  account: accountSchema,
  accessToken: v.instance(Secret),
  expiresAt: v.optional(v.pipe(v.number(), v.finite())),
});

/** The authentication providers that manifests contribute, and the plugins that answer for them. What they answer is bounded and checked. */
export class AuthenticationRegistry {
  private readonly entries = new Map<string, ProviderEntry>();
  private readonly sessionsChanges = new EventEmitter<SessionsChange>();

  /** Fires when a provider says that its sessions ended or should be asked for anew. */
  readonly onDidChangeSessions: Event<SessionsChange> = this.sessionsChanges.event;

  constructor(private readonly options: AuthenticationRegistryOptions) {}

  /** @throws ShellError `authentication.provider-duplicate`. */
  declare(plugin: string, contribution: AuthenticationContribution): Disposable {
    const { id } = contribution;
    if (this.entries.has(id)) throw new ShellError('authentication.provider-duplicate', { provider: id, plugin });
    this.entries.set(id, { plugin, contribution, answers: undefined, withdrawn: undefined });
    return toDisposable(() => this.entries.delete(id));
  }

  /**
   * Has a plugin answer for a provider of its own.
   * @param stay aborted with the reason for which the plugin goes.
   * @throws ShellError `authentication.provider-not-declared`, `authentication.provider-duplicate`.
   */
  register(plugin: string, provider: string, answers: AuthenticationProvider, stay?: AbortSignal): Disposable {
    const entry = this.requireOwn(plugin, provider);
    if (entry.answers) throw new ShellError('authentication.provider-duplicate', { provider, plugin });
    const withdrawn = new AbortController();
    Object.assign(entry, { answers, withdrawn });
    return toDisposable(() => {
      Object.assign(entry, { answers: undefined, withdrawn: undefined });
      withdrawn.abort(stay?.reason);
    });
  }

  /** @throws ShellError `authentication.provider-not-declared`. */
  sessionsChanged(plugin: string, provider: string, account?: string): void {
    this.requireOwn(plugin, provider);
    this.sessionsChanges.fire({ provider, ...(account !== undefined && { account }) });
  }

  get(provider: string): DeclaredProvider | undefined {
    return this.entries.get(provider);
  }

  /** Number of providers that a plugin answers for now. */
  get answeredCount(): number {
    return [...this.entries.values()].filter(({ answers }) => answers).length;
  }

  /**
   * Which account a request is about.
   * @throws ShellError `authentication.provider-unknown`, `.without-answers`, `.timeout`, `.answer-invalid`, `plugin.*`, or what the provider throws.
   */
  findAccount(provider: string, account: string | undefined, signal: AbortSignal): Promise<AccountName> {
    const { accountTimeoutMs: timeoutMs = 10_000 } = this.options;
    const question = { ask: (answers: AuthenticationProvider) => answers.findAccount(account), activity: 'account', timeoutMs };
    return this.ask(provider, { ...question, schema: accountSchema }, signal);
  }

  /**
   * A session of that account and no other.
   * @throws ShellError as {@link findAccount}.
   */
  async getSession(provider: string, account: string, renew: boolean, signal: AbortSignal): Promise<AuthenticationSession> {
    const { sessionTimeoutMs: timeoutMs = 60_000 } = this.options;
    const ask: Question<unknown>['ask'] = (answers, ending) => answers.getSession({ account, renew, signal: ending });
    const session = await this.ask(provider, { ask, activity: 'session', timeoutMs, schema: sessionSchema }, signal);
    const { expiresAt, ...known } = session;
    if (known.account.id !== account) throw this.invalid(provider, 'session');
    return { ...known, ...(expiresAt !== undefined && { expiresAt }) };
  }

  private async ask<T>(provider: string, { ask, activity, timeoutMs, schema }: Question<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    if (!this.entries.has(provider)) throw new ShellError('authentication.provider-unknown', { provider });
    await untilAborted(this.options.activate(`onAuthenticationRequest:${provider}`), signal);
    const { plugin, answers, withdrawn } = this.entries.get(provider) ?? {};
    if (!plugin || !answers || !withdrawn) throw new ShellError('authentication.without-answers', { provider, plugin: plugin ?? '' });
    const late = new AbortController();
    const ending = AbortSignal.any([signal, withdrawn.signal, late.signal, this.options.silenceOf?.(plugin) ?? []].flat());
    this.options.onCall?.(plugin);
    const answer = untilAborted(
      enterPlugin(plugin, `authentication ${activity}`, () => ask(answers, ending)),
      ending,
    );
    const timeout = () => {
      const error = new ShellError('authentication.timeout', { provider, plugin, timeoutMs });
      late.abort(error);
      return error;
    };
    const parsed = v.safeParse(schema, await withTimeout(answer, timeoutMs, timeout));
    if (!parsed.success) throw this.invalid(provider, activity);
    return parsed.output;
  }

  private invalid(provider: string, what: string): ShellError {
    return new ShellError('authentication.answer-invalid', { provider, plugin: this.get(provider)?.plugin ?? '', what });
  }

  private requireOwn(plugin: string, provider: string): ProviderEntry {
    const entry = this.entries.get(provider);
    if (entry?.plugin !== plugin) throw new ShellError('authentication.provider-not-declared', { provider, plugin });
    return entry;
  }
}
