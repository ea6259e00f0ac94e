/** Something that was added, registered or opened, and can be undone once. */
export interface Disposable {
  /** Undoes what the owner did. Idempotent: later calls do nothing. */
  dispose(): void;
}

/** Wraps an undo function so that it runs at most once. */
export function toDisposable(undo: () => void): Disposable {
  let pending: (() => void) | undefined = undo;
  return {
    dispose() {
      const run = pending;
      pending = undefined;
      run?.();
    },
  };
}

/**
 * Owns disposables and empties itself last-in-first-out.
 *
 * tsyringe never disposes values and tapable has no untap, so this store, not a
 * library, is what makes "unload leaves nothing behind" true.
 */
export class DisposableStore implements Disposable {
  private readonly items = new Set<Disposable>();
  private disposed = false;

  get isDisposed(): boolean {
    return this.disposed;
  }

  /** How many disposables are still owned. */
  get size(): number {
    return this.items.size;
  }

  /** Takes ownership and returns its argument. A store already disposed disposes it at once. */
  add<T extends Disposable>(item: T): T {
    if (this.disposed) item.dispose();
    else this.items.add(item);
    return item;
  }

  /** Disposes one item early and forgets it. Does nothing for an item that isn't owned. */
  release(item: Disposable): void {
    if (this.items.delete(item)) item.dispose();
  }

  /**
   * Disposes everything, last added first, carrying on past throws.
   * @throws AggregateError holding every error that was thrown.
   */
  dispose(): void {
    this.disposed = true;
    const failures: unknown[] = [];
    for (const item of [...this.items].reverse()) {
      try {
        item.dispose();
      } catch (failure) {
        failures.push(failure);
      }
    }
    this.items.clear();
    if (failures.length > 0) throw new AggregateError(failures, 'Some disposables failed to dispose');
  }
}
