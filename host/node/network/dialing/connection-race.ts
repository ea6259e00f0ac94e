import type { ConnectionAttempt } from '../../../../core/services/network-probe-service.ts';

export interface HostAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

export interface RaceParts<Connection> {
  /** Gives up, leaving nothing open, when the signal is aborted. */
  readonly connect: (address: HostAddress, signal: AbortSignal) => Promise<Connection>;
  /** Ends a connection that came when another had won. */
  readonly discard: (connection: Connection) => void;
  /** The system's word for a failed attempt. */
  readonly codeOf: (error: unknown) => string | undefined;
  readonly attemptDelayMs: number;
  /** In milliseconds, from any moment on. */
  readonly now: () => number;
  /** Calls back once after a while, unless the function that it returns is called first. */
  readonly schedule: (callback: () => void, delayMs: number) => () => void;
}

type Attempt = { -readonly [Key in keyof ConnectionAttempt]: ConnectionAttempt[Key] } & { isRunning: boolean };

/** Beyond these a name's addresses are not tried: a hostile name server may send hundreds. */
const maximumAttempts = 20;

/**
 * Connects to whichever of a host's addresses answers first (Happy Eyeballs v2, RFC 8305, 5): families in turns, IPv6 first; the next
 * attempt begins after a delay, or at once where one has failed; those begun go on meanwhile. Addresses may be added while it runs.
 */
export class ConnectionRace<Connection> {
  private readonly begun: Attempt[] = [];
  private readonly waiting: HostAddress[] = [];
  private readonly errors: unknown[] = [];
  private readonly outcome = Promise.withResolvers<Connection>();
  private readonly ending = new AbortController();
  private lastFamily: HostAddress['family'] = 4;
  /** Whether the next address may be tried as soon as there is one. */
  private isDue = true;
  private isComplete = false;
  private isOver = false;
  private cancelTimer = () => {};

  constructor(private readonly parts: RaceParts<Connection>) {}

  /** Of a race that is over: in the order in which they began. */
  get attempts(): readonly ConnectionAttempt[] {
    return this.begun.map(({ isRunning, ...attempt }) => attempt);
  }

  add(addresses: readonly HostAddress[]): void {
    this.waiting.push(...addresses);
    if (this.isDue) this.beginNext();
  }

  /** No more addresses will come. */
  complete(): void {
    this.isComplete = true;
    this.loseIfNothingIsLeft();
  }

  /**
   * @returns the first connection; the others' attempts are ended.
   * @throws AggregateError of all attempts' failures, or the signal's reason.
   */
  async run(signal: AbortSignal): Promise<Connection> {
    const abort = () => this.fail(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    try {
      return await this.outcome.promise;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  private beginNext(): void {
    if (this.isOver) return;
    this.cancelTimer();
    const address = this.takeNext();
    this.isDue = address === undefined;
    if (address === undefined) return this.loseIfNothingIsLeft();
    this.cancelTimer = this.parts.schedule(() => this.beginNext(), this.parts.attemptDelayMs);
    void this.attempt(address);
  }

  private takeNext(): HostAddress | undefined {
    if (this.begun.length >= maximumAttempts) this.waiting.length = 0;
    const other = this.waiting.findIndex(({ family }) => family !== this.lastFamily);
    const [next] = this.waiting.splice(Math.max(other, 0), 1);
    this.lastFamily = next?.family ?? this.lastFamily;
    return next;
  }

  private async attempt(address: HostAddress): Promise<void> {
    const attempt: Attempt = { ...address, outcome: 'failed', startMs: this.parts.now(), ms: 0, isRunning: true };
    this.begun.push(attempt);
    try {
      const connection = await this.parts.connect(address, this.ending.signal);
      if (this.isOver) return this.parts.discard(connection);
      this.end(attempt, 'connected');
      this.finish('unneeded');
      this.outcome.resolve(connection);
    } catch (error) {
      if (this.isOver) return;
      this.end(attempt, 'failed', this.parts.codeOf(error));
      this.errors.push(error);
      this.beginNext();
    }
  }

  /** Ends the race at once; without effect on one that is over. */
  fail(error: unknown): void {
    if (this.isOver) return;
    this.finish('failed', 'ETIMEDOUT');
    this.outcome.reject(error);
  }

  private loseIfNothingIsLeft(): void {
    if (this.isOver || !this.isComplete || this.waiting.length > 0 || this.begun.some(({ isRunning }) => isRunning)) return;
    this.fail(new AggregateError(this.errors, 'No address could be connected to'));
  }

  /** @param outcome of the attempts that are still running. */
  private finish(outcome: 'unneeded' | 'failed', systemCode?: string): void {
    this.isOver = true;
    this.cancelTimer();
    for (const attempt of this.begun) if (attempt.isRunning) this.end(attempt, outcome, systemCode);
    this.ending.abort(new DOMException('Another address answered first, or the time is over', 'AbortError'));
  }

  private end(attempt: Attempt, outcome: ConnectionAttempt['outcome'], systemCode?: string): void {
    const ms = this.parts.now() - attempt.startMs;
    Object.assign(attempt, { outcome, ms, isRunning: false, ...(systemCode !== undefined && { systemCode }) });
  }
}
