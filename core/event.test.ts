import { expect, it } from 'vitest';
import { EventEmitter } from './event.ts';

it('calls listeners in the order of subscription until they are disposed', () => {
  const emitter = new EventEmitter<number>();
  const heard: string[] = [];
  emitter.event((value) => heard.push(`one ${value}`));
  const second = emitter.event((value) => heard.push(`two ${value}`));
  emitter.fire(1);
  second.dispose();
  emitter.fire(2);
  expect(heard).toEqual(['one 1', 'two 1', 'one 2']);
  expect(emitter.listenerCount).toBe(1);
});

it('lets the same function listen twice', () => {
  const emitter = new EventEmitter<void>();
  let count = 0;
  const listener = () => count++;
  emitter.event(listener);
  emitter.event(listener).dispose();
  emitter.fire();
  expect(count).toBe(1);
});

it('goes on to the next listener when one throws, and tells its owner', () => {
  const failures: unknown[] = [];
  const emitter = new EventEmitter<void>((error) => failures.push(error));
  let reached = false;
  emitter.event(() => {
    throw new Error('broken listener');
  });
  emitter.event(() => (reached = true));
  emitter.fire();
  expect(reached).toBe(true);
  expect(failures).toHaveLength(1);
});
