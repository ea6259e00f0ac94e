import {
  type CommandContext,
  CommandService,
  LogService,
  NetworkService,
  PanelService,
  type Plugin,
  plugin,
  SettingsService,
  StorageService,
  WindowService,
} from 'boule-bleue';
import { LinkFollower } from './link-follower.ts';
import { NoteSearch } from './note-search.ts';
import { NoteShelf } from './note-shelf.ts';
import manifest from './package.json';
import { ReadingLog } from './reading-log.ts';
import type { ReleaseNotesState } from './release-notes-state.ts';
import { UpdateFeed } from './update-feed.ts';

const panelId = 'release-notes.notes';

@plugin()
export default class ReleaseNotesPlugin implements Plugin {
  private readonly shelf: NoteShelf;
  private readonly feed: UpdateFeed;
  private readonly links: LinkFollower;
  private reading!: ReadingLog;
  private noteSearch!: NoteSearch;
  private impactEmploiVersion = '';

  constructor(
    private readonly commands: CommandService,
    private readonly panels: PanelService,
    private readonly storage: StorageService,
    private readonly settings: SettingsService,
    network: NetworkService,
    window: WindowService,
    private readonly log: LogService,
  ) {
    this.shelf = new NoteShelf(storage, log);
    this.feed = new UpdateFeed(network, settings);
    this.links = new LinkFollower(commands, window, manifest.permissions.commands);
  }

  async activate(): Promise<void> {
    this.reading = await ReadingLog.load(this.storage);
    this.noteSearch = new NoteSearch(this.feed, this.shelf, this.reading, this.log);
    this.impactEmploiVersion = (await this.settings.get<string>('impactEmploi.version')) ?? '';
    this.commands.register('release-notes.open', () => this.panels.reveal(panelId));
    this.commands.register('release-notes.search', (args: { daily?: boolean }, context: CommandContext) => this.search(args, context));
    this.commands.register('release-notes.mark-read', ({ version }: { version: string }) => this.markRead(version));
    this.commands.register('release-notes.follow-link', ({ address }: { address: string }) => this.links.follow(address));
    this.settings.onDidChange((keys) => {
      if (keys.includes('connection.servers.update')) void this.followAddress();
    });
    await this.publish();
    if (!this.reading.hasGreeted(this.impactEmploiVersion)) this.panels.reveal(panelId);
  }

  /**
   * The panel tells what went wrong; whoever asked for a search may not see it, and is told too.
   * @throws ShellError `release-notes.*`, unless it is the search that comes by itself each day.
   */
  private async search({ daily = false }: { daily?: boolean }, { signal }: CommandContext): Promise<void> {
    if (!this.noteSearch.isDue({ wanted: !daily })) return;
    const searching = this.noteSearch.run(signal);
    await this.publish();
    await searching.finally(() => this.publish());
    if (!daily && this.noteSearch.failure) throw this.noteSearch.failure;
  }

  private async followAddress(): Promise<void> {
    try {
      await this.noteSearch.forgetProblem();
      await this.publish();
    } catch (error) {
      this.log.warn('The last search could not be forgotten.', { error: String(error) });
    }
  }

  /** Called by the panel, when it shows a note: so the notes have been opened, by themselves or by the user. */
  private async markRead(version: string): Promise<void> {
    await this.reading.markGreeted(this.impactEmploiVersion);
    await this.reading.markRead(version);
    await this.publish();
  }

  private async publish(): Promise<void> {
    const notes = (await this.shelf.list()).map((note) => ({ ...note, isUnread: this.reading.isUnread(note.version) }));
    const inUse = notes.find(({ version }) => version === this.impactEmploiVersion);
    const state: ReleaseNotesState = {
      notes: notes.map(({ version, date, markdown, isUnread }) => ({ version, date, markdown, isUnread })),
      preferred: (inUse ?? notes[0])?.version ?? '',
      isSearching: this.noteSearch.isRunning,
      searchedAt: this.reading.searchedAt ?? null,
      problem: this.noteSearch.problem,
    };
    this.panels.publish(panelId, state);
    const count = notes.filter(({ isUnread }) => isUnread).length;
    this.panels.setBadge(panelId, { count, label: { key: 'badge', args: { count } } });
  }
}
