import { whenClauseHolds } from '../../../core/context-keys/when-clause.ts';
import type { Event } from '../../../core/event.ts';
import type { ContextKeyValue } from '../../../core/services/context-key-service.ts';
import { deepActiveElement, isEditable } from '../base/focus.ts';
import { isMac } from '../keybindings/platform.ts';
import type { WorkbenchStore } from '../state/workbench-store.ts';

/** Facts that only the window knows, under VS Code's names. They are looked at when asked for, and tell nobody when they change. */
const ownFacts: Readonly<Record<string, () => ContextKeyValue>> = {
  inputFocus: () => isEditable(deepActiveElement()),
  isMac: () => isMac,
};

/** The facts that `when` clauses read in this window: the host's, and a few of the window's own. */
export class WindowContext {
  /** Fires when a fact of the host's changed. */
  readonly onDidChange: Event<unknown>;

  constructor(private readonly store: WorkbenchStore) {
    this.onDidChange = store.changesOf('contextKeys');
  }

  readonly get = (key: string): ContextKeyValue => {
    const own = Object.hasOwn(ownFacts, key) ? ownFacts[key] : undefined;
    return own ? own() : this.store.current.contextKeys[key];
  };

  /** Whether a clause holds; none always does. */
  holds(clause: string | undefined): boolean {
    return whenClauseHolds(clause, this.get);
  }
}
