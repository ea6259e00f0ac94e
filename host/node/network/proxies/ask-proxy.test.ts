import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { LoopbackListener } from '../../../../test/servers/loopback-listener.ts';
import { NetworkFailure } from '../network-failure.ts';
import { askProxy } from './ask-proxy.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function connectTo(proxy: (socket: Socket) => void): Promise<Socket> {
  const listener = await LoopbackListener.open(proxy);
  const socket = connect(listener.port, '127.0.0.1').on('error', () => {});
  open.push(
    () => listener.close(),
    () => socket.destroy(),
  );
  await once(socket, 'connect');
  return socket;
}

const hangUp = () => new NetworkFailure('proxy-bad', { detail: 'hung up' });
const read = (received: Buffer) => (received.length < 2 ? undefined : { answer: received.toString('latin1', 0, 2), length: 2 });

test('a proxy that hung up before it was asked is not waited for', async () => {
  const socket = await connectTo((peer) => peer.end());
  await once(socket, 'close');
  await expect(askProxy(socket, { message: 'hello', read, hangUp })).rejects.toMatchObject({ detail: 'hung up' });
});

test('one that hangs up within its answer gave none', async () => {
  const socket = await connectTo((peer) => peer.end('o'));
  await expect(askProxy(socket, { read, hangUp })).rejects.toMatchObject({ detail: 'hung up' });
});

test('what comes behind an answer, in the same piece or later, stays for whoever reads next', async () => {
  const socket = await connectTo((peer) => peer.once('data', () => peer.write('o')).once('data', () => peer.write('kab')));
  await expect(askProxy(socket, { message: '?', read, hangUp })).resolves.toBe('ok');
  await expect(askProxy(socket, { read, hangUp })).resolves.toBe('ab');
  expect(['data', 'error', 'close', 'end'].map((event) => socket.listenerCount(event))).toEqual([0, 1, 0, 1]);
});

test('an answer that can’t be read is the reader’s to judge', async () => {
  const socket = await connectTo((peer) => peer.write('garbage'));
  const refuse = () => {
    throw new NetworkFailure('proxy-bad', { detail: 'garbage' });
  };
  await expect(askProxy(socket, { read: refuse, hangUp })).rejects.toMatchObject({ detail: 'garbage' });
});
