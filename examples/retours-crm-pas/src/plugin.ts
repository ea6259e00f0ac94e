import {
  AuthenticationService,
  CommandService,
  isCancellation,
  LogService,
  NetworkService,
  PanelService,
  type Plugin,
  plugin,
  SettingsService,
  ShellError,
  StorageService,
} from 'boule-bleue';
import { type Found, FoundReturns } from './found-returns.ts';
import { buildView, type Progress } from './returns-view.ts';
import { Search } from './search.ts';
import { pause, Walk } from './walk.ts';

const panelId = 'retours-crm-pas.panel';
const dayMs = 86_400_000;
/** The portal is not asked about the future where this clock is fast. */
const clockToleranceMs = 5 * 60_000;
const nothing: Found = { searched: [], returns: [] };

/** Lists the last « CRM PAS »: with a session that the user agrees to, never with a password. */
@plugin()
export default class RetoursCrmPas implements Plugin {
  private readonly search: Search;
  private readonly walk: Walk;
  private progress: Progress = { step: 'idle' };
  private found = nothing;

  constructor(
    private readonly commands: CommandService,
    private readonly panels: PanelService,
    private readonly settings: SettingsService,
    private readonly sessions: AuthenticationService,
    private readonly log: LogService,
    network: NetworkService,
    storage: StorageService,
  ) {
    this.search = new Search({ sessions, network, address: () => this.address() });
    const found = new FoundReturns(storage);
    this.walk = new Walk({ search: this.search, found, now: Date.now, pause });
  }

  async activate(): Promise<void> {
    this.commands.register('retours-crm-pas.open', () => this.panels.reveal(panelId));
    this.commands.register('retours-crm-pas.refresh', ({ account }: { account?: string }, { signal }) => this.refresh(account, signal));
    this.sessions.onDidChangeSessions(() => this.forgetUnlessBusy());
    await this.publish();
  }

  /** Lasts as long as the search does, so that whoever asked can stop it. */
  private async refresh(wanted: string | undefined, signal: AbortSignal): Promise<void> {
    if (this.isBusy) throw new ShellError('retours-crm-pas.busy');
    await this.show({ step: 'asking' }, nothing);
    try {
      const { account } = await this.search.begin(wanted, signal);
      const to = Date.now() - clockToleranceMs;
      const window = { from: to - (await this.days()) * dayMs, to };
      const found = await this.walk.run(
        account.id,
        window,
        ({ found: sofar, ...progress }) => this.show({ step: 'searching', account: account.name, ...progress }, sofar),
        signal,
      );
      await this.show({ step: 'done', account: account.name }, found);
    } catch (error) {
      await this.show(this.afterFailure(error), this.found);
      if (isCancellation(error)) throw error;
    }
  }

  /** What was agreed to is over, or the credentials are others: what is shown may be of somebody else by now. */
  private async forgetUnlessBusy(): Promise<void> {
    if (!this.isBusy) await this.show({ step: 'idle' }, nothing);
  }

  private get isBusy(): boolean {
    return this.progress.step === 'asking' || this.progress.step === 'searching';
  }

  private afterFailure(error: unknown): Progress {
    if (isCancellation(error)) return { step: 'idle' };
    if (error instanceof ShellError) return { step: 'failed', sentence: error.sentence };
    this.log.error('The search failed', error);
    return { step: 'failed', sentence: { key: 'state.failed' } };
  }

  private async show(progress: Progress, found: Found): Promise<void> {
    this.progress = progress;
    this.found = found;
    await this.publish();
  }

  private async publish(): Promise<void> {
    this.panels.publish(panelId, buildView(this.progress, this.found.returns, await this.days()));
  }

  private async days(): Promise<number> {
    return (await this.settings.get<number>('retours-crm-pas.days')) ?? 2;
  }

  private async address(): Promise<string> {
    const address = await this.settings.get<string>('netEntreprises.services.consultation');
    if (!address) throw new ShellError('retours-crm-pas.no-address');
    return address;
  }
}
