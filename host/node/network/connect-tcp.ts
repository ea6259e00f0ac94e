import { type LookupAddress, lookup } from 'node:dns';
import { once } from 'node:events';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { untilAborted } from './deadline.ts';
import { NetworkFailure } from './network-failure.ts';

/** Every address of a host, IPv4 and IPv6, in the system's order. */
export async function resolveName(host: string, signal: AbortSignal): Promise<readonly LookupAddress[]> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  // Never exists, and programs should know without asking (RFC 6761, 6.4); some name servers take long to say so.
  if (host === 'invalid' || host.endsWith('.invalid')) throw new NetworkFailure('dns-unknown', { systemCode: 'ENOTFOUND' });
  return untilAborted(promisify(lookup)(host, { all: true, order: 'verbatim' }), signal);
}

/** Connects to whichever address answers first, trying IPv6 and IPv4 in turns (RFC 8305). */
export async function connectTcp(addresses: readonly LookupAddress[], port: number, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const answerKnown: LookupFunction = (_host, _options, callback) => callback(null, [...addresses]);
  const socket = connect({ host: 'known', port, lookup: answerKnown, autoSelectFamily: true, noDelay: true });
  ignoreLateErrors(socket);
  await whileOpen(socket, once(socket, 'connect'), signal);
  return socket;
}

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
