import type { PanelApi } from 'boule-bleue';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { JournalFilter, JournalLine, JournalPage, JournalRequest } from '../journal-state.ts';

/** What is shown of the journal: the pages read so far, as the filter wants them. */
export class JournalPages implements ReactiveController {
  /** `undefined`: nothing was read yet. */
  lines: readonly JournalLine[] | undefined;
  isReading = false;
  /** Why the last reading failed. */
  problem = '';
  filter: JournalFilter = {};
  private next: number | null = null;
  /** There may be new entries since the reading under way began. */
  private isStale = false;
  private reading: AbortController | undefined;

  constructor(
    private readonly host: ReactiveControllerHost & { readonly panel: PanelApi },
    private readonly onRead: () => void = () => {},
  ) {
    host.addController(this);
  }

  get hasMore(): boolean {
    return this.next !== null;
  }

  hostDisconnected(): void {
    this.reading?.abort();
  }

  /** Reads from the newest on, by another filter or for another reader. */
  async restart(filter: JournalFilter = this.filter): Promise<void> {
    this.filter = filter;
    const page = await this.read(filter);
    if (page) this.show(page.entries, page.next);
    if (this.isStale) await this.refresh();
  }

  /** What came since goes on top of what is shown; where there is more of it than a page, all is shown anew. */
  async refresh(): Promise<void> {
    this.isStale = true;
    while (this.isStale && !this.isReading) await this.readNewest();
  }

  private async readNewest(): Promise<void> {
    this.isStale = false;
    const { lines: shown } = this;
    const page = await this.read(this.filter);
    if (!page) return;
    const [newest] = shown ?? [];
    const fresh = page.entries.filter(({ sequence }) => newest === undefined || sequence > newest.sequence);
    if (!shown || fresh.length === page.entries.length) this.show(page.entries, page.next);
    else this.show([...fresh, ...shown], this.next);
  }

  async readMore(): Promise<void> {
    if (this.next === null || this.isReading) return;
    const page = await this.read({ ...this.filter, before: this.next });
    if (page) this.show([...(this.lines ?? []), ...page.entries], page.next);
    if (this.isStale) await this.refresh();
  }

  private show(lines: readonly JournalLine[], next: number | null): void {
    this.lines = lines;
    this.next = next;
    this.host.requestUpdate();
    this.onRead();
  }

  /** `undefined` where it failed, or where something else was asked for meanwhile. */
  private async read(request: JournalRequest): Promise<JournalPage | undefined> {
    this.reading?.abort();
    const reading = new AbortController();
    this.reading = reading;
    this.isReading = true;
    this.problem = '';
    this.host.requestUpdate();
    const outcome = await this.host.panel.run('credentials.read-journal', { ...request }, { signal: reading.signal });
    if (this.reading !== reading) return undefined;
    this.isReading = false;
    this.host.requestUpdate();
    if (outcome.ok) return outcome.value as JournalPage;
    if (!outcome.cancelled) this.problem = outcome.sentence;
    return undefined;
  }
}
