import type { Disposable } from '../../../core/lifecycle.ts';
import { type LogFields, LogService } from '../../../core/services/log-service.ts';
import { RateLimit } from './rate-limit.ts';
import { roughSize } from './rough-size.ts';

/** A line costs one unit, and one more for every this many characters. */
const charactersPerUnit = 2_000;
const units = { burst: 500, perSecond: 100 };
const tellAfterMs = 1_000;

/** Holds a plugin's log to a rate, since all share one file of limited size. What is left out is counted, and the count logged. */
export class LimitedLog extends LogService implements Disposable {
  private readonly limit = new RateLimit(units);
  private leftOut = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly log: LogService,
    private readonly onExcess: () => void,
  ) {
    super();
  }

  debug(message: string, fields?: LogFields): void {
    if (this.mayWrite(message, fields)) this.log.debug(message, fields);
  }

  info(message: string, fields?: LogFields): void {
    if (this.mayWrite(message, fields)) this.log.info(message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    if (this.mayWrite(message, fields)) this.log.warn(message, fields);
  }

  error(message: string, error?: unknown, fields?: LogFields): void {
    if (this.mayWrite(message, fields)) this.log.error(message, error, fields);
  }

  dispose(): void {
    this.tellLeftOut();
  }

  private mayWrite(message: string, fields: LogFields | undefined): boolean {
    const size = roughSize([message, fields], units.burst * charactersPerUnit);
    if (this.limit.take(1 + Math.floor(size / charactersPerUnit))) return true;
    this.leftOut += 1;
    this.timer ??= setTimeout(() => this.tellLeftOut(), tellAfterMs).unref();
    this.onExcess();
    return false;
  }

  private tellLeftOut(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.leftOut > 0) this.log.warn('Lines left out, there were too many', { lines: this.leftOut });
    this.leftOut = 0;
  }
}
