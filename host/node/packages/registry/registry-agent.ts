import { Agent, type RequestOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ShellError } from '../../../../core/errors.ts';
import type { NetworkRoute } from '../../../../core/services/network-service.ts';
import { type Dialer, noLimits, runUnobserved } from '../../network/dialing/dialer.ts';

export interface RegistryAgentOptions {
  /** Of the registry, the one origin that is ever spoken to. */
  readonly origin: string;
  readonly dialer: Dialer;
  readonly route: () => Promise<NetworkRoute>;
  /** Ends every connection. */
  readonly signal: AbortSignal;
  /** Of all that is received, over all connections. */
  readonly maximumBytes: number;
}

type Connected = (error: Error | null, socket?: Duplex) => void;

/**
 * Has npm's library connect as the rest of the host does: by the chosen way, over TLS verified by the same authorities, and to the
 * registry alone, wherever its answers point.
 */
export class RegistryAgent extends Agent {
  /** Why connections were refused or cut, where it was this agent that did. */
  failure: unknown;
  private receivedBytes = 0;

  constructor(private readonly registry: RegistryAgentOptions) {
    super({ keepAlive: false });
  }

  override createConnection({ host, port }: RequestOptions, callback?: unknown): undefined {
    const connected = callback as Connected;
    this.connect(`https://${host}:${port}`).then(
      (socket) => connected(null, socket),
      (error) => {
        this.failure ??= error;
        connected(error);
      },
    );
  }

  private async connect(address: string): Promise<Socket> {
    const { origin, dialer, route, signal } = this.registry;
    const url = URL.parse(address);
    if (url?.origin !== origin) throw new ShellError('package.registry-leads-away', { registry: origin, address: url?.origin ?? '' });
    const { socket } = await dialer.dial({ url, route, limits: noLimits, signal, run: runUnobserved });
    const end = () => socket.destroy();
    signal.addEventListener('abort', end, { once: true });
    socket.once('close', () => signal.removeEventListener('abort', end));
    // Once the request reads: what listens first would take the bytes from it.
    setImmediate(() => socket.on('data', (chunk: Buffer) => this.count(chunk, socket)));
    return socket;
  }

  /** npm's library keeps what it receives faster than it is read, an answer that it won't use included. */
  private count({ length }: Buffer, socket: Socket): void {
    this.receivedBytes += length;
    const { maximumBytes, origin } = this.registry;
    if (this.receivedBytes <= maximumBytes) return;
    this.failure ??= new ShellError('package.too-large', { source: origin, limit: 'registry' });
    socket.destroy();
  }
}
