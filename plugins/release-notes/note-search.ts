import { isCancellation, type LogService, type Message, ShellError } from 'boule-bleue';
import type { NoteShelf } from './note-shelf.ts';
import type { ReadingLog } from './reading-log.ts';
import type { UpdateFeed } from './update-feed.ts';

const dayMs = 86_400_000;

/** Asks the update server for notes: one search at a time, and by itself at most once a day. */
export class NoteSearch {
  private running: Promise<void> | undefined;
  /** Why the last search did not work, or not wholly. */
  failure: ShellError | undefined;

  constructor(
    private readonly feed: UpdateFeed,
    private readonly shelf: NoteShelf,
    private readonly reading: ReadingLog,
    private readonly log: LogService,
    private readonly now: () => number = Date.now,
  ) {}

  /** The same, as its reader is told. */
  get problem(): Message | null {
    return this.failure?.sentence ?? null;
  }

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  /** Whether a search would be made. */
  isDue({ wanted }: { readonly wanted: boolean }): boolean {
    const { searchedAt } = this.reading;
    // A date in the future comes from a clock that was wrong.
    const isRecent = searchedAt !== undefined && searchedAt <= this.now() && this.now() - searchedAt < dayMs;
    return !this.isRunning && (wanted || !isRecent);
  }

  /** Never rejects for what a server or the network does: {@link failure} tells. Joins a search that is under way. */
  run(signal: AbortSignal): Promise<void> {
    this.running ??= this.search(signal).finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** After a change of the address: what went wrong at the former one says nothing about the new one, which is to be asked. */
  async forgetProblem(): Promise<void> {
    if (!this.failure) return;
    this.failure = undefined;
    await this.reading.forgetSearch();
  }

  private async search(signal: AbortSignal): Promise<void> {
    await this.reading.markSearched(this.now());
    try {
      const { notes, damaged } = await this.feed.search(await this.shelf.inventory(), signal);
      if (notes.length > 0) await this.shelf.keep(notes);
      this.failure = damaged.length > 0 ? new ShellError('release-notes.notes-damaged', { versions: damaged.join(', ') }) : undefined;
    } catch (error) {
      this.failure = this.explain(error, signal);
    }
  }

  private explain(error: unknown, signal: AbortSignal): ShellError {
    if (isCancellation(error)) signal.throwIfAborted();
    this.log.warn('The release notes could not be searched.', { error: error instanceof ShellError ? error.code : String(error) });
    if (!(error instanceof ShellError)) return new ShellError('release-notes.search-failed', {}, { cause: error });
    if (!error.code.startsWith('network.')) return error;
    return new ShellError('release-notes.server-unreached', { cause: error.code.slice('network.'.length) }, { cause: error });
  }
}
