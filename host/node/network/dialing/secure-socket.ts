import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { judgeRefusal } from '../certificates/judge-refusal.ts';
import { type Handshake, readEncryption } from '../certificates/read-encryption.ts';
import { readSentChain } from '../certificates/sent-chain.ts';
import type { Trust } from '../certificates/trust.ts';
import { classifyFailure } from '../classify-failure.ts';
import { NetworkFailure } from '../network-failure.ts';
import { ignoreLateErrors, whileOpen } from './open-socket.ts';

export interface SecuredSocket {
  readonly socket: TLSSocket;
  readonly handshake: Handshake;
}

/**
 * Speaks TLS over a connected socket and verifies who is at the other end.
 * @throws NetworkFailure with what was learnt of the encryption, where TLS got as far as certificates.
 */
export async function secureSocket(socket: Socket, host: string, trust: Trust, signal: AbortSignal): Promise<SecuredSocket> {
  const secureContext = await whileOpen(socket, trust.secureContext(), signal);
  const secured = startTls(socket, () => connect({ socket, ...identify(host), secureContext, rejectUnauthorized: true, ...spokenAbove }));
  let handshake: Handshake = { version: undefined, cipher: undefined, chain: [] };
  // Emitted before Node judges the certificate; afterwards a refused connection no longer tells whose it was.
  secured.prependListener('secure', () => {
    handshake = readHandshake(secured);
  });
  try {
    await whileOpen(secured, untilSecure(secured, socket), signal);
    return { socket: secured, handshake };
  } catch (error) {
    socket.destroy();
    throw await explainRefusal(error, handshake, trust);
  }
}

/** The one protocol that is spoken over TLS here (ALPN). */
export const spokenAbove = { ALPNProtocols: ['http/1.1'] };

/** The host as it is checked against the certificate; as a name it is also sent (SNI), which addresses must not be (RFC 6066, 3). */
export function identify(host: string): { host: string; servername?: string } {
  return { host, ...(isIP(host) === 0 && { servername: host }) };
}

/** TLS would wait for ever where the peer hung up before it began. */
export function startTls(socket: Socket, start: () => TLSSocket): TLSSocket {
  if (socket.readableEnded || socket.destroyed) {
    socket.destroy();
    throw hangUp();
  }
  const secured = start();
  ignoreLateErrors(secured);
  return secured;
}

export function untilSecure(secured: TLSSocket, socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    secured
      .once('secureConnect', resolve)
      .once('error', reject)
      .once('close', () => reject(hangUp()));
    socket.once('end', () => reject(hangUp()));
  });
}

export function readHandshake(socket: TLSSocket): Handshake {
  return {
    version: socket.getProtocol() ?? undefined,
    cipher: socket.getCipher()?.standardName,
    chain: readSentChain(socket),
  };
}

function hangUp(): NetworkFailure {
  return new NetworkFailure('reset', { systemCode: 'ECONNRESET', detail: 'closed during the handshake' });
}

async function explainRefusal(error: unknown, handshake: Handshake, trust: Trust): Promise<unknown> {
  const found = classifyFailure(error);
  if (found === undefined) return error;
  const { reason, systemCode } = found;
  const { chain } = handshake;
  if (chain.length === 0) return error instanceof NetworkFailure ? error : new NetworkFailure(reason, { cause: error, systemCode });
  const encryption = readEncryption(handshake, await trust.authorities());
  const judged = judgeRefusal(reason, chain, encryption.trustedBy !== undefined);
  return new NetworkFailure(judged, { cause: error, systemCode, encryption, sentChain: chain });
}
