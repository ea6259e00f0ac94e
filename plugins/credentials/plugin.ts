import {
  AuthenticationProviderService,
  type CommandContext,
  CommandService,
  DialogService,
  HookService,
  LogService,
  NetworkService,
  PanelService,
  type Plugin,
  plugin,
  SecretService,
  SettingsService,
  SharedStorageService,
  ShellError,
  StorageService,
} from 'boule-bleue';
import { AccountService, type SaveRequest } from './accounts/account-service.ts';
import { AccountStore } from './accounts/account-store.ts';
import { PortalAccess } from './authentication-provider/portal-access.ts';
import { PortalSessions, portalProvider } from './authentication-provider/portal-sessions.ts';
import { NetEntreprisesExchange } from './exchange/net-entreprises-exchange.ts';
import { NetEntreprisesServices } from './exchange/net-entreprises-services.ts';
import manifest from './package.json';
import { PanelPublisher, panelId } from './panel-publisher.ts';
import { canReconnect } from './reconnection.ts';
import { CredentialsVault } from './sealing/credentials-vault.ts';
import { ShownAccounts } from './shown-accounts.ts';
import { Sessions } from './sign-in/sessions.ts';
import { listAccessTicks } from './verification/access-check.ts';
import { ConnectionTester, type TestRequest } from './verification/connection-tester.ts';
import { CredentialFingerprint } from './verification/credential-fingerprint.ts';
import { FailureCounter } from './verification/failure-counter.ts';
import { PortalAttempts } from './verification/portal-attempts.ts';
import { ServiceCheck } from './verification/service-check.ts';
import { VerificationBoard } from './verification/verification-board.ts';

@plugin()
export default class CredentialsPlugin implements Plugin {
  private readonly accounts: AccountService;
  private readonly failures: FailureCounter;
  private readonly tester: ConnectionTester;
  private readonly publisher: PanelPublisher;
  private readonly portalSessions: PortalSessions;
  private readonly sessions = new Sessions();
  private readonly shown = new ShownAccounts();

  constructor(
    private readonly commands: CommandService,
    private readonly hooks: HookService,
    private readonly panels: PanelService,
    private readonly dialogs: DialogService,
    private readonly storage: StorageService,
    shared: SharedStorageService,
    secrets: SecretService,
    private readonly settings: SettingsService,
    network: NetworkService,
    private readonly log: LogService,
    private readonly providers: AuthenticationProviderService,
  ) {
    const fingerprint = new CredentialFingerprint();
    const failures = new FailureCounter(shared);
    this.failures = failures;
    const board = new VerificationBoard(fingerprint);
    const exchange = new NetEntreprisesExchange(network, settings, manifest.version);
    this.accounts = new AccountService(new AccountStore(storage, log), new CredentialsVault(secrets, log), failures, fingerprint);
    const services = new ServiceCheck(new NetEntreprisesServices(network, settings, manifest.version));
    const attempts = new PortalAttempts(this.accounts, exchange, failures, log);
    this.tester = new ConnectionTester(this.accounts, attempts, services, board, dialogs);
    this.portalSessions = new PortalSessions(new PortalAccess(this.accounts, attempts), {
      attempted: () => void this.publisher.publish().catch((error) => log.error('The accounts could not be shown.', error)),
      ended: (account) => providers.sessionsChanged(portalProvider, account),
    });
    this.publisher = new PanelPublisher(panels, this.accounts, this.sessions, this.shown, board, log);
  }

  async activate(): Promise<void> {
    this.commands.register('credentials.open', () => this.panels.reveal(panelId));
    this.commands.register('credentials.test', (request: TestRequest, { signal }: CommandContext) =>
      this.andPublish(this.tester.test(request, signal)),
    );
    this.commands.register('credentials.save', (request: SaveRequest) => this.save(request));
    this.commands.register('credentials.add-account', ({ name }: { name: string }) => this.add(name));
    this.commands.register('credentials.rename-account', ({ account, name }: { account: string; name: string }) =>
      this.andPublish(this.accounts.rename(account, name)),
    );
    this.commands.register('credentials.remove-account', (request: RemoveRequest, { signal }: CommandContext) =>
      this.remove(request, signal),
    );
    this.commands.register('credentials.show', ({ account }: { account: string }) => this.show(account));
    for (const command of networkCommands) this.commands.register(command, refuseAlone);
    this.providers.register(portalProvider, this.portalSessions);
    this.sessions.onDidChange(() => void this.portalSessions.refresh());
    this.hooks.tap('accounts.list', () => this.accounts.names());
    this.hooks.tap('connection.check', async () => listAccessTicks(await this.accounts.list()));
    await this.adoptRefusals();
    await this.accounts.createFirst();
    await this.signInAlone();
    await this.publisher.publish();
  }

  private async save(request: SaveRequest): Promise<{ canReconnect: boolean }> {
    await this.andPublish(this.accounts.save(request));
    return { canReconnect: await canReconnect(this.settings) };
  }

  private async add(name: string): Promise<{ account: string }> {
    return { account: await this.andPublish(this.accounts.add(name)) };
  }

  /** Where the shared documents can't be had, at the next start. */
  private async adoptRefusals(): Promise<void> {
    await this.failures
      .adopt(this.storage)
      .catch((error) => this.log.warn('Counted refusals wait for the shared storage.', { error: String(error) }));
  }

  /** On a single workstation whoever is at the window is its administrator. */
  private async signInAlone(): Promise<void> {
    const [first] = await this.accounts.names();
    if (first) this.sessions.set({ account: first, role: 'administrator', mustChangePassword: false });
  }

  private async show(idOrName: string): Promise<void> {
    const { account } = await this.accounts.find(idOrName);
    this.sessions.requireAccount(account);
    this.shown.add(account.id);
    await this.publisher.publish();
  }

  private async remove({ account: idOrName, confirmed = false }: RemoveRequest, signal: AbortSignal): Promise<{ removed: boolean }> {
    const { account } = await this.accounts.find(idOrName);
    const agreed =
      confirmed ||
      (await this.dialogs.confirm(
        {
          message: { key: 'remove.message', args: { account: account.name } },
          detail: { key: 'remove.detail' },
          confirmLabel: { key: 'remove.confirm' },
        },
        { signal },
      ));
    if (agreed) await this.andPublish(this.accounts.remove(account.id));
    return { removed: agreed };
  }

  /** The panel shows the new state by the time the command's caller hears of it, whatever became of the work. */
  private async andPublish<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } finally {
      await this.portalSessions.refresh();
      await this.publisher.publish();
    }
  }
}

/** What only a réseau has a use for. */
const networkCommands = [
  'credentials.sign-in',
  'credentials.sign-out',
  'credentials.protect',
  'credentials.set-role',
  'credentials.reset-password',
  'credentials.create-recovery-key',
  'credentials.verify-recovery-key',
  'credentials.recover',
  'credentials.rotate-keys',
];

async function refuseAlone(): Promise<never> {
  throw new ShellError('credentials.not-shared');
}

interface RemoveRequest {
  /** Id or name. */
  readonly account: string;
  readonly confirmed?: boolean;
}
