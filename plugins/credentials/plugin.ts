import {
  AuthenticationProviderService,
  CommandService,
  DialogService,
  FileService,
  HookService,
  LogService,
  NetworkService,
  NotificationService,
  PanelService,
  type Plugin,
  plugin,
  SecretService,
  SettingsService,
  SharedStorageService,
  StorageService,
} from 'boule-bleue';
import { AccountCommands } from './account-commands.ts';
import { portalProvider } from './authentication-provider/portal-sessions.ts';
import { type CredentialsServices, createServices } from './credentials-services.ts';
import { panelId } from './panel-publisher.ts';
import { listAccessTicks } from './verification/access-check.ts';

@plugin()
export default class CredentialsPlugin implements Plugin {
  private readonly services: CredentialsServices;
  private readonly accountCommands: AccountCommands;

  constructor(
    private readonly commands: CommandService,
    private readonly hooks: HookService,
    private readonly panels: PanelService,
    dialogs: DialogService,
    notifications: NotificationService,
    files: FileService,
    shared: SharedStorageService,
    private readonly storage: StorageService,
    secrets: SecretService,
    settings: SettingsService,
    network: NetworkService,
    private readonly log: LogService,
    private readonly providers: AuthenticationProviderService,
  ) {
    const keeping = { shared, storage, secrets, settings };
    this.services = createServices({ panels, dialogs, notifications, files, ...keeping, network, log, providers });
    this.accountCommands = new AccountCommands(this.services, dialogs);
  }

  async activate(): Promise<void> {
    const { accounts, opener, portalSessions, publisher, sessions, several, journal, store } = this.services;
    this.commands.register('credentials.open', () => this.panels.reveal(panelId));
    for (const room of [this.accountCommands, several, journal]) room.register(this.commands);
    this.providers.register(portalProvider, portalSessions);
    for (const event of [sessions.onDidChange, store.onDidChange]) event(() => void portalSessions.refresh());
    this.hooks.tap('accounts.list', () => accounts.names());
    this.hooks.tap('connection.check', async () => listAccessTicks(await accounts.statuses()));
    await opener.start(() => publisher.publish());
    if (store.lastRead) await this.adoptRefusals();
    for (const room of [several, journal]) room.start();
  }

  deactivate(): void {
    this.services.several.stop();
    this.services.portalSessions.dispose();
    this.services.passwords.dispose();
  }

  /** Where the shared documents can't be had, at the next start. */
  private async adoptRefusals(): Promise<void> {
    await this.services.failures
      .adopt(this.storage)
      .catch((error) => this.log.warn('Counted refusals wait for the shared storage.', { error: String(error) }));
  }
}
