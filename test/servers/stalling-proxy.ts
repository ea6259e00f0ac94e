import { connect, type Socket } from 'node:net';
import { LoopbackListener } from './loopback-listener.ts';

/**
 * A way to a server that can go dead without a word, as a cable that is pulled or a firewall that forgets: connections stay open, and
 * nothing passes any more.
 */
export class StallingProxy implements AsyncDisposable {
  private readonly sockets = new Set<Socket>();
  private isStalled = false;

  private constructor(private readonly listener: LoopbackListener) {}

  static async open(targetPort: number): Promise<StallingProxy> {
    const listener = await LoopbackListener.open((socket) => proxy.pass(socket, targetPort));
    const proxy = new StallingProxy(listener);
    return proxy;
  }

  get port(): number {
    return this.listener.port;
  }

  /** From now on nothing is passed on; whoever connects is accepted and hears nothing. */
  stall(): void {
    this.isStalled = true;
    for (const socket of this.sockets) socket.pause();
  }

  /** New connections are passed on again. Those from before stay dead. */
  recover(): void {
    this.isStalled = false;
  }

  /** Ends all connections at once. */
  cut(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await this.listener.close();
  }

  private pass(near: Socket, port: number): void {
    this.follow(near);
    if (this.isStalled) return;
    const far = connect(port, '127.0.0.1');
    this.follow(far);
    near.on('data', (data) => far.write(data)).on('close', () => far.destroy());
    far
      .on('data', (data) => near.write(data))
      .on('close', () => near.destroy())
      .on('error', () => near.destroy());
  }

  private follow(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
  }
}
