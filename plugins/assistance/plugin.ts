import {
  type CommandContext,
  CommandService,
  ContextKeyService,
  DialogService,
  type Disposable,
  HookService,
  LogService,
  NotificationService,
  type Plugin,
  plugin,
  type Secret,
  SecretService,
  StorageService,
} from 'boule-bleue';
import { AssistanceKey } from './assistance-key.ts';
import { AssistanceMode } from './assistance-mode.ts';
import { AttemptLimit } from './attempt-limit.ts';
import { civilDateInParis } from './civil-date.ts';
import { Deactivation, type DeactivationArguments } from './deactivation.ts';
import { passwordOfTheDay, readKey } from './password-of-the-day.ts';

@plugin()
export default class AssistancePlugin implements Plugin {
  private readonly mode: AssistanceMode;
  private readonly key: AssistanceKey;
  private readonly deactivation: Deactivation;
  private notice: Disposable | undefined;

  constructor(
    private readonly commands: CommandService,
    private readonly hooks: HookService,
    dialogs: DialogService,
    private readonly notifications: NotificationService,
    contextKeys: ContextKeyService,
    storage: StorageService,
    secrets: SecretService,
    log: LogService,
  ) {
    this.mode = new AssistanceMode(storage, contextKeys, hooks);
    this.key = new AssistanceKey(secrets, log);
    this.deactivation = new Deactivation(this.key, new AttemptLimit(storage, Date.now), dialogs, Date.now);
  }

  async activate(): Promise<void> {
    await this.mode.restore();
    this.commands.register('assistance.activate', () => this.enter());
    this.commands.register('assistance.deactivate', (args: DeactivationArguments | undefined, { signal }: CommandContext) =>
      this.leave(args ?? {}, signal),
    );
    this.commands.register('assistance.password-of-the-day', tellPassword);
    this.hooks.tap('connection.onWillConnect', () => this.refusal());
    this.hooks.tap('connection.onDidAuthenticate', ({ cleAssistance }: { cleAssistance: Secret }) => this.key.receive(cleAssistance));
  }

  /** At once, as the printed guide shows it: what it means is said, not asked. */
  private async enter(): Promise<{ active: boolean }> {
    if (!this.mode.isActive) {
      await this.mode.change(true);
      this.notice = this.notifications.show({ severity: 'info', message: { key: 'activate.done' } });
    }
    return { active: this.mode.isActive };
  }

  private async leave(args: DeactivationArguments, signal: AbortSignal): Promise<{ active: boolean }> {
    if (this.mode.isActive && (await this.deactivation.allow(args, signal))) {
      await this.mode.change(false);
      this.notice?.dispose();
    }
    return { active: this.mode.isActive };
  }

  private refusal() {
    if (!this.mode.isActive) return undefined;
    return { reason: { key: 'refusal.reason' }, command: 'assistance.deactivate', commandTitle: { key: 'command.deactivate' } };
  }
}

async function tellPassword({ key, date = civilDateInParis(Date.now()) }: { key: Secret; date?: string }): Promise<string> {
  return passwordOfTheDay(readKey(await key.reveal()), date);
}
