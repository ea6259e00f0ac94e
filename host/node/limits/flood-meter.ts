import { RateLimit, type RateLimitOptions } from './rate-limit.ts';

/** What a plugin can have too much of. */
export type FloodKind =
  | 'notifications'
  | 'log'
  | 'panels'
  | 'contextKeys'
  | 'dialogs'
  | 'files'
  | 'windows'
  | 'probes'
  | 'sessions'
  | 'messages';

/** Told which plugin floods with what. */
export interface FloodReports {
  report(plugin: string, kind: FloodKind): void;
  /** What was held back turned out wrong when it was its turn, and its plugin has gone on. */
  reportRefusal(plugin: string, error: unknown): void;
}

const tolerated: RateLimitOptions = { burst: 500, perSecond: 100 };

/** Names a plugin that is held back again and again; one that once was in a hurry is slowed and no more. */
export class FloodMeter {
  private readonly limit: RateLimit;

  constructor(
    private readonly report: () => void,
    options: RateLimitOptions = tolerated,
  ) {
    this.limit = new RateLimit(options);
  }

  /** Notes that something came too soon. */
  note(): void {
    if (!this.limit.take()) this.report();
  }
}
