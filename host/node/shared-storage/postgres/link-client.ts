import type { Socket } from 'node:net';
import { Client, type QueryResult } from 'pg';
import { untilAborted } from '../../../../core/async.ts';
import { ShellError } from '../../../../core/errors.ts';
import { EventEmitter } from '../../../../core/event.ts';
import type { Secret } from '../../../../core/secret.ts';
import type { DatabaseAddress } from './database-address.ts';
import { dialDatabase, type WorkstationTrust } from './dial-database.ts';
import { toLinkError } from './link-error.ts';

export interface LinkClientOptions {
  readonly address: DatabaseAddress;
  readonly trust: WorkstationTrust;
  /** Asked only where the server wants one. */
  readonly password: () => Promise<Secret | undefined>;
  /** A connection that keeps silent for so long while an answer is due is lost. */
  readonly silenceMs: number;
  /** Default `boule-bleue`. */
  readonly applicationName?: string | undefined;
}

/**
 * Frees what a workstation that vanished held: its locks after the timeouts, its place among the server's connections by keepalive (the
 * system's default takes two hours).
 */
const sessionOptions = '-c tcp_keepalives_idle=60 -c tcp_keepalives_interval=15';

/** One connection that is signed in. */
export class LinkClient {
  private readonly notified = new EventEmitter<string>();
  private readonly losing = Promise.withResolvers<unknown>();
  private underWay = 0;
  /** The driver wants one statement at a time; looks and work come as they come. */
  private turn: Promise<unknown> = Promise.resolve();
  private isLost = false;

  /** Resolves with the reason when the connection is gone, whoever ended it. */
  readonly lost: Promise<unknown> = this.losing.promise;
  /** Payloads of the channels that it listens to. */
  readonly onNotification = this.notified.event;

  private constructor(
    private readonly client: Client,
    private readonly socket: Socket,
    private readonly options: LinkClientOptions,
  ) {
    client.on('error', (error) => this.destroy(error));
    client.on('end', () => this.destroy(new Error('Connection terminated')));
    client.on('notification', ({ payload = '' }) => this.notified.fire(payload));
    socket.setTimeout(options.silenceMs);
    socket.on('timeout', () => {
      if (this.underWay > 0) this.destroy(Object.assign(new Error('The server keeps silent'), { code: 'ETIMEDOUT' }));
    });
  }

  /** @throws ShellError as {@link toLinkError} tells, `shared-storage.password-missing`; the signal's reason. */
  static async open(options: LinkClientOptions, signal: AbortSignal): Promise<LinkClient> {
    const { address, trust } = options;
    const socket = await dialDatabase(address, trust, signal);
    const client = new Client(clientOptions(options, socket));
    const opened = new LinkClient(client, socket, options);
    try {
      await untilAborted(client.connect(), signal);
      await opened.query(durableCommits);
      return opened;
    } catch (error) {
      opened.destroy(error);
      throw toLinkError(error, address);
    }
  }

  get isUsable(): boolean {
    return !this.isLost;
  }

  /** @throws ShellError where the connection or the server is the reason; else what PostgreSQL said, without values. */
  async query(text: string, values?: readonly unknown[]): Promise<QueryResult<Record<string, unknown>>> {
    this.underWay += 1;
    try {
      const answer = this.turn.then(() => this.client.query(text, values ? [...values] : []));
      this.turn = answer.catch(() => {});
      return await Promise.race([answer, this.lost.then(rethrow)]);
    } catch (error) {
      throw toLinkError(error, this.options.address);
    } finally {
      this.underWay -= 1;
    }
  }

  /** Takes leave of the server, and waits for nothing. */
  end(): void {
    if (this.isLost) return;
    this.lose(new Error('Connection terminated'));
    this.client.end().catch(() => {});
    // A server that has vanished never closes its side.
    setTimeout(() => this.socket.destroy(), this.options.silenceMs).unref();
  }

  destroy(reason: unknown): void {
    this.socket.destroy();
    if (!this.isLost) this.lose(reason);
  }

  private lose(reason: unknown): void {
    this.isLost = true;
    this.notified.dispose();
    this.losing.resolve(reason);
  }
}

/** A server may be told to acknowledge what isn't on its disk yet; stricter ways are left as they are. */
const durableCommits = `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local')`;

function clientOptions({ address, password, silenceMs, applicationName = 'boule-bleue' }: LinkClientOptions, socket: Socket) {
  // The server gives up before we do, and says so.
  const statementTimeoutMs = silenceMs * 0.8;
  const { user, database, host } = address;
  return {
    ...{ user, database, host, ssl: false, client_encoding: 'UTF8', application_name: applicationName },
    ...{ options: sessionOptions, statement_timeout: statementTimeoutMs, lock_timeout: statementTimeoutMs },
    idle_in_transaction_session_timeout: silenceMs * 2,
    // Writes are sent in batches: see postgres-write.ts.
    pipeline: true,
    stream: () => asUnconnected(socket),
    password: async () => {
      const found = await password();
      if (!found) throw new ShellError('shared-storage.password-missing', { server: host, user });
      return found.reveal();
    },
  };
}

/** The driver wants to connect by itself: it is told at once that it has. */
function asUnconnected(socket: Socket): Socket {
  const connect = () => {
    setImmediate(() => socket.emit('connect'));
    return socket;
  };
  return Object.assign(socket, { connect });
}

function rethrow(reason: unknown): never {
  throw reason;
}
