import type { Disposable, Message, NotificationAction, NotificationOptions, NotificationService } from 'boule-bleue';
import type { AuthenticationOutcome } from './authentication.ts';
import type { ConnectionStatus } from './connection-status.ts';

const openSettings = { title: { key: 'command.open' }, command: 'connection.open' };
const contactAssistance = { title: { key: 'command.contact-assistance' }, command: 'connection.contact-assistance' };
const enterAssistanceMode = { title: { key: 'action.enter-assistance-mode' }, command: 'assistance.activate' };

/** Tells what the latest authentication came to, with buttons for what the guide says comes next. */
export class AuthenticationNotice {
  private shown: Disposable | undefined;

  constructor(private readonly notifications: NotificationService) {}

  show(outcome: AuthenticationOutcome, status: ConnectionStatus): void {
    this.hide();
    this.shown = this.notifications.show(describe(outcome, status));
  }

  hide(): void {
    this.shown?.dispose();
    this.shown = undefined;
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
