import { randomUUID } from 'node:crypto';
import {
  CommandService,
  ContextKeyService,
  FileService,
  HookService,
  LogService,
  NetworkProbeService,
  NetworkService,
  NotificationService,
  PanelService,
  type Plugin,
  plugin,
  SecretService,
  SettingsService,
  StorageService,
  WindowService,
} from 'boule-bleue';
import { AccessTest } from './access-test/access-test.ts';
import { AccessTests } from './access-test/access-tests.ts';
import { FurtherChecks } from './access-test/further-checks.ts';
import { lookAtServer } from './access-test/look-at-server.ts';
import { Authentication, type AuthenticationOutcome } from './authentication/authentication.ts';
import { AuthenticationNotice } from './authentication/authentication-notice.ts';
import { ConnectionCommands } from './connection-commands.ts';
import { ConnectionGate } from './connection-gate.ts';
import { StatusKeeper } from './connection-status.ts';
import { HistoryRoom } from './history/history-room.ts';
import { PanelPresenter } from './panel-presenter.ts';
import { PlainHttpNotice } from './plain-http-notice.ts';
import type { FinishedTest } from './records/record-test.ts';
import type { ConnectionArguments } from './values/connection-arguments.ts';
import { ConnectionStore } from './values/connection-store.ts';
import type { RoleWithCredentials } from './values/connection-values.ts';
import { SavedConnection } from './values/saved-connection.ts';
import { WatchRoom } from './watch/watch-room.ts';

@plugin()
export default class ConnectionPlugin implements Plugin {
  private readonly store: ConnectionStore;
  private readonly saved: SavedConnection;
  private readonly status: StatusKeeper;
  private readonly gate: ConnectionGate;
  private readonly tests: AccessTests;
  private readonly historyRoom: HistoryRoom;
  private readonly authentication: Authentication;
  private readonly plainHttp: PlainHttpNotice;
  private readonly notice: AuthenticationNotice;
  private readonly watchRoom: WatchRoom;
  private readonly presenter: PanelPresenter;
  private readonly actions: ConnectionCommands;

  constructor(
    private readonly commands: CommandService,
    private readonly hooks: HookService,
    private readonly settings: SettingsService,
    notifications: NotificationService,
    secrets: SecretService,
    network: NetworkService,
    prober: NetworkProbeService,
    panels: PanelService,
    contextKeys: ContextKeyService,
    window: WindowService,
    log: LogService,
    storage: StorageService,
    files: FileService,
  ) {
    this.store = new ConnectionStore(settings, secrets, log);
    this.saved = new SavedConnection(this.store, settings, log);
    this.status = new StatusKeeper(contextKeys);
    this.gate = new ConnectionGate(hooks, log);
    const { store, saved, status, gate } = this;
    const look = (signal: AbortSignal) => lookAtServer({ prober, store, now: Date.now }, signal);
    this.authentication = new Authentication({ network, settings, hooks, log, store, gate, status, look, now: Date.now });
    const { authentication } = this;
    const checks = new FurtherChecks({ hooks, authentication, status, log, now: Date.now });
    this.tests = new AccessTests(new AccessTest(prober, Date.now), checks, gate, store, Date.now);
    const { tests } = this;
    const readInstallation = () => this.readInstallation();
    const createId = () => randomUUID().slice(0, 8);
    this.historyRoom = new HistoryRoom({ storage, files, panels, window, log, tests, status, readInstallation, createId });
    this.plainHttp = new PlainHttpNotice(notifications, contextKeys);
    this.notice = new AuthenticationNotice(notifications);
    const authenticate = () => this.connectQuietly();
    const onDidFinish = (finished: FinishedTest) => void this.historyRoom.history.add(finished);
    this.watchRoom = new WatchRoom({ prober, notifications, log, look, store, status, gate, tests, authenticate, onDidFinish });
    const [{ history }, { watch }] = [this.historyRoom, this.watchRoom];
    this.presenter = new PanelPresenter({ panels, saved, status, gate, tests, history, watch });
    const { notice, plainHttp } = this;
    this.actions = new ConnectionCommands({
      saved,
      tests,
      authentication,
      status,
      gate,
      panels,
      notifications,
      notice,
      plainHttp,
      window,
      readInstallation,
    });
  }

  async activate(): Promise<void> {
    await this.saved.load();
    this.registerCommands();
    this.tapHooks();
    this.saved.onDidChange(() => void this.connect());
    this.settings.onDidChange((keys) => {
      if (keys.some((key) => key.startsWith('impactEmploi.'))) void this.connect();
    });
    this.presenter.start();
    this.historyRoom.start();
    this.status.set({ state: 'unknown' });
    this.watchRoom.start();
    void this.connect();
  }

  async deactivate(): Promise<void> {
    this.watchRoom.stop();
    await this.stopWork();
  }

  private async stopWork(): Promise<void> {
    await Promise.all([this.tests.cancel(), this.authentication.stop()]);
  }

  /** The guide's case n°3 is told at once; of other failures the heart and the panel tell. */
  private async connect(): Promise<void> {
    this.plainHttp.update(this.saved.current.values);
    this.notice.hide();
    this.tellRefusal(await this.authentication.authenticateInBackground());
  }

  private async connectQuietly(): Promise<void> {
    this.tellRefusal(await this.authentication.authenticateQuietly());
  }

  private tellRefusal(outcome: AuthenticationOutcome | undefined): void {
    const { state } = this.status.current;
    if (outcome === 'failed' && state !== 'failed') this.notice.showOutcome(outcome, this.status.current);
  }

  private registerCommands(): void {
    const { commands, actions } = this;
    commands.register('connection.open', () => actions.open());
    commands.register('connection.test', (args: ConnectionArguments, { signal, caller }) =>
      actions.test(args, signal, caller === 'command-line' ? 'command-line' : 'user'),
    );
    commands.register('connection.cancel-test', () => this.tests.cancel());
    commands.register('connection.save', (args: ConnectionArguments) => actions.save(args));
    commands.register('connection.forget-credentials', (args: { role: RoleWithCredentials }) => actions.forgetCredentials(args));
    commands.register('connection.switch-to-secure', () => actions.switchToSecure());
    commands.register('connection.authenticate', (_args, { signal }) => actions.authenticate(signal));
    commands.register('connection.contact-assistance', () => actions.contactAssistance());
    commands.register('connection.open-portal', () => actions.openPortal());
    this.historyRoom.register(commands);
    this.watchRoom.register(commands);
  }

  private tapHooks(): void {
    this.hooks.tap('network.route', async () => this.store.readRoute());
    this.hooks.tap('assistance.onDidChangeMode', ({ active }: { active: boolean }) => this.followAssistanceMode(active));
  }

  /** In assistance mode the installation is apart from the server; after it, it is not connected until an authentication succeeds. */
  private async followAssistanceMode(active: boolean): Promise<void> {
    await this.stopWork();
    this.notice.hide();
    if (active) this.status.set({ state: 'unknown' });
    else this.status.set({ state: 'failed', reason: { key: 'authentication.after-assistance' }, next: { key: 'next.connect-again' } });
    await this.gate.ask();
    if (!active) this.notice.showAfterAssistance();
  }

  private async readInstallation(): Promise<{ version: string; installation: string }> {
    const read = async (key: string) => (await this.settings.get<string>(key)) ?? '';
    return { version: await read('impactEmploi.version'), installation: await read('impactEmploi.installation') };
  }
}
