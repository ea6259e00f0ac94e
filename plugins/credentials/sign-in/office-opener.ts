import { type LogService, ShellError } from 'boule-bleue';
import type { OfficeFounder } from '../accounts/office-founder.ts';
import type { OfficeStore } from '../accounts/office-store.ts';
import { SerialQueue } from '../serial-queue.ts';
import type { SessionKeeper } from './session-keeper.ts';

/** Opens the office as soon as its store can be had, and keeps the session up with what changes in it. */
export class OfficeOpener {
  private readonly queue = new SerialQueue();
  private waiting: Promise<void> | undefined;
  private isOpen = false;

  constructor(
    private readonly store: OfficeStore,
    private readonly founder: OfficeFounder,
    private readonly keeper: SessionKeeper,
    private readonly log: LogService,
    private readonly patienceMs = 2_000,
  ) {}

  /**
   * Begins, and resolves once the office is open, or soon where its store takes time to answer: the shell doesn't wait for ever for a plugin to
   * activate. Where the store is out of reach, it goes on by itself once it isn't.
   * @param onDidFollow after each change that was followed.
   */
  async start(onDidFollow: () => Promise<void>): Promise<void> {
    this.store.onDidChange(() => {
      this.follow()
        .then(onDidFollow)
        .catch((error) => this.log.error('The change of the accounts could not be followed.', error));
    });
    await withPatience(this.follow().then(onDidFollow), this.patienceMs, (error) =>
      this.log.error('The accounts could not be opened.', error),
    );
  }

  /** @throws ShellError `shared-storage.*`. */
  async ensureOpen(): Promise<void> {
    if (!this.isOpen) await this.queue.run(() => this.open());
  }

  /** Calls that wait together share one. A store that is out of reach is followed later. */
  follow(): Promise<void> {
    this.waiting ??= this.queue.run(async () => {
      this.waiting = undefined;
      try {
        await this.open();
      } catch (error) {
        if (!(error instanceof ShellError) || !error.code.startsWith('shared-storage.')) throw error;
        this.log.info('The accounts are out of reach.', { code: error.code });
      }
    });
    return this.waiting;
  }

  private async open(): Promise<void> {
    if (!this.isOpen) await this.founder.found();
    await this.keeper.refresh();
    this.isOpen = true;
  }
}

/** Waits for work, but not for long; it goes on then. @param onLateFailure told of its failure when nobody waits any more. */
async function withPatience(work: Promise<void>, patienceMs: number, onLateFailure: (error: unknown) => void): Promise<void> {
  const { promise: patience, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => resolve('late'), patienceMs);
  try {
    if ((await Promise.race([work, patience])) === 'late') work.catch(onLateFailure);
  } finally {
    clearTimeout(timer);
  }
}
