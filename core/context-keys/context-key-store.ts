import { type Event, EventEmitter } from '../event.ts';
import type { ContextKeyValue } from '../services/context-key-service.ts';

/** The facts that `when` clauses read, as the host knows them. */
export class ContextKeyStore {
  private readonly values = new Map<string, ContextKeyValue>();
  private readonly changed = new EventEmitter<string>();

  /** Fires with the key whose value became another. */
  readonly onDidChange: Event<string> = this.changed.event;

  get(key: string): ContextKeyValue {
    return this.values.get(key);
  }

  /** Sets one key; `undefined` removes it. Equal values change nothing. */
  set(key: string, value: ContextKeyValue): void {
    if (isSame(this.values.get(key), value)) return;
    if (value === undefined) this.values.delete(key);
    else this.values.set(key, value);
    this.changed.fire(key);
  }

  /** All keys with their values. */
  snapshot(): Readonly<Record<string, ContextKeyValue>> {
    return Object.fromEntries(this.values);
  }
}

function isSame(one: ContextKeyValue, other: ContextKeyValue): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
