import type { PostgresPoolClient } from 'kysely';
import { withTimeout } from '../../../../core/async.ts';
import { ShellError } from '../../../../core/errors.ts';
import { type Event, EventEmitter } from '../../../../core/event.ts';
import type { Disposable } from '../../../../core/lifecycle.ts';
import type { Secret } from '../../../../core/secret.ts';
import type { LogService } from '../../../../core/services/log-service.ts';
import type { EngineStatus } from '../shared-store-engine.ts';
import { asKyselyPool, ClientPool } from './client-pool.ts';
import type { DatabaseAddress } from './database-address.ts';
import type { WorkstationTrust } from './dial-database.ts';
import { LinkClient } from './link-client.ts';
import { toLinkError } from './link-error.ts';
import { notificationChannel, type PostgresConnection, type PrepareDatabase } from './postgres-connection.ts';
import { pauseMs } from './reconnection-pause.ts';

export interface PostgresLinkOptions {
  readonly address: DatabaseAddress;
  readonly trust: WorkstationTrust;
  readonly password: () => Promise<Secret | undefined>;
  readonly prepare: PrepareDatabase;
  readonly log: LogService;
  /** Tells that the network may have become another. */
  readonly onNetworkChange?: Event<void>;
  readonly bounds?: Partial<LinkBounds>;
  /** As the server lists its connections. Default: that of a host. */
  readonly applicationName?: string;
}

/** All in milliseconds. */
export interface LinkBounds {
  /** What connecting, signing in and preparing may take. */
  readonly attemptMs: number;
  /** How long a call waits for a connection. */
  readonly callMs: number;
  /** How long the server may keep silent while an answer is due. */
  readonly silenceMs: number;
  /** Between two looks whether an idle connection still leads somewhere. */
  readonly lookEveryMs: number;
  readonly lookMs: number;
  /** After a failure, calls within this time learn of it instead of asking the server anew. */
  readonly restMs: number;
  readonly spareIdleMs: number;
  /** What lasted less long begins no new row of attempts. */
  readonly steadyMs: number;
}

const defaultBounds: LinkBounds = {
  attemptMs: 5_000,
  callMs: 4_000,
  silenceMs: 5_000,
  lookEveryMs: 3_000,
  lookMs: 3_000,
  restMs: 1_000,
  spareIdleMs: 5_000,
  steadyMs: 10_000,
};

/** PostgreSQL's codes for a column or table that isn't there, and for a table that is. */
const foreignTables = ['42703', '42P01', '42P07'];

/** Keeps the connection with the réseau's database, in the background and for good: nothing here ever waits for a server that isn't there. */
export class PostgresLink implements PostgresConnection {
  readonly pool = asKyselyPool(() => this.connect());
  private readonly bounds: LinkBounds;
  private readonly clients: ClientPool;
  private readonly statusChanged = new EventEmitter<void>();
  private readonly notified = new EventEmitter<string | undefined>();
  private readonly ending = new AbortController();
  private readonly woken = new EventEmitter<void>();
  private readonly following: Disposable | undefined;
  private outcome = newOutcome();
  private current: EngineStatus = { isReachable: false };
  private problem: unknown;
  private failedAtMs = Number.NEGATIVE_INFINITY;
  /** Whether the network changed since the last attempt began. */
  private isAnotherWay = false;

  constructor(private readonly options: PostgresLinkOptions) {
    this.bounds = { ...defaultBounds, ...options.bounds };
    const { callMs: turnMs, spareIdleMs } = this.bounds;
    this.clients = new ClientPool(
      () => this.openClient(),
      () => this.unreachable(),
      { turnMs, spareIdleMs },
    );
    this.following = options.onNetworkChange?.(() => {
      this.isAnotherWay = true;
      this.wake();
    });
    void this.keepConnected();
  }

  status(): EngineStatus {
    return this.current;
  }

  onDidChangeStatus(listener: () => void): Disposable {
    return this.statusChanged.event(listener);
  }

  onNotification(listener: (payload: string | undefined) => void): Disposable {
    return this.notified.event(listener);
  }

  /** Each connection notices its own loss; what is left is to look at the one that listens, which may lead to the same nowhere. */
  reportLoss(_error: unknown): void {
    this.wake();
  }

  async close(): Promise<void> {
    this.ending.abort(this.unreachable());
    this.following?.dispose();
    this.wake();
    this.clients.close(this.unreachable());
    this.notified.dispose();
    this.statusChanged.dispose();
  }

  private async connect(): Promise<PostgresPoolClient> {
    if (!this.clients.isOpen) await this.untilConnected();
    return this.clients.lend();
  }

