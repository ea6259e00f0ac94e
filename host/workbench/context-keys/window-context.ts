import { whenClauseHolds } from '../../../core/context-keys/when-clause.ts';
import { type Event, EventEmitter } from '../../../core/event.ts';
import type { ContextKeyValue } from '../../../core/services/context-key-service.ts';
import type { WorkbenchStore } from '../state/workbench-store.ts';

/** The facts that `when` clauses read in this window: the host's, and the window's own such as `inputFocus`. */
export class WindowContext {
  private readonly own = new Map<string, ContextKeyValue>();
  private readonly changed = new EventEmitter<void>();

  /** Fires when any fact changed. */
  readonly onDidChange: Event<void> = this.changed.event;

  constructor(private readonly store: WorkbenchStore) {
    store.changesOf('contextKeys')(() => this.changed.fire());
  }

  readonly get = (key: string): ContextKeyValue => {
    return this.own.has(key) ? this.own.get(key) : this.store.current.contextKeys[key];
  };

  /** Sets facts of this window. */
  set(facts: Readonly<Record<string, ContextKeyValue>>): void {
    const different = Object.entries(facts).filter(([key, value]) => this.own.get(key) !== value);
    for (const [key, value] of different) this.own.set(key, value);
    if (different.length > 0) this.changed.fire();
  }

  /** Whether a clause holds; none always does. */
  holds(clause: string | undefined): boolean {
    return whenClauseHolds(clause, this.get);
  }
}
