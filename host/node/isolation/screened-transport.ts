import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { MessageRefused, MessageScreen } from '../../../core/rpc/message-screen.ts';
import { writeTogether } from '../../streams/write-together.ts';
import { type HostTime, TimeAllowance } from './host-time.ts';

/** The text of a call may need six characters for one. */
const maximumLineLength = 8 * 1024 * 1024;
/** Read ahead of what the host has time for; then the process has to wait. */
const maximumQueuedLength = 256 * 1024;
/** A process that lets this much pile up unread is as good as gone. */
const maximumUnreadBytes = 32 * 1024 * 1024;

/** The process or its pipe has ended. */
export class PipeClosed extends Error {
  override readonly name = 'PipeClosed';
}

export interface ScreenedTransportOptions {
  readonly hostTime: HostTime;
  /** Told once of what no plugin process sends; nothing more is read then. */
  readonly onRefused: (problem: string) => void;
  /** Told each time the process has used up its share of the host's time and is made to wait. */
  readonly onExcess: () => void;
}

/**
 * Carries capnweb's messages over a plugin process's pipe, one a line. Whoever writes on the other end is taken for hostile: lines
 * are bounded and screened, and a process that sends more than the host has time for is made to wait.
 */
export class ScreenedTransport {
  /** Messages are handed over as values: a line is parsed once, here. */
  readonly encodingLevel = 'jsonCompatible';
  private readonly screen = new MessageScreen();
  private readonly allowance = new TimeAllowance();
  private lines: string[] = [];
  private nextLine = 0;
  private queuedLength = 0;
  private partial: string[] = [];
  private partialLength = 0;
  /** Time that went into reading what arrived. */
  private readingMs = 0;
  private arrival: PromiseWithResolvers<void> | undefined;
  private ended: Error | undefined;
  private deliveredAt: number | undefined;
  private waiting = false;

  constructor(
    private readonly pipe: Duplex,
    private readonly options: ScreenedTransportOptions,
  ) {
    pipe.setEncoding('utf8');
    pipe.on('data', (text: string) => this.accept(text));
    pipe.on('error', () => this.end());
    pipe.on('close', () => this.end());
  }

  /** Whether the process is made to wait: what it sends is read later. */
  get isHeldBack(): boolean {
    return this.waiting;
  }

  send(message: unknown): number {
    if (this.ended) return 0;
    if (this.pipe.writableLength > maximumUnreadBytes) {
      this.refuse('It does not read what it is sent');
      return 0;
    }
    const line = `${JSON.stringify(message)}\n`;
    writeTogether(this.pipe);
    this.pipe.write(line);
    return line.length;
  }

  async receive(): Promise<unknown> {
    await this.takeTurn();
    while (this.nextLine >= this.lines.length && !this.ended) {
      this.arrival = Promise.withResolvers<void>();
      await this.arrival.promise;
      await this.options.hostTime.goOn();
    }
    if (this.ended) throw this.ended;
    this.deliveredAt = performance.now();
    return this.admit(this.takeLine());
  }

  /** capnweb found a message that it can't make sense of, or a fault of its own. */
  abort(reason: unknown): void {
    this.refuse(reason instanceof Error ? reason.message : 'The connection failed');
  }

  /** Nothing is read or sent any more. */
  end(): void {
    if (this.ended) return;
    this.ended = new PipeClosed('The process has ended');
    this.lines = [];
    this.pipe.destroy();
    this.arrival?.resolve();
  }

  /** The last message counts as worked on when the next one is asked for. */
  private async takeTurn(): Promise<void> {
    if (this.deliveredAt === undefined) return;
    const waitMs = this.allowance.spend(performance.now() - this.deliveredAt + this.readingMs);
    this.deliveredAt = undefined;
    this.readingMs = 0;
    if (waitMs > 0) {
      this.waiting = true;
      this.options.onExcess();
      await delay(waitMs, undefined, { ref: false });
      this.waiting = false;
    }
    await this.options.hostTime.goOn();
  }

  private takeLine(): string {
    const line = this.lines[this.nextLine] as string;
    this.nextLine += 1;
    this.queuedLength -= line.length;
    if (this.nextLine === this.lines.length) {
      this.lines = [];
      this.nextLine = 0;
      this.pipe.resume();
    }
    return line;
  }

  private admit(line: string): unknown {
    try {
      return this.screen.admit(JSON.parse(line));
    } catch (error) {
      const problem = error instanceof MessageRefused ? error.message : 'It is no JSON';
      this.refuse(problem);
      throw this.ended;
    }
  }

  private accept(text: string): void {
    if (this.ended) return;
    const startedAt = performance.now();
    const [first = '', ...following] = text.split('\n');
    this.partial.push(first);
    this.partialLength += first.length;
    for (const part of following) {
      this.queueLine();
      this.partial.push(part);
      this.partialLength = part.length;
    }
    this.readingMs += performance.now() - startedAt;
    if (this.partialLength > maximumLineLength) this.refuse('Its message is too long');
    else if (this.queuedLength > maximumQueuedLength) this.pipe.pause();
    if (following.length > 0) this.arrival?.resolve();
  }

  private queueLine(): void {
    const line = this.partial.join('');
    this.partial = [];
    this.lines.push(line);
    this.queuedLength += line.length;
  }

  private refuse(problem: string): void {
    if (this.ended) return;
    this.end();
    this.options.onRefused(problem);
  }
}
