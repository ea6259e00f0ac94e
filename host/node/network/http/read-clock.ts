import type { ProbeReport } from '../../../../core/services/network-probe-service.ts';
import type { RawAnswer } from './http-exchange.ts';

/** The one form of `Date` that servers may send (RFC 9110, 5.6.7). */
const fixedDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Reads a server's clock off its answer, beside this workstation's. An answer from a cache tells how old it is (RFC 9111, 5.1). */
export function readClock({ headers, atMs }: Pick<RawAnswer, 'headers' | 'atMs'>): ProbeReport['clock'] {
  const { date = '', age = '0' } = headers;
  const serverMs = fixedDate.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(serverMs) || !/^\d{1,9}$/.test(age)) return undefined;
  return { serverMs: serverMs + Number(age) * 1_000, localMs: Math.round(atMs) };
}
