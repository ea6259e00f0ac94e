import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { LinkClient } from './link-client.ts';

export interface ClientPoolBounds {
  /** For how long a call waits for its turn. */
  readonly turnMs: number;
  /** After so long without work the second connection is ended. */
  readonly spareIdleMs: number;
}

/**
 * Lends connections: one that stays, which also listens, and a second while the first is busy. Fifty workstations then keep fifty
 * connections of the hundred that PostgreSQL grants by default; where it grants no second one, the first does all the work.
 */
export class ClientPool {
  private lead: LinkClient | undefined;
  private spare: LinkClient | undefined;
  private isOpening = false;
  private spareRefusedUntilMs = 0;
  private readonly lent = new Set<LinkClient>();
  private waiting: Waiter[] = [];
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly openSpare: () => Promise<LinkClient>,
    private readonly lateError: () => Error,
    private readonly bounds: ClientPoolBounds,
  ) {}

  get isOpen(): boolean {
    return this.lead?.isUsable === true;
  }

  /** Whether the connection that stays has nothing to do. */
  get isLeadIdle(): boolean {
    return this.lead !== undefined && !this.lent.has(this.lead);
  }

  open(lead: LinkClient): void {
    this.lead = lead;
  }

  /** Ends all connections; whoever waits for one is told why. */
  close(reason: unknown): void {
    this.lead?.end();
    this.spare?.end();
    this.lead = undefined;
    this.spare = undefined;
    this.lent.clear();
    clearTimeout(this.idleTimer);
    for (const waiter of this.waiting.splice(0)) waiter.reject(reason);
  }

  lend(): Promise<PostgresPoolClient> {
    const { promise, resolve, reject } = Promise.withResolvers<PostgresPoolClient>();
    const timer = setTimeout(() => {
      this.waiting = this.waiting.filter((other) => other !== waiter);
      reject(this.lateError());
    }, this.bounds.turnMs).unref();
    const settle =
      <T>(act: (value: T) => void) =>
      (value: T) => {
        clearTimeout(timer);
        act(value);
      };
    const waiter = { resolve: settle(resolve), reject: settle(reject) };
    this.waiting.push(waiter);
    this.serve();
    return promise;
  }

  private serve(): void {
    while (this.waiting.length > 0) {
      const free = [this.lead, this.spare].find((client) => client?.isUsable && !this.lent.has(client));
      if (!free) break;
      this.lent.add(free);
      clearTimeout(free === this.spare ? this.idleTimer : undefined);
      this.waiting.shift()?.resolve(this.loan(free));
    }
    if (this.waiting.length > 0) void this.addSpare();
  }

  private loan(client: LinkClient): PostgresPoolClient {
    let isOver = false;
    const release = (destroy?: boolean) => {
      if (isOver) return;
      isOver = true;
      if (destroy) client.destroy(new Error('Connection terminated'));
      if (this.lent.delete(client)) this.takeBack(client);
    };
    const query = (text: string, values: readonly unknown[]) => client.query(text, values);
    return { query: query as unknown as PostgresPoolClient['query'], release };
  }

  private takeBack(client: LinkClient): void {
    if (client === this.spare) {
      if (!client.isUsable) this.spare = undefined;
      this.idleTimer = setTimeout(() => this.endSpare(), this.bounds.spareIdleMs).unref();
    }
    this.serve();
  }

  private endSpare(): void {
    if (!this.spare || this.lent.has(this.spare)) return;
    this.spare.end();
    this.spare = undefined;
  }

  private async addSpare(): Promise<void> {
    const { lead } = this;
    if (this.spare?.isUsable || this.isOpening || performance.now() < this.spareRefusedUntilMs) return;
    this.isOpening = true;
    try {
      const opened = await this.openSpare();
      if (this.lead === lead && lead?.isUsable) this.spare = opened;
      else opened.end();
    } catch {
      // The first does it all; whether that one is lost is noticed there.
      this.spareRefusedUntilMs = performance.now() + this.bounds.spareIdleMs;
    } finally {
      this.isOpening = false;
    }
    this.serve();
  }
}

interface Waiter {
  resolve(client: PostgresPoolClient): void;
  reject(reason: unknown): void;
}

/** The shape that Kysely wants a pool in. */
export function asKyselyPool(connect: () => Promise<PostgresPoolClient>): PostgresPool {
  return { connect, end: async () => {}, options: {} };
}
