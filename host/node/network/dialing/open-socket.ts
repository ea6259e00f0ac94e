import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { untilAborted } from '../deadline.ts';
import type { HostAddress } from './connection-race.ts';

/** Connects to one address. */
export type OpenSocket = (address: HostAddress, port: number, signal: AbortSignal) => Promise<Socket>;

export const openSocket: OpenSocket = async ({ address, family }, port, signal) => {
  signal.throwIfAborted();
  const socket = connect({ host: address, family, port, noDelay: true });
  ignoreLateErrors(socket);
  await whileOpen(socket, once(socket, 'connect'), signal);
  return socket;
};

/** A socket may fail between two steps, while nobody waits for it; the next step finds it closed. */
export function ignoreLateErrors(socket: Socket): void {
  socket.on('error', () => {});
}

/** Waits for something on a socket, which is destroyed when that fails or is aborted. */
export async function whileOpen<T>(socket: Socket, work: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await untilAborted(work, signal);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** The first bytes that come, so many at least unless the other end is done before. The socket is of no use afterwards. */
export async function readStart(socket: Socket, atLeast: number): Promise<Buffer> {
  let received = Buffer.alloc(0);
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk as Buffer]);
    if (received.length >= atLeast) break;
  }
  return received;
}
