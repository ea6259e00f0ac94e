import { isDeepStrictEqual } from 'node:util';
import { type Event, EventEmitter } from '../../../core/event.ts';
import type { Serialisable } from '../../../core/message.ts';

/** A panel's last published state, and whose it is. */
export interface PublishedState {
  readonly plugin: string;
  readonly state: Serialisable;
}

/** What plugins' main halves published for their panels. */
export class PanelStates {
  private readonly states = new Map<string, PublishedState>();
  private readonly changed = new EventEmitter<string>();

  /** Fires with a panel's id when its state became another. */
  readonly onDidChange: Event<string> = this.changed.event;

  get(panelId: string): PublishedState | undefined {
    return this.states.get(panelId);
  }

  /** Keeps a copy of a state. Equal states change nothing. @throws TypeError when it isn't serialisable. */
  publish(plugin: string, panelId: string, state: Serialisable): void {
    this.put(plugin, panelId, JSON.parse(JSON.stringify(state)));
  }

  /** As {@link publish}, for a state that nobody else holds and that is plain data already. */
  put(plugin: string, panelId: string, state: Serialisable): void {
    if (isDeepStrictEqual(state, this.states.get(panelId)?.state)) return;
    this.states.set(panelId, { plugin, state });
    this.changed.fire(panelId);
  }

  /** Forgets a state. Windows keep what they show. */
  withdraw(panelId: string): void {
    this.states.delete(panelId);
  }

  get size(): number {
    return this.states.size;
  }
}
