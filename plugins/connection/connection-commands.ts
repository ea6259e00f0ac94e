import { type Message, type NotificationService, type PanelService, ShellError, type WindowService } from 'boule-bleue';
import type { AccessTestResult } from './access-test/access-test.ts';
import { type AccessTestAnswer, answerTest } from './access-test/access-test-answer.ts';
import type { AccessTests, AskedBy } from './access-test/access-tests.ts';
import type { Authentication } from './authentication/authentication.ts';
import type { AuthenticationNotice } from './authentication/authentication-notice.ts';
import type { ConnectionGate } from './connection-gate.ts';
import type { StatusKeeper } from './connection-status.ts';
import { panelId } from './panel-state.ts';
import { type PlainHttpNotice, switchToSecure } from './plain-http-notice.ts';
import { recordAddress } from './records/record-test.ts';
import { assistanceAddress, composeMail, type MailFacts, mailtoUrl } from './report/assistance-mail.ts';
import { applyArguments, type ConnectionArguments, type GivenSecrets } from './values/connection-arguments.ts';
import { type ConnectionValues, isSameConnection, type RoleWithCredentials } from './values/connection-values.ts';
import { readValues } from './values/read-values.ts';
import type { SavedConnection } from './values/saved-connection.ts';

export interface CommandServices {
  readonly saved: SavedConnection;
  readonly tests: AccessTests;
  readonly authentication: Authentication;
  readonly status: StatusKeeper;
  readonly gate: ConnectionGate;
  readonly panels: PanelService;
  readonly notifications: NotificationService;
  readonly notice: AuthenticationNotice;
  readonly plainHttp: PlainHttpNotice;
  readonly window: WindowService;
  readonly readInstallation: () => Promise<Pick<MailFacts, 'version' | 'installation'>>;
}

export type SaveAnswer = { readonly saved: true; readonly corrections?: readonly Message[] };

/** What the plugin's commands do. */
export class ConnectionCommands {
  constructor(private readonly services: CommandServices) {}

  async open(): Promise<void> {
    this.showPanel();
    await this.services.gate.ask();
  }

  /** Tests the given values, which are not saved; without any, the saved ones, which a user is shown in the panel. */
  async test(args: ConnectionArguments, signal: AbortSignal, trigger: AskedBy): Promise<AccessTestAnswer> {
    const { saved, tests } = this.services;
    if (trigger === 'user' && Object.keys(args).length === 0) this.showPanel();
    const values = applyArguments(saved.current.values, args);
    const result = await tests.run(values, args.proxy?.password, signal, trigger);
    if ('addresses' in result) this.noteOnStatus(values, result);
    return answerTest(result);
  }

  /** What had to be corrected is told: the panel has said it by then, but nobody else has. */
  async save(args: ConnectionArguments): Promise<SaveAnswer> {
    const { password } = args.proxy ?? {};
    const given = { ...(password && { proxyPassword: password }), ...(args.credentials && { credentials: args.credentials }) };
    const corrections = await this.saveValues(applyArguments(this.services.saved.current.values, args), given);
    return { saved: true, ...(corrections.length > 0 && { corrections }) };
  }

  async forgetCredentials({ role }: { readonly role: RoleWithCredentials }): Promise<void> {
    await this.services.saved.forgetCredentials(role);
  }

  async switchToSecure(): Promise<SaveAnswer> {
    await this.saveValues(switchToSecure(this.services.saved.current.values), {});
    return { saved: true };
  }

  async authenticate(signal: AbortSignal) {
    const { authentication, notifications, notice, status } = this.services;
    const title = { key: 'command.authenticate' };
    const outcome = await notifications.withProgress(title, (_progress, cancelled) =>
      authentication.authenticate(AbortSignal.any([signal, cancelled])),
    );
    notice.showOutcome(outcome, status.current);
    const { state, reason, next } = status.current;
    if (typeof outcome === 'object') return { ok: false, state, sentence: outcome.reason, next: null };
    return { ok: outcome === 'connected', state, sentence: reason ?? { key: 'notice.connected' }, next };
  }

  async contactAssistance() {
    const { saved, status, tests, notifications, window, readInstallation } = this.services;
    const facts = {
      ...(await readInstallation()),
      values: saved.current.values,
      status: status.current,
      addresses: (tests.view?.addresses ?? []).map(recordAddress),
    };
    const mail = composeMail(facts);
    const args = { address: assistanceAddress, subject: mail.subject };
    notifications.show({ severity: 'info', message: { key: 'notice.mail', args } });
    await window.openExternal(mailtoUrl(mail)).catch((error: unknown) => {
      // On the command line the result is what can be copied.
      if ((error as { code?: unknown }).code !== 'dialog.no-window') throw error;
    });
    return { address: assistanceAddress, ...mail };
  }

  /**
   * Opens the page at which the network wants one to sign in, as the last test found it: no caller says what is opened.
   * @throws ShellError `connection.no-portal` where it found none, and as `WindowService.openExternal`
   */
  async openPortal(): Promise<{ opened: string }> {
    const address = this.services.tests.portalAddress;
    if (address === undefined) throw new ShellError('connection.no-portal');
    await this.services.window.openExternal(address);
    return { opened: new URL(address).origin };
  }

  private showPanel(): void {
    this.services.panels.reveal(panelId);
    this.services.plainHttp.hide();
  }

  private async saveValues(typed: ConnectionValues, given: GivenSecrets): Promise<readonly Message[]> {
    const { values, problems, corrections, secrets } = readValues(typed);
    const [problem] = Object.values(problems);
    // The sentence of a problem stands under `error.<code>`, as that of every error.
    if (problem)
      throw new ShellError(problem.key.replace(/^error\./, '') as `${string}.${string}`, problem.args as Record<string, string | number>);
    await this.services.saved.save(values, { ...secrets, ...given, credentials: { ...secrets.credentials, ...given.credentials } });
    return Object.values(corrections).flat();
  }

  /** When the saved server can't be reached, the installation is no longer connected, whatever it was before. */
  private noteOnStatus(values: ConnectionValues, { addresses }: AccessTestResult): void {
    const { saved, status } = this.services;
    const failed = addresses.find(({ role, ok }) => role === 'authentication' && !ok);
    if (!failed || !isSameConnection(values, saved.current.values)) return;
    if (status.current.state !== 'connected' && status.current.state !== 'unknown') return;
    status.set({ state: 'failed', reason: failed.sentence, next: failed.next, cause: failed.cause });
  }
}
