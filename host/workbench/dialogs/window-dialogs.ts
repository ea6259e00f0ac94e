import { type Event, EventEmitter } from '../../../core/event.ts';

/** What a user wants done with changes that leaving would lose. */
export type LeaveAnswer = 'save' | 'discard' | 'cancel';

/** The question whether to save, on leaving a panel. */
export interface LeaveQuestion {
  /** Title of the panel. */
  readonly panel: string;
  /** Whether the panel can save by itself. */
  readonly canSave: boolean;
}

interface PendingQuestion extends LeaveQuestion {
  answer(answer: LeaveAnswer): void;
}

/** Questions that the window itself asks, one after the other. */
export class WindowDialogs {
  private pending: readonly PendingQuestion[] = [];
  private readonly changed = new EventEmitter<void>();

  readonly onDidChange: Event<void> = this.changed.event;

  get current(): PendingQuestion | undefined {
    return this.pending[0];
  }

  askBeforeLeaving(question: LeaveQuestion): Promise<LeaveAnswer> {
    return new Promise((resolve) => {
      const entry: PendingQuestion = {
        ...question,
        answer: (answer) => {
          this.pending = this.pending.filter((other) => other !== entry);
          this.changed.fire();
          resolve(answer);
        },
      };
      this.pending = [...this.pending, entry];
      this.changed.fire();
    });
  }
}
