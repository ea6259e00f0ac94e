import { ShellError } from 'boule-bleue';
import type { Found, FoundReturns } from './found-returns.ts';
import { nextRange, type Range, searchedShare } from './ranges.ts';
import type { Search } from './search.ts';

/** What a walk tells on its way. */
export interface WalkProgress {
  readonly found: Found;
  readonly percent: number;
  /** When the next question is asked, in ms since 1970. */
  readonly nextAt?: number;
}

export interface WalkParts {
  readonly search: Pick<Search, 'search'>;
  readonly found: FoundReturns;
  /** In ms since 1970. */
  readonly now: () => number;
  readonly pause: typeof pause;
}

const hourMs = 3_600_000;
/** Of `Retry-After` and `429` in a row. */
const patience = 5;

/** Asks for what was not searched yet, one question at a time, from now backwards, as slowly as the portal wants it. */
export class Walk {
  constructor(private readonly parts: WalkParts) {}

  /** @throws ShellError `retours-crm-pas.too-many` when the portal keeps refusing; what the search throws; the signal's reason. */
  async run(account: string, window: Range, tell: (progress: WalkProgress) => Promise<void>, signal: AbortSignal): Promise<Found> {
    const { search, now, pause } = this.parts;
    let found = await this.parts.found.get(account);
    let longestMs = hourMs;
    let refusals = 0;
    let range = nextRange(window, found.searched, longestMs);
    while (range) {
      await tell({ found, percent: percentOf(window, found) });
      const answer = await search.search(account, range, signal);
      longestMs = Math.min(hourMs, answer.longestMs ?? longestMs);
      refusals = answer.outcome === 'too-many' ? refusals + 1 : 0;
      if (refusals >= patience) throw new ShellError('retours-crm-pas.too-many');
      if (answer.outcome === 'found') found = await this.parts.found.add(account, range, answer.returns, window);
      range = nextRange(window, found.searched, longestMs);
      if (!range) break;
      await tell({ found, percent: percentOf(window, found), nextAt: now() + answer.pauseMs });
      await pause(answer.pauseMs, signal);
    }
    return found;
  }
}

/** Resolves after a time; rejects with the signal's reason. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', leave);
      resolve();
    }, ms);
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
  });
}

function percentOf(window: Range, { searched }: Found): number {
  return Math.floor(100 * searchedShare(window, searched));
}
