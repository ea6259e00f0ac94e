import { RpcSession } from 'capnweb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ShellError } from '../errors.ts';
import { Secret } from '../secret.ts';
import { type Method, OfferedMethods, RemoteCalls, type RemoteMethods } from './remote-calls.ts';

/** One end of a line in memory. */
class Line {
  peer!: Line;
  readonly encodingLevel = 'string';
  private readonly received: string[] = [];
  private waiting: PromiseWithResolvers<string> | undefined;

  static pair(): readonly [Line, Line] {
    const ends = [new Line(), new Line()] as const;
    ends[0].peer = ends[1];
    ends[1].peer = ends[0];
    return ends;
  }

  async send(message: string): Promise<void> {
    this.peer.accept(message);
  }

  receive(): Promise<string> {
    const next = this.received.shift();
    if (next !== undefined) return Promise.resolve(next);
    this.waiting = Promise.withResolvers<string>();
    return this.waiting.promise;
  }

  close(): void {
    this.waiting?.reject(new Error('closed'));
  }

  private accept(message: string): void {
    if (this.waiting) this.waiting.resolve(message);
    else this.received.push(message);
    this.waiting = undefined;
  }
}

const unheard: unknown[] = [];
let offered: OfferedMethods;
let calls: RemoteCalls;
let line: Line;

beforeEach(() => {
  unheard.length = 0;
  const [near, far] = Line.pair();
  line = near;
  offered = new OfferedMethods({ traced: true, maximumLength: 1_000, maximumPending: 3, onUnheard: (error) => unheard.push(error) });
  new RpcSession(far, offered.packed as never);
  const remote = new RpcSession<never>(near).getRemoteMain() as unknown as RemoteMethods;
  calls = new RemoteCalls(remote, { maximumLength: 1_000, describeBreak: () => new ShellError('plugin.unknown', { plugin: 'gone' }) });
});

afterEach(() => line.close());

const offer = (methods: Record<string, Method>) => offered.offer('some', methods);

describe('a call', () => {
  it('brings its arguments there and the result back', async () => {
    offer({ join: (args) => ({ args }) });
    expect(await calls.call('some', 'join', [1, undefined, { a: 'b' }])).toEqual({ args: [1, undefined, { a: 'b' }] });
  });

  it('carries secrets both ways', async () => {
    offer({ swap: async ([secret]) => [new Secret(`${await (secret as Secret).reveal()}!`)] });
    const [answer] = (await calls.call('some', 'swap', [new Secret('a')])) as [Secret];
    expect(await answer.reveal()).toBe('a!');
  });

  it('fails with the error of the other end', async () => {
    offer({
      fail: () => {
        throw new ShellError('command.unknown', { command: 'x' });
      },
    });
    await expect(calls.call('some', 'fail', [])).rejects.toMatchObject({ code: 'command.unknown', details: { command: 'x' } });
  });

  it('whose result is no plain data fails and says so', async () => {
    offer({ make: () => new Map() });
    await expect(calls.call('some', 'make', [])).rejects.toMatchObject({ code: 'rpc.not-plain-data' });
  });

  it('is cancelled here at once and there soon', async () => {
    const aborted = vi.fn();
    offer({ wait: (_args, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(aborted()))) });
    const cancellation = new AbortController();
    const reason = new Error('enough');
    const waiting = calls.call('some', 'wait', [], cancellation.signal);
    await vi.waitFor(() => expect(offered.pendingCount).toBe(1));
    cancellation.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await vi.waitFor(() => expect(aborted).toHaveBeenCalledOnce());
    expect(offered.pendingCount).toBe(0);
    expect(calls.pendingCount).toBe(0);
  });

  it('that was cancelled before is not made', async () => {
    const method = vi.fn();
    offer({ method });
    await expect(calls.call('some', 'method', [], AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(calls.count).toBe(0);
  });

  it('beyond those that may be under way at once is refused', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    offer({ wait: () => promise });
    const waiting = [1, 2, 3].map(() => calls.call('some', 'wait', []));
    await expect(calls.call('some', 'wait', [])).rejects.toMatchObject({ code: 'rpc.too-many-calls', details: { maximum: 3 } });
    resolve();
    await Promise.all(waiting);
  });

  it('of something that is not there, or on a line that was cut, fails as is described', async () => {
    await expect(calls.call('none', 'such', [])).rejects.toMatchObject({ details: { plugin: 'gone' } });
    offer({ wait: () => new Promise(() => {}) });
    const waiting = calls.call('some', 'wait', []);
    line.close();
    await expect(waiting).rejects.toMatchObject({ details: { plugin: 'gone' } });
    await expect(calls.call('some', 'wait', [])).rejects.toMatchObject({ details: { plugin: 'gone' } });
  });
});

describe('calls that nobody waits for', () => {
  it('take effect in order, among the others', async () => {
    const order: unknown[] = [];
    offer({ note: ([value]) => void order.push(value), ask: ([value]) => order.push(value) });
    calls.send('some', 'note', [1]);
    const asked = calls.call('some', 'ask', [2]);
    calls.send('some', 'note', [3]);
    await asked;
    await vi.waitFor(() => expect(order).toEqual([1, 2, 3]));
  });

  it('tell the other end of their failures, and leave nothing open', async () => {
    offer({
      note: () => {
        throw new Error('refused');
      },
    });
    calls.send('some', 'note', []);
    await vi.waitFor(() => expect(unheard).toEqual([expect.objectContaining({ message: 'refused' })]));
    expect(calls.pendingCount).toBe(0);
  });

  it('do nothing on a line that was cut', () => {
    line.close();
    calls.send('some', 'note', []);
  });
});
