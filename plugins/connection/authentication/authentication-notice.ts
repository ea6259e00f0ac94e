import type { Disposable, Message, NotificationAction, NotificationOptions, NotificationService } from 'boule-bleue';
import type { ConnectionStatus } from '../connection-status.ts';
import type { AuthenticationOutcome } from './authentication.ts';

const openSettings = { title: { key: 'command.open' }, command: 'connection.open' };
const authenticate = { title: { key: 'command.authenticate' }, command: 'connection.authenticate' };
const contactAssistance = { title: { key: 'command.contact-assistance' }, command: 'connection.contact-assistance' };
const enterAssistanceMode = { title: { key: 'action.enter-assistance-mode' }, command: 'assistance.activate' };

/** The one notification about where the connection stands; a newer one takes the place of the former. */
export class AuthenticationNotice {
  private shown: Disposable | undefined;

  constructor(private readonly notifications: NotificationService) {}

  /** Tells what an authentication came to, with buttons for what the guide says comes next. */
  showOutcome(outcome: AuthenticationOutcome, status: ConnectionStatus): void {
    this.show(describe(outcome, status));
  }

  /** Tells that the assistance mode is over, and how the connection comes back. */
  showAfterAssistance(): void {
    this.show({ severity: 'info', message: { key: 'authentication.after-assistance' }, actions: [openSettings, authenticate] });
  }

  hide(): void {
    this.shown?.dispose();
    this.shown = undefined;
  }

  private show(options: NotificationOptions): void {
    this.hide();
    this.shown = this.notifications.show(options);
  }
}

function describe(outcome: AuthenticationOutcome, status: ConnectionStatus): NotificationOptions {
  if (outcome === 'connected') return { severity: 'info', message: { key: 'notice.connected' } };
  if (outcome === 'failed') return { severity: 'error', message: describeFailure(status), actions: actionsFor(status) };
  const { reason, command, commandTitle } = outcome;
  return { severity: 'warning', message: reason, actions: command && commandTitle ? [{ title: commandTitle, command }] : [] };
}

function describeFailure({ reason, next }: ConnectionStatus): Message {
  return { key: 'notice.failed', args: { reason: reason ?? '', next: next ?? '' } };
}

function actionsFor({ state }: ConnectionStatus): readonly NotificationAction[] {
  return state === 'failed' ? [openSettings, contactAssistance, enterAssistanceMode] : [contactAssistance, enterAssistanceMode];
}
