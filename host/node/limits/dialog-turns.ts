import { untilAborted } from '../../../core/async.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import type { FloodReports } from './flood-meter.ts';

const maximumWaiting = 5;
const patience = 3;

/**
 * Lets a plugin ask one question at a time. After three that the user closed in a row, the user is told how to have no more of them;
 * and what would wait behind five others counts as closed.
 */
export class DialogTurns {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private closedInARow = 0;

  constructor(
    private readonly scope: PluginScope,
    private readonly floods: FloodReports,
    private readonly kind: 'dialogs' | 'files' = 'dialogs',
  ) {}

  /**
   * @param closed the answer that closing the question gives.
   * @param signal ends the waiting; a question that was not asked until then is not asked any more.
   */
  async ask<T>(question: () => Promise<T>, closed: T, signal?: AbortSignal): Promise<T> {
    if (this.waiting >= maximumWaiting) {
      this.report();
      return closed;
    }
    this.waiting += 1;
    const turn = this.last.then(() => {
      signal?.throwIfAborted();
      return question();
    });
    this.last = turn.catch(() => {});
    try {
      const answer = await untilAborted(turn, signal ? AbortSignal.any([signal, this.scope.signal]) : this.scope.signal);
      this.note(answer === closed);
      return answer;
    } finally {
      this.waiting -= 1;
    }
  }

  private note(wasClosed: boolean): void {
    this.closedInARow = wasClosed ? this.closedInARow + 1 : 0;
    if (this.closedInARow % patience === 0 && wasClosed) this.report();
  }

  private report(): void {
    this.floods.report(this.scope.manifest.id, this.kind);
  }
}