  private async untilConnected(): Promise<void> {
    this.ending.signal.throwIfAborted();
    if (this.problem !== undefined && performance.now() - this.failedAtMs < this.bounds.restMs) throw this.problem;
    const { promise } = this.outcome;
    this.wake();
    const problem = await withTimeout(promise, this.bounds.callMs, () => this.unreachable());
    if (problem !== undefined) throw problem;
  }

  private async keepConnected(): Promise<void> {
    const { signal } = this.ending;
    for (let failures = 0; !signal.aborted; ) {
      const startedMs = performance.now();
      const lead = await this.attempt();
      if (lead) {
        await this.watch(lead);
        failures = performance.now() - startedMs > this.bounds.steadyMs ? 0 : failures + 1;
      } else failures += 1;
      if (failures > 0 && !signal.aborted && !this.isAnotherWay) await this.pause(pauseMs(failures));
    }
  }

  private async attempt(): Promise<LinkClient | undefined> {
    this.isAnotherWay = false;
    try {
      const lead = await this.openClient();
      await this.prepare(lead).catch((error) => {
        lead.destroy(error);
        throw error;
      });
      this.ending.signal.throwIfAborted();
      this.clients.open(lead);
      this.settle(undefined);
      this.notified.fire(undefined);
      return lead;
    } catch (error) {
      this.settle(error);
      return undefined;
    }
  }

  private openClient(): Promise<LinkClient> {
    const { address, trust, password, applicationName } = this.options;
    const { attemptMs, silenceMs } = this.bounds;
    const late = AbortSignal.timeout(attemptMs);
    const open = LinkClient.open({ address, trust, password, silenceMs, applicationName }, AbortSignal.any([late, this.ending.signal]));
    return open.catch((error) => {
      throw late.aborted ? this.unreachable(error) : error;
    });
  }

  /** Listens before it looks at what is there: nothing that is written from then on is missed. */
  private async prepare(lead: LinkClient): Promise<void> {
    lead.onNotification((payload) => this.notified.fire(payload));
    await lead.query(`LISTEN ${notificationChannel}`);
    await this.options.prepare(lead).catch((error) => this.refuseForeign(error));
  }

  /** Tables of our names that are not as ours ever were. */
  private refuseForeign(error: unknown): never {
    if (!foreignTables.includes((error as { code?: string }).code ?? '')) throw error;
    const { host: server, database } = this.options.address;
    throw new ShellError('shared-storage.foreign', { server, database }, { cause: error });
  }

  /** Resolves when the connection is lost. */
  private async watch(lead: LinkClient): Promise<void> {
    const look = () => void this.look(lead);
    const timer = setInterval(look, this.bounds.lookEveryMs).unref();
    const subscription = this.woken.event(look);
    const reason = await lead.lost;
    clearInterval(timer);
    subscription.dispose();
    const error = this.ending.signal.aborted ? this.unreachable() : toLinkError(reason, this.options.address);
    this.clients.close(error);
    this.settle(error);
    // The next attempt follows at once: calls wait for it.
    this.failedAtMs = Number.NEGATIVE_INFINITY;
  }

  private async look(lead: LinkClient): Promise<void> {
    if (!this.clients.isLeadIdle) return;
    const late = () => Object.assign(new Error('The server keeps silent'), { code: 'ETIMEDOUT' });
    await withTimeout(lead.query('SELECT 1'), this.bounds.lookMs, late).catch((error) => lead.destroy(error));
  }

  private settle(error: unknown): void {
    const problem = error === undefined || error instanceof ShellError ? error : this.unreachable(error);
    this.problem = problem;
    if (problem) this.failedAtMs = performance.now();
    const former = this.current;
    this.current = problem ? { isReachable: false, problem: problem.code, error: problem } : { isReachable: true };
    this.outcome.resolve(problem);
    this.outcome = newOutcome();
    if (former.isReachable === this.current.isReachable && former.problem === this.current.problem) return;
    if (!this.ending.signal.aborted) this.note(problem);
    this.statusChanged.fire();
  }

  private note(problem: ShellError | undefined): void {
    const { log, address } = this.options;
    if (problem) log.warn('The réseau’s database can’t be had', { database: String(address), problem: problem.code, err: problem });
    else log.info('The réseau’s database is connected', { database: String(address) });
  }

  private wake(): void {
    this.woken.fire();
  }

  private pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms).unref();
    const subscription = this.woken.event(resolve);
    return promise.finally(() => {
      clearTimeout(timer);
      subscription.dispose();
    });
  }

  private unreachable(cause?: unknown): ShellError {
    const { host: server, database, user } = this.options.address;
    return new ShellError('shared-storage.unreachable', { server, database, user }, { cause });
  }
}

function newOutcome() {
  return Promise.withResolvers<ShellError | undefined>();
}
