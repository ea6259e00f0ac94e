import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HostTime, TimeAllowance } from './host-time.ts';

function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe('the host’s time', () => {
  it('is given at once as long as a turn is short', async () => {
    const time = new HostTime();
    let turned = false;
    setImmediate(() => {
      turned = true;
    });
    for (let count = 0; count < 100; count += 1) await time.goOn();
    expect(turned).toBe(false);
  });

  it('is given to others once the messages of a turn have used theirs up', async () => {
    const time = new HostTime();
    let others = 0;
    const interval = setInterval(() => {
      others += 1;
    }, 1);
    for (let count = 0; count < 20; count += 1) {
      await time.goOn();
      work(2);
    }
    clearInterval(interval);
    expect(others).toBeGreaterThan(5);
  });

  it('is shared by those who wait', async () => {
    const time = new HostTime();
    const order: string[] = [];
    const send = async (name: string) => {
      for (let count = 0; count < 5; count += 1) {
        await time.goOn();
        order.push(name);
        work(2);
      }
    };
    await Promise.all([send('a'), send('b'), nextTurn()]);
    expect(order.slice(0, 4).sort()).toEqual(['a', 'a', 'b', 'b']);
  });

  it('comes back to who waits even where the pause is over before the turn has ended', async () => {
    const time = new HostTime();
    const went = Promise.withResolvers<void>();
    // What is set for the end of a turn that begins among immediates comes after the timers of the next one.
    setImmediate(() => {
      void time.goOn();
      work(6);
      time.goOn().then(went.resolve);
      work(6);
    });
    await went.promise;
  });
});

describe('the allowance of a process', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('lets a burst pass, and slows what goes on beyond it', () => {
    const allowance = new TimeAllowance();
    for (let count = 0; count < 99; count += 1) expect(allowance.spend(10)).toBe(0);
    expect(allowance.spend(20)).toBeGreaterThan(50);
  });

  it('fills up again in the long run', () => {
    const allowance = new TimeAllowance();
    for (let count = 0; count < 100; count += 1) allowance.spend(10);
    vi.advanceTimersByTime(1_000);
    for (let count = 0; count < 19; count += 1) expect(allowance.spend(10)).toBe(0);
    expect(allowance.spend(20)).toBeGreaterThan(0);
  });

  it('is not used up by a host that was held up otherwise', () => {
    expect(new TimeAllowance().spend(3_600_000)).toBe(0);
  });
});
