import { beforeEach, expect, test } from 'vitest';
import { type Port, PortTransport } from './port-transport.ts';

class TestPort implements Port {
  isClosed = false;
  readonly sent: string[] = [];
  private readonly listeners: Record<string, (event: { readonly data?: unknown }) => void> = {};

  postMessage(message: string): void {
    this.sent.push(message);
  }

  start(): void {}

  close(): void {
    this.isClosed = true;
  }

  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void {
    this.listeners[type] = listener;
  }

  arrive(data: unknown, type = 'message'): void {
    this.listeners[type]?.({ data });
  }
}

let port: TestPort;
let abuses: string[];
let now: number;
let transport: PortTransport;

beforeEach(() => {
  port = new TestPort();
  abuses = [];
  now = 0;
  transport = new PortTransport(port, {
    maximumMessageCharacters: 100,
    messagesPerSecond: 10,
    onAbuse: (problem) => abuses.push(problem),
    now: () => now,
  });
});

test('messages come in order, whether they are awaited or not', async () => {
  port.arrive('a');
  port.arrive('b');
  expect([await transport.receive(), await transport.receive()]).toEqual(['a', 'b']);
  const next = transport.receive();
  port.arrive('c');
  expect(await next).toBe('c');
});

test.each([
  ['no text', { a: 1 }],
  ['too long', 'x'.repeat(101)],
  ['nothing', null],
])('a message that is %s ends the conversation', async (_what, data) => {
  const waiting = transport.receive();
  port.arrive(data);
  await expect(waiting).rejects.toThrow();
  expect({ abuses: abuses.length, isClosed: port.isClosed }).toEqual({ abuses: 1, isClosed: true });
});

test('a burst is forgiven with time, a flood is not', async () => {
  for (let count = 0; count < 30; count += 1) port.arrive('x');
  expect(abuses).toEqual([]);
  now = 1_000;
  for (let count = 0; count < 10; count += 1) port.arrive('x');
  expect(abuses).toEqual([]);
  port.arrive('x');
  expect(abuses).toEqual(['too many messages']);
  await expect(transport.receive()).rejects.toThrow('too many messages');
});

test('what the peer says after it was cut off is not heard, and it is told nothing more', () => {
  port.arrive(undefined, 'messageerror');
  port.arrive('late');
  transport.send('more');
  expect({ abuses: abuses.length, sent: port.sent }).toEqual({ abuses: 1, sent: [] });
});

test('closing is no abuse', async () => {
  transport.close();
  expect({ abuses, isClosed: port.isClosed }).toEqual({ abuses: [], isClosed: true });
  await expect(transport.receive()).rejects.toThrow();
});
