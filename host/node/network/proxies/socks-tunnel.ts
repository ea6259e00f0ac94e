import { isIP, type Socket } from 'node:net';
import type { NetworkFailureCause } from '../../../../core/services/network-probe-service.ts';
import { whileOpen } from '../dialing/open-socket.ts';
import { NetworkFailure } from '../network-failure.ts';
import type { HttpProxy } from '../routes/route.ts';
import { askProxy } from './ask-proxy.ts';

const version = 5;
const noAuthentication = 0;
const userAndPassword = 2;
const unacceptable = 0xff;

/** What a SOCKS proxy says instead of leading on (RFC 1928, 6), and what that means. */
const refusals: Readonly<Record<number, readonly [NetworkFailureCause, string]>> = {
  1: ['proxy-bad', 'general failure'],
  2: ['proxy-forbidden', 'not allowed by its rules'],
  3: ['refused', 'network unreachable from the proxy'],
  4: ['refused', 'host unreachable from the proxy'],
  5: ['refused', 'refused, says the proxy'],
  6: ['timeout', 'no answer in time, says the proxy'],
  7: ['proxy-bad', 'command not supported'],
  8: ['proxy-bad', 'kind of address not supported'],
};

export interface SocksTarget {
  /** Name or address, without brackets. A name is looked up by the proxy. */
  readonly host: string;
  readonly port: number;
}

/**
 * Asks a SOCKS 5 proxy for a tunnel (RFC 1928), with a user and a password where they are known (RFC 1929). On success the socket speaks
 * to the target.
 * @throws NetworkFailure `proxy-auth`, `proxy-auth-scheme`, `proxy-forbidden`, `proxy-bad`, or `refused` and `timeout` where the proxy
 *   says that it didn't reach the target.
 */
export async function openSocksTunnel(socket: Socket, proxy: HttpProxy, target: SocksTarget, signal: AbortSignal): Promise<void> {
  await whileOpen(socket, negotiate(socket, proxy, target), signal);
}

async function negotiate(socket: Socket, proxy: HttpProxy, target: SocksTarget): Promise<void> {
  const methods = proxy.user === undefined ? [noAuthentication] : [noAuthentication, userAndPassword];
  const [, method] = await ask(socket, Buffer.from([version, methods.length, ...methods]), 2);
  if (method === unacceptable) throw failure(proxy.user === undefined ? 'proxy-auth' : 'proxy-auth-scheme', 'no common authentication');
  if (method === userAndPassword) await signIn(socket, proxy);
  else if (method !== noAuthentication) throw failure('proxy-bad', `authentication ${method}, which wasn't offered`);
  const [, reply, , kind = 0] = await ask(socket, Buffer.from([version, 1, 0, ...addressOf(target)]), 4);
  if (reply !== 0) throw failure(...(refusals[reply ?? 1] ?? (['proxy-bad', `reply ${reply}`] as const)));
  await skipBoundAddress(socket, kind);
}

async function signIn(socket: Socket, { user = '', password }: HttpProxy): Promise<void> {
  const parts = [user, (await password?.reveal()) ?? ''].map((text) => Buffer.from(text, 'utf8'));
  if (parts.some(({ length }) => length > 255)) throw failure('proxy-auth', 'user or password is too long for it');
  const message = Buffer.concat([Buffer.of(1), ...parts.flatMap((part) => [Buffer.of(part.length), part])]);
  const answer = await read(socket, 2, message);
  if (answer[1] !== 0) throw failure('proxy-auth', 'user and password were sent');
}

function addressOf({ host, port }: SocksTarget): readonly number[] {
  const ends = [port >> 8, port & 0xff];
  if (isIP(host) === 4) return [1, ...host.split('.').map(Number), ...ends];
  if (isIP(host) === 6) return [4, ...bytesOfIPv6(host), ...ends];
  const name = Buffer.from(host, 'latin1');
  if (name.length > 255) throw failure('proxy-bad', 'the name is too long for it');
  return [3, name.length, ...name, ...ends];
}

/** The URL parser knows every way of writing one, and writes it in the one that is easily split. */
function bytesOfIPv6(host: string): readonly number[] {
  const [head = '', tail = ''] = new URL(`http://[${host}]`).hostname.slice(1, -1).split('::');
  const [first, last] = [head, tail].map((part) =>
    part
      .split(':')
      .filter(Boolean)
      .map((group) => Number.parseInt(group, 16)),
  );
  const groups = [...first!, ...Array.from({ length: 8 - first!.length - last!.length }, () => 0), ...last!];
  return groups.flatMap((group) => [group >> 8, group & 0xff]);
}

/** Where the proxy's own end of the connection is, which nobody needs to know. */
async function skipBoundAddress(socket: Socket, kind: number): Promise<void> {
  const lengths: Readonly<Record<number, number>> = { 1: 4, 4: 16 };
  const length = kind === 3 ? (await read(socket, 1))[0] : lengths[kind];
  if (length === undefined) throw failure('proxy-bad', 'no SOCKS 5');
  await read(socket, length + 2);
}

/** Sends a message; the answer of so many bytes, the first of which is the version's. */
async function ask(socket: Socket, message: Buffer, length: number): Promise<Buffer> {
  const answer = await read(socket, length, message);
  if (answer[0] !== version) throw failure('proxy-bad', 'no SOCKS 5');
  return answer;
}

function read(socket: Socket, length: number, message?: Buffer): Promise<Buffer> {
  return askProxy(socket, {
    message,
    read: (received) => (received.length < length ? undefined : { answer: received.subarray(0, length), length }),
    hangUp: () => failure('proxy-bad', 'closed without an answer'),
  });
}

function failure(cause: NetworkFailureCause, detail: string): NetworkFailure {
  return new NetworkFailure(cause, { systemCode: 'SOCKS 5', detail: `SOCKS 5: ${detail}` });
}
