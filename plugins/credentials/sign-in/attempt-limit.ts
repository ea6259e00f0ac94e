import type { AttemptsDocument } from '../accounts/documents.ts';

const freeAttempts = 5;
const firstWaitMs = 30_000;
const maximumWaitMs = 15 * 60_000;

/** The wait after so many wrong passwords in a row: none before the fifth, then twice as long after each further one. */
export function waitAfter(count: number): number {
  return count < freeAttempts ? 0 : Math.min(firstWaitMs * 2 ** (count - freeAttempts), maximumWaitMs);
}

/** Until when no password is tried, in ms since 1970. `undefined`: one may be tried now. */
export function lockedUntil(attempts: AttemptsDocument | undefined, now: number): number | undefined {
  // By the clock of a workstation that is far ahead a lock would never end.
  if (!attempts || attempts.at > now + maximumWaitMs) return undefined;
  const until = attempts.at + waitAfter(attempts.count);
  return until > now ? until : undefined;
}
