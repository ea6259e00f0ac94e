import type { Socket } from 'node:net';
import { connect, createSecureContext, type SecureContextOptions, type TLSSocket } from 'node:tls';
import type { Handshake } from '../certificates/read-encryption.ts';
import { whileOpen } from '../dialing/open-socket.ts';
import { identify, readHandshake, spokenAbove, startTls, untilSecure } from '../dialing/secure-socket.ts';

/**
 * Speaks TLS with whoever is at the other end, known or not. It is the only place that does, and exists for two questions after a refusal:
 * which versions a server agrees to, over which nothing is sent, and what time a server has whose certificate fails for its dates alone.
 * A test of the architecture sees to it that nothing else uses this.
 */
export async function shakeHandsUnverified(
  socket: Socket,
  host: string,
  offer: Pick<SecureContextOptions, 'minVersion' | 'ciphers'>,
  signal: AbortSignal,
): Promise<{ socket: TLSSocket; handshake: Handshake }> {
  // Without any authority, since none is asked for.
  const secureContext = createSecureContext({ ...offer, ca: [] });
  const secured = startTls(socket, () => connect({ socket, ...identify(host), secureContext, ...spokenAbove, rejectUnauthorized: false }));
  try {
    await whileOpen(secured, untilSecure(secured, socket), signal);
    return { socket: secured, handshake: readHandshake(secured) };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
