import { describe, expect, it } from 'vitest';
import { DisposableStore, toDisposable } from './lifecycle.ts';

describe('DisposableStore', () => {
  it('disposes what was added last first', () => {
    const order: string[] = [];
    const store = new DisposableStore();
    for (const name of ['first', 'second', 'third']) store.add(toDisposable(() => order.push(name)));
    store.dispose();
    expect(order).toEqual(['third', 'second', 'first']);
  });

  it('carries on past throws and then raises all of them as one', () => {
    let reached = false;
    const store = new DisposableStore();
    store.add(toDisposable(() => (reached = true)));
    store.add({
      dispose() {
        throw new Error('stuck');
      },
    });
    expect(() => store.dispose()).toThrow(AggregateError);
    expect(reached).toBe(true);
    expect(store.size).toBe(0);
  });

  it('disposes at once what arrives after it was closed', () => {
    let disposed = false;
    const store = new DisposableStore();
    store.dispose();
    store.add(toDisposable(() => (disposed = true)));
    expect(disposed).toBe(true);
    expect(store.size).toBe(0);
  });

  it('disposes a released item once only', () => {
    let count = 0;
    const store = new DisposableStore();
    const item = store.add({ dispose: () => count++ });
    store.release(item);
    store.release(item);
    store.dispose();
    expect(count).toBe(1);
  });
});

describe('toDisposable', () => {
  it('undoes once however often it is disposed', () => {
    let count = 0;
    const handle = toDisposable(() => count++);
    handle.dispose();
    handle.dispose();
    expect(count).toBe(1);
  });
});
