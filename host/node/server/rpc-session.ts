import { RpcSession, type RpcTarget } from 'capnweb';
import type { LogService } from '../../../core/services/log-service.ts';
import { ConnectionClosed, maximumMessageBytes, type SocketTransport } from './socket-transport.ts';

const maximumDepth = 64;

/** What a peer may read of an error: its message was written for it. */
export class PeerError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    // capnweb sends a stack that an error has.
    delete this.stack;
  }
}

/** Lets a peer call `target` until the connection ends. Errors that are not meant for the peer are logged, and told in two words. */
export function startRpcSession(transport: SocketTransport, target: RpcTarget, log: LogService): void {
  new RpcSession(transport, target, {
    limits: { maxMessageSize: maximumMessageBytes, maxDepth: maximumDepth, maxBigIntDigits: 64 },
    onSendError: (error) => {
      if (error instanceof PeerError) return error;
      if (!(error instanceof ConnectionClosed)) log.warn('A peer was told that something failed', { problem: error.message });
      return new PeerError('request failed');
    },
  });
}
