import { describe, expect, test } from 'vitest';
import { ConnectionRace, type HostAddress } from './connection-race.ts';

const never = new AbortController().signal;
const six = (last: number): HostAddress => ({ address: `2001:db8::${last}`, family: 6 });
const four = (last: number): HostAddress => ({ address: `192.0.2.${last}`, family: 4 });

/** A race whose time passes, and whose attempts end, when the test says so. */
class Track {
  readonly discarded: string[] = [];
  readonly aborted: string[] = [];
  private nowMs = 0;
  private timers: { readonly dueMs: number; readonly callback: () => void }[] = [];
  private readonly attempts = new Map<string, PromiseWithResolvers<string>>();
  readonly race = new ConnectionRace<string>({
    connect: ({ address }, signal) => {
      const attempt = Promise.withResolvers<string>();
      this.attempts.set(address, attempt);
      signal.addEventListener('abort', () => this.aborted.push(address));
      return attempt.promise;
    },
    discard: (connection) => this.discarded.push(connection),
    codeOf: (error) => (error as NodeJS.ErrnoException).code,
    attemptDelayMs: 250,
    now: () => this.nowMs,
    schedule: (callback, delayMs) => {
      const timer = { dueMs: this.nowMs + delayMs, callback };
      this.timers.push(timer);
      return () => {
        this.timers = this.timers.filter((one) => one !== timer);
      };
    },
  });

  get begun(): string[] {
    return [...this.attempts.keys()];
  }

  get pendingTimers(): number {
    return this.timers.length;
  }

  async pass(ms: number): Promise<void> {
    this.nowMs += ms;
    const due = this.timers.filter(({ dueMs }) => dueMs <= this.nowMs);
    this.timers = this.timers.filter((timer) => !due.includes(timer));
    for (const { callback } of due) callback();
    await settle();
  }

  async answer({ address }: HostAddress): Promise<void> {
    this.attempts.get(address)?.resolve(address);
    await settle();
  }

  async fail({ address }: HostAddress, code: string): Promise<void> {
    this.attempts.get(address)?.reject(Object.assign(new Error(code), { code }));
    await settle();
  }
}

/** Lets what has been promised happen. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

test('families are tried in turns, IPv6 first, each in the order given', async () => {
  const track = new Track();
  track.race.add([four(1), four(2), six(1), six(2), six(3)]);
  for (let passed = 0; passed < 5; passed += 1) await track.pass(250);
  expect(track.begun).toEqual(['2001:db8::1', '192.0.2.1', '2001:db8::2', '192.0.2.2', '2001:db8::3']);
});

test('the next attempt begins after the delay, and those begun go on', async () => {
  const track = new Track();
  track.race.add([six(1), four(1)]);
  await track.pass(249);
  expect(track.begun).toHaveLength(1);
  await track.pass(1);
  expect(track.begun).toHaveLength(2);
  const winning = track.race.run(never);
  await track.pass(5_000);
  await track.answer(six(1));
  expect(await winning).toBe('2001:db8::1');
});

test('the next attempt begins at once when one fails', async () => {
  const track = new Track();
  track.race.add([six(1), four(1)]);
  await track.fail(six(1), 'ENETUNREACH');
  expect(track.begun).toEqual(['2001:db8::1', '192.0.2.1']);
});

describe('when one has connected', () => {
  test('the others are ended, and all is told in order', async () => {
    const track = new Track();
    const winning = track.race.run(never);
    track.race.add([six(1), four(1), six(2), four(2)]);
    await track.fail(six(1), 'ECONNREFUSED');
    await track.pass(250);
    await track.pass(100);
    await track.answer(four(1));
    expect(await winning).toBe('192.0.2.1');
    expect(track.aborted).toContain('2001:db8::2');
    expect(track.race.attempts).toEqual([
      { address: '2001:db8::1', family: 6, outcome: 'failed', startMs: 0, ms: 0, systemCode: 'ECONNREFUSED' },
      { address: '192.0.2.1', family: 4, outcome: 'connected', startMs: 0, ms: 350 },
      { address: '2001:db8::2', family: 6, outcome: 'unneeded', startMs: 250, ms: 100 },
    ]);
    await track.pass(1_000);
    expect(track.begun).toHaveLength(3);
    expect(track.pendingTimers).toBe(0);
  });

  test('one that connects at the same moment is discarded', async () => {
    const track = new Track();
    const winning = track.race.run(never);
    track.race.add([six(1), four(1)]);
    await track.pass(250);
    await track.answer(six(1));
    await track.answer(four(1));
    expect(await winning).toBe('2001:db8::1');
    expect(track.discarded).toEqual(['192.0.2.1']);
  });
});

describe('addresses that come late', () => {
  test('take their turn', async () => {
    const track = new Track();
    track.race.add([four(1), four(2), four(3)]);
    await track.pass(100);
    track.race.add([six(1)]);
    await track.pass(150);
    expect(track.begun).toEqual(['192.0.2.1', '2001:db8::1']);
  });

  test('are tried at once where nothing else is left to try', async () => {
    const track = new Track();
    track.race.add([four(1)]);
    await track.pass(300);
    track.race.add([six(1)]);
    expect(track.begun).toEqual(['192.0.2.1', '2001:db8::1']);
  });

  test('are waited for when all others have failed', async () => {
    const track = new Track();
    const winning = track.race.run(never);
    track.race.add([four(1)]);
    await track.fail(four(1), 'ECONNREFUSED');
    track.race.add([six(1)]);
    track.race.complete();
    await track.answer(six(1));
    expect(await winning).toBe('2001:db8::1');
  });
});

test('a race without a winner tells all failures', async () => {
  const track = new Track();
  const losing = track.race.run(never).catch((error: unknown) => error);
  track.race.add([six(1), four(1)]);
  track.race.complete();
  await track.fail(six(1), 'ENETUNREACH');
  await track.fail(four(1), 'ECONNREFUSED');
  expect(await losing).toMatchObject({ errors: [{ code: 'ENETUNREACH' }, { code: 'ECONNREFUSED' }] });
});

test('a race that is given up ends every attempt with the reason', async () => {
  const track = new Track();
  const controller = new AbortController();
  const losing = track.race.run(controller.signal).catch((error: unknown) => error);
  track.race.add([six(1), four(1), four(2)]);
  await track.pass(250);
  controller.abort(new Error('enough'));
  expect(await losing).toMatchObject({ message: 'enough' });
  expect(track.aborted).toEqual(['2001:db8::1', '192.0.2.1']);
  expect(track.race.attempts).toMatchObject([
    { outcome: 'failed', ms: 250, systemCode: 'ETIMEDOUT' },
    { outcome: 'failed', ms: 0, systemCode: 'ETIMEDOUT' },
  ]);
  expect(track.pendingTimers).toBe(0);
});

test('of hundreds of addresses twenty are tried', async () => {
  const track = new Track();
  const losing = track.race.run(never).catch((error: unknown) => error);
  const many = Array.from({ length: 300 }, (_, index) => six(index));
  track.race.add(many);
  track.race.complete();
  for (const address of many) await track.fail(address, 'ECONNREFUSED');
  expect(await losing).toBeInstanceOf(AggregateError);
  expect(track.begun).toHaveLength(20);
});
