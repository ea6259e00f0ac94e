import type { Socket } from 'node:net';
import type { NetworkFailure } from '../network-failure.ts';

export interface ProxyQuestion<Answer> {
  /** What to send first, if anything. */
  readonly message?: string | Buffer | undefined;
  /** The answer that the bytes so far begin with, and how long it is; `undefined` where more are needed. @throws where they are none. */
  readonly read: (received: Buffer) => { readonly answer: Answer; readonly length: number } | undefined;
  /** What it means that the proxy hangs up instead. */
  readonly hangUp: () => NetworkFailure;
}

/** Waits for a proxy's answer, without a bound of its own. What comes after it, the target sent: that stays in the socket, which is paused. */
export function askProxy<Answer>(socket: Socket, { message, read, hangUp }: ProxyQuestion<Answer>): Promise<Answer> {
  let received = Buffer.alloc(0);
  return new Promise((resolve, reject) => {
    // Nothing more would ever be heard of it.
    if (socket.readableEnded || socket.destroyed) return reject(hangUp());
    const finish = (settle: () => void) => {
      socket.off('data', onData).off('error', onError).off('close', onClose).off('end', onClose);
      socket.pause();
      settle();
    };
    const onError = (error: unknown) => finish(() => reject(error));
    const onClose = () => onError(hangUp());
    const onData = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      try {
        const found = read(received);
        if (found === undefined) return;
        finish(() => {
          if (received.length > found.length) socket.unshift(received.subarray(found.length));
          resolve(found.answer);
        });
      } catch (error) {
        onError(error);
      }
    };
    socket.on('data', onData).on('error', onError).on('close', onClose).on('end', onClose);
    if (message !== undefined) socket.write(message);
    socket.resume();
  });
}
