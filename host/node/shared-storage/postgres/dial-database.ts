import { readFile } from 'node:fs/promises';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, type SecureContext } from 'node:tls';
import { untilAborted } from '../../../../core/async.ts';
import { ShellError } from '../../../../core/errors.ts';
import { identify } from '../../network/dialing/secure-socket.ts';
import type { DatabaseAddress } from './database-address.ts';
import { toLinkError } from './link-error.ts';
import { isLoopbackAddress } from './loopback-host.ts';

/** Whom connections trust: the authorities of the workstation. */
export interface WorkstationTrust {
  secureContext(): Promise<SecureContext>;
}

/** Asks for TLS: a length of eight bytes and a code (PostgreSQL's documentation, 54.7, SSLRequest). */
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/**
 * Reaches a PostgreSQL server and secures the way to it, before a single word about users and databases is said. PostgreSQL's driver would
 * say those while the certificate is still being judged.
 * @throws ShellError `shared-storage.unreachable`, `shared-storage.not-secure`; the signal's reason.
 */
export async function dialDatabase(address: DatabaseAddress, trust: WorkstationTrust, signal: AbortSignal): Promise<Socket> {
  const socket = address.isSocket
    ? connectTcp({ path: `${address.host}/.s.PGSQL.${address.port}` })
    : connectTcp({ host: address.host, port: address.port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs });
  // What comes after whoever waited has heard of a failure.
  socket.on('error', () => {});
  const abort = () => socket.destroy(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  try {
    await untilConnected(socket, signal);
    return address.encryption === 'plain' ? requireNear(socket, address) : await secure(socket, address, trust, signal);
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    throw toLinkError(error, address);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

const keepAliveMs = 5_000;

function untilConnected(socket: Socket, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once('connect', resolve).once('error', reject);
  return untilAborted(promise, signal);
}

/** A file of names on the workstation could say that `localhost` is elsewhere. */
function requireNear(socket: Socket, address: DatabaseAddress): Socket {
  const remote = socket.remoteAddress?.replace(/^::ffff:/, '');
  if (address.isSocket || (remote !== undefined && isLoopbackAddress(remote))) return socket;
  throw new ShellError('shared-storage.not-secure', { server: address.host, fault: 'elsewhere' });
}

async function secure(socket: Socket, address: DatabaseAddress, trust: WorkstationTrust, signal: AbortSignal): Promise<Socket> {
  const secureContext = await contextFor(address, trust);
  await requireTls(socket, address, signal);
  const options = { socket, ...identify(address.host), secureContext, rejectUnauthorized: true, ALPNProtocols: ['postgresql'] };
  const secured = connectTls(options);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  secured
    .once('secureConnect', resolve)
    .on('error', reject)
    .once('close', () => reject(hangUp()));
  await untilAborted(promise, signal);
  return secured;
}

async function contextFor(address: DatabaseAddress, trust: WorkstationTrust): Promise<SecureContext> {
  if (address.authorityFile === undefined) return trust.secureContext();
  return createSecureContext({ ca: await readFile(address.authorityFile), minVersion: 'TLSv1.2' });
}

/** What follows the answer before TLS would be somebody's in between, who wants it taken for the server's (CVE-2021-23222). */
async function requireTls(socket: Socket, { host }: DatabaseAddress, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  socket.once('data', resolve).once('close', () => reject(hangUp()));
  socket.write(sslRequest);
  const answer = await untilAborted(promise, signal);
  socket.pause();
  if (answer.toString('latin1') === 'S') return;
  const fault = answer.toString('latin1') === 'N' ? 'open' : 'stranger';
  throw new ShellError('shared-storage.not-secure', { server: host, fault });
}

function hangUp(): Error {
  return Object.assign(new Error('The server closed the connection'), { code: 'ECONNRESET' });
}
