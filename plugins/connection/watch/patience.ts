import type { Message } from 'boule-bleue';
import type { Cause } from '../diagnosis/cause.ts';

/** Who asks for more is asked again tomorrow. */
const maximumWaitMs = 86_400_000;

/** Until when the server of a failure asks to be left alone (Retry-After), a day from now at most; now where it doesn't. */
export function askedToWaitUntil(failure: Message | null, nowMs: number): number {
  const retryAt = failure?.args?.retryAt;
  return typeof retryAt === 'number' ? Math.min(Math.max(retryAt, nowMs), nowMs + maximumWaitMs) : nowMs;
}

/** Not mended by waiting; and a proxy that refuses a password may lock its user out when it is sent again and again. */
export const mendedByUsers: readonly (Cause | null)[] = [null, 'address-invalid', 'proxy-auth', 'proxy-auth-scheme'];
