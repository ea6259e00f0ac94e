import type { AuthenticationRegistry, DeclaredProvider } from '../../../core/authentication/authentication-registry.ts';
import { isCancellation, ShellError } from '../../../core/errors.ts';
import { type Event, EventEmitter } from '../../../core/event.ts';
import { type Disposable, DisposableStore } from '../../../core/lifecycle.ts';
import type { Message } from '../../../core/message.ts';
import type { AccountName } from '../../../core/services/account-service.ts';
import type { AuthenticationSession, AuthenticationSessionOptions } from '../../../core/services/authentication-service.ts';
import type { RequestJournal } from '../permissions/request-journal.ts';
import { manifestText } from '../strings/manifest-text.ts';
import type { ConsentQuestions } from './consent-questions.ts';
import { type Consent, type ConsentHolder, type ConsentStore, isStillMeant } from './consent-store.ts';
import { type SessionOutcome, sessionRecord } from './session-record.ts';

export interface SessionBrokerParts {
  readonly registry: AuthenticationRegistry;
  readonly consents: ConsentStore;
  readonly questions: ConsentQuestions;
  readonly requests: Pick<RequestJournal, 'record'>;
  /** A plugin as it is now, or `undefined` where it isn't there. */
  readonly holder: (plugin: string) => ConsentHolder | undefined;
  /** What users call a plugin. */
  readonly displayName: (plugin: string) => Message;
  /** In ms since 1970. */
  readonly now?: () => number;
}

/** Stands between the plugins that want sessions and those that have them: gives none that the user didn't agree to. */
export class SessionBroker {
  private readonly sessionsChanged = new EventEmitter<{ readonly plugin: string; readonly provider: string }>();
  private readonly now: () => number;

  /** Fires for each plugin that holds sessions of a provider when these ended or should be asked for anew. */
  readonly onDidChangeSessions: Event<{ readonly plugin: string; readonly provider: string }> = this.sessionsChanged.event;

  constructor(private readonly parts: SessionBrokerParts) {
    this.now = parts.now ?? Date.now;
  }

  /** Tells the plugins what their providers say, until disposed. */
  start(): Disposable {
    const { registry, consents } = this.parts;
    const store = new DisposableStore();
    store.add(
      registry.onDidChangeSessions(({ provider, account }) => {
        const isConcerned = (consent: Consent) => consent.provider === provider && (account ?? consent.account) === consent.account;
        for (const plugin of consents.plugins())
          if (consents.list(plugin).some(isConcerned)) this.sessionsChanged.fire({ plugin, provider });
      }),
    );
    return store;
  }

  /**
   * See `AuthenticationService.getSession`; whether the plugin may ask at all is for its service to say.
   * @param signal aborts with the plugin's stay as well.
   */
  async getSession(
    plugin: string,
    provider: string,
    { account: wanted, silent = false, renew = false }: AuthenticationSessionOptions,
    signal: AbortSignal,
  ): Promise<AuthenticationSession | undefined> {
    const startedAt = this.now();
    let account: AccountName | undefined;
    const note = (outcome: SessionOutcome) =>
      this.parts.requests.record(plugin, sessionRecord({ provider, account, startedAt, endedAt: this.now() }, outcome));
    try {
      account = await this.parts.registry.findAccount(provider, wanted, signal);
      if (!(await this.isAgreed(plugin, provider, account, silent, signal))) {
        if (!silent) note('session-refused');
        return undefined;
      }
      const session = await this.parts.registry.getSession(provider, account.id, renew, signal);
      // Taken back while the provider was busy.
      if (!this.consentOf(plugin, provider, account)) return undefined;
      this.parts.consents.noteUse(plugin, { provider, account: account.id }, this.now());
      note('session-given');
      return session;
    } catch (error) {
      note(outcomeOf(error));
      throw error;
    }
  }

  /** Notes a request for a provider that the plugin was not granted. */
  noteDenied(plugin: string, provider: string): void {
    const at = this.now();
    this.parts.requests.record(plugin, sessionRecord({ provider, account: undefined, startedAt: at, endedAt: at }, 'permission.denied'));
  }

  /** The consents of a plugin that hold now. */
  list(plugin: string): readonly Consent[] {
    const consents = this.parts.consents.list(plugin);
    const holder = consents.length > 0 ? this.parts.holder(plugin) : undefined;
    return holder ? consents.filter((consent) => this.holds(consent, holder)) : [];
  }

  /** What users call a provider: in the words of the plugin that contributes it, else its id. */
  providerName(provider: string): Message {
    return nameOf(this.parts.registry.get(provider), provider);
  }

  /** Takes an agreement back: the plugin gets no further session until the user agrees again. In force at once, durable once resolved. */
  async revoke(plugin: string, provider: string, account: string): Promise<void> {
    const consent = this.parts.consents.find(plugin, { provider, account });
    if (!consent) return;
    const revoked = this.parts.consents.revoke(plugin, consent);
    const at = this.now();
    const about = { provider, account: { id: account, name: consent.accountName }, startedAt: at, endedAt: at };
    this.parts.requests.record(plugin, sessionRecord(about, 'session-revoked'));
    this.sessionsChanged.fire({ plugin, provider });
    await revoked;
  }

  /** To be called when a plugin's permissions became others: what was agreed to may not hold any more, and doesn't come back with them. */
  async permissionsChanged(plugin: string): Promise<void> {
    const consents = this.parts.consents.list(plugin);
    const holder = consents.length > 0 ? this.parts.holder(plugin) : undefined;
    if (!holder) return;
    const over = consents.filter((consent) => !isStillMeant(consent, holder));
    for (const { provider, account } of over) await this.revoke(plugin, provider, account);
  }

  private async isAgreed(plugin: string, provider: string, account: AccountName, silent: boolean, signal: AbortSignal): Promise<boolean> {
    if (this.consentOf(plugin, provider, account)) return true;
    const { questions, consents, displayName, holder, registry } = this.parts;
    if (silent) return false;
    const names = { pluginName: displayName(plugin), providerName: this.providerName(provider) };
    // As all was when the question was put, so that nothing that changes in between goes along unseen.
    const asking = holder(plugin);
    const answeredBy = registry.get(provider)?.plugin;
    if (!asking || answeredBy === undefined) return false;
    if (!(await questions.ask({ plugin, provider, account, ...names }, signal))) return false;
    const consent = { provider, answeredBy, account: account.id, accountName: account.name, ...asking };
    if (!this.consentOf(plugin, provider, account))
      await consents.grant(plugin, { ...consent, grantedAt: this.now(), lastUsedAt: null, useCount: 0 });
    return this.consentOf(plugin, provider, account) !== undefined;
  }

  private consentOf(plugin: string, provider: string, account: AccountName): Consent | undefined {
    const holder = this.parts.holder(plugin);
    const consent = this.parts.consents.find(plugin, { provider, account: account.id });
    return consent && holder && this.holds(consent, holder) ? consent : undefined;
  }

  private holds(consent: Consent, holder: ConsentHolder): boolean {
    // Another plugin that answers is something else than what the user agreed to.
    return isStillMeant(consent, holder) && consent.answeredBy === this.parts.registry.get(consent.provider)?.plugin;
  }
}

function nameOf(declared: DeclaredProvider | undefined, provider: string): Message {
  return declared ? manifestText(declared.contribution.label, declared.plugin) : { key: provider };
}

function outcomeOf(error: unknown): SessionOutcome {
  if (isCancellation(error)) return 'cancelled';
  return error instanceof ShellError ? (error.code as SessionOutcome) : 'plugin.fault';
}
