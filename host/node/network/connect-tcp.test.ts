import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectTcp, resolveName } from './connect-tcp.ts';

const { signal } = new AbortController();
let server: Server;
let port: number;
beforeEach(async () => {
  server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as { port: number }).port;
});
afterEach(() => {
  server.close();
});

test('an address that answers is found behind one that doesn’t', async () => {
  const addresses = [
    { address: '::1', family: 6 },
    { address: '127.0.0.1', family: 4 },
  ];
  const socket = await connectTcp(addresses, port, signal);
  expect(socket.remoteAddress).toBe('127.0.0.1');
  socket.destroy();
});

test('an address is not looked up', async () => {
  expect(await resolveName('192.0.2.1', signal)).toEqual([{ address: '192.0.2.1', family: 4 }]);
  expect(await resolveName('2001:db8::1', signal)).toEqual([{ address: '2001:db8::1', family: 6 }]);
});

test('a name has all its addresses', async () => {
  expect(await resolveName('localhost', signal)).toContainEqual({ address: '127.0.0.1', family: 4 });
});

test('nothing is connected for a caller who has given up', async () => {
  await expect(connectTcp([{ address: '127.0.0.1', family: 4 }], port, AbortSignal.abort())).rejects.toThrow('aborted');
});
