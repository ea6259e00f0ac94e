import { CommandService, HookService, PanelService, type Plugin, plugin, SettingsService, ShellError, StorageService } from 'boule-bleue';
import { isUrgent, listDeadlines } from './deadlines.ts';
import type { Deadline, State } from './state.ts';

const panelId = 'echeances-dsn.panel';
/** Documents of this collection are the periods that were filed. */
const filedCollection = 'filed';
/** Days pass while the window stays open. */
const refreshMs = 15 * 60_000;

@plugin()
export default class EcheancesDsn implements Plugin {
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly commands: CommandService,
    private readonly panels: PanelService,
    private readonly settings: SettingsService,
    private readonly storage: StorageService,
    private readonly hooks: HookService,
  ) {}

  async activate(): Promise<void> {
    this.commands.register('echeances-dsn.open', () => this.panels.reveal(panelId));
    this.commands.register('echeances-dsn.mark', (args: { period: string; filed?: boolean }) => this.mark(args));
    this.hooks.tap('connection.check', () => this.check());
    this.settings.onDidChange(() => this.publish());
    this.timer = setInterval(() => void this.publish(), refreshMs);
    await this.publish();
  }

  /** What was registered goes by itself; a timer is the plugin's own. */
  deactivate(): void {
    clearInterval(this.timer);
  }

  private async mark({ period, filed = true }: { period: string; filed?: boolean }): Promise<void> {
    const known = (await this.deadlines()).some((deadline) => deadline.period === period);
    if (!known) throw new ShellError('echeances-dsn.period-unknown', { period });
    await this.storage.write([{ collection: filedCollection, id: period, ...(filed && { value: true }) }]);
    await this.publish();
  }

  /** A line of « Tester l'accès aux serveurs », and a stage of the address that DSN are filed at. */
  private async check() {
    const late = (await this.deadlines()).filter(({ status }) => status === 'late').length;
    const sentence = late === 0 ? { key: 'check.ok' } : { key: 'check.late', args: { count: late } };
    return [{ label: { key: 'check.label' }, ok: late === 0, sentence, address: 'netEntreprises', name: 'deadlines' }];
  }

  private async publish(): Promise<void> {
    const deadlines = await this.deadlines();
    const state: State = { day: await this.day(), deadlines };
    const count = deadlines.filter(isUrgent).length;
    this.panels.publish(panelId, state);
    this.panels.setBadge(panelId, { count, label: { key: 'badge', args: { count } } });
  }

  private async deadlines(): Promise<readonly Deadline[]> {
    const filed = new Set((await this.storage.list(filedCollection)).map(({ id }) => id));
    const reminderDays = (await this.settings.get<number>('echeances-dsn.reminderDays')) ?? 5;
    return listDeadlines({ today: new Date(), day: await this.day(), reminderDays, filed });
  }

  private async day(): Promise<number> {
    return (await this.settings.get<number>('echeances-dsn.day')) ?? 15;
  }
}
