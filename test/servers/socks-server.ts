import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { LoopbackListener } from './loopback-listener.ts';

export interface SocksOptions {
  /** Default: it lets everybody in. */
  readonly credentials?: { readonly user: string; readonly password: string };
  /** What it answers to each request (RFC 1928, 6). Default 0: connects. */
  readonly reply?: number;
  /** Where `host:port` really leads, as another `host:port`. */
  readonly addressBook?: ReadonlyMap<string, string>;
}

/** A SOCKS 5 proxy (RFC 1928 and 1929) that answers one message at a time, as small as it can be. */
export class SocksServer implements AsyncDisposable {
  /** `host:port` of each request. */
  readonly targets: string[] = [];
  /** `user:password` of each sign-in. */
  readonly signIns: string[] = [];
  readonly #options: SocksOptions;
  readonly #outgoing = new Set<Socket>();
  #listener!: LoopbackListener;

  private constructor(options: SocksOptions) {
    this.#options = options;
  }

  static async start(options: SocksOptions = {}): Promise<SocksServer> {
    const server = new SocksServer(options);
    server.#listener = await LoopbackListener.open((socket) => void server.#serve(socket).catch(() => socket.destroy()));
    return server;
  }

  get host(): string {
    return '127.0.0.1';
  }

  get port(): number {
    return this.#listener.port;
  }

  async close(): Promise<void> {
    for (const socket of this.#outgoing) socket.destroy();
    await this.#listener.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #serve(client: Socket): Promise<void> {
    const [version, count = 0] = await take(client, 2);
    if (version !== 5) return void client.destroy();
    const wanted = this.#options.credentials ? 2 : 0;
    if (!(await take(client, count)).includes(wanted)) return void client.end(Buffer.of(5, 0xff));
    client.write(Buffer.of(5, wanted));
    if (wanted === 2 && !(await this.#signIn(client))) return void client.end(Buffer.of(1, 1));
    if (wanted === 2) client.write(Buffer.of(1, 0));
    const target = await readTarget(client);
    this.targets.push(target);
    const { reply = 0 } = this.#options;
    if (reply !== 0) return void client.end(Buffer.of(5, reply, 0, 1, 0, 0, 0, 0, 0, 0));
    await this.#lead(client, target);
  }

  async #signIn(client: Socket): Promise<boolean> {
    const [, userLength = 0] = await take(client, 2);
    const user = (await take(client, userLength)).toString('utf8');
    const [passwordLength = 0] = await take(client, 1);
    const password = (await take(client, passwordLength)).toString('utf8');
    this.signIns.push(`${user}:${password}`);
    return user === this.#options.credentials?.user && password === this.#options.credentials.password;
  }

  async #lead(client: Socket, target: string): Promise<void> {
    const { hostname, port } = new URL(`tcp://${this.#options.addressBook?.get(target) ?? target}`);
    const server = connect(Number(port), hostname.replace(/^\[|\]$/g, ''));
    this.#outgoing.add(server.on('close', () => this.#outgoing.delete(server)));
    server.on('error', () => client.destroy());
    client.on('close', () => server.destroy());
    await once(server, 'connect');
    // Its own end, told by a name: the kind of address that clients expect least.
    client.write(Buffer.concat([Buffer.of(5, 0, 0, 3, 2), Buffer.from('me'), Buffer.of(0, 0)]));
    client.pipe(server).pipe(client);
  }
}

async function readTarget(client: Socket): Promise<string> {
  const [, , , kind] = await take(client, 4);
  const host = await readHost(client, kind ?? 0);
  return `${host}:${(await take(client, 2)).readUInt16BE()}`;
}

async function readHost(client: Socket, kind: number): Promise<string> {
  if (kind === 1) return (await take(client, 4)).join('.');
  if (kind === 3) return (await take(client, (await take(client, 1))[0] ?? 0)).toString('latin1');
  const groups = (await take(client, 16)).toString('hex').match(/.{4}/g);
  return new URL(`http://[${groups?.join(':')}]`).hostname;
}

async function take(socket: Socket, length: number): Promise<Buffer> {
  if (length === 0) return Buffer.alloc(0);
  for (;;) {
    const bytes = socket.read(length) as Buffer | null;
    if (bytes) return bytes;
    if (socket.destroyed || socket.readableEnded) throw new Error('The client left');
    await Promise.race([once(socket, 'readable'), once(socket, 'close')]);
  }
}
