import { isCancellation, ShellError } from '../../../core/errors.ts';
import type { RequestRecord } from '../permissions/request-journal.ts';
import { classifyFailure } from './classify-failure.ts';
import type { Traffic } from './http/read-body.ts';

/** What the journal will say of a request that has begun. */
export interface RequestNote {
  /** Counted while the request goes on. */
  readonly traffic: Traffic;
  answered(status: number): void;
  /** @param error as the plugin will see it. */
  failed(error: unknown): void;
}

export function startRecord(method: string, url: URL | null, onRequest: (record: RequestRecord) => void): RequestNote {
  const [time, startMs] = [Date.now(), performance.now()];
  const traffic: Traffic = { sentBytes: 0, receivedBytes: 0 };
  const end = (status: number | null, cause: string | null) => {
    const ms = Math.round(performance.now() - startMs);
    onRequest({ time, method, origin: url?.origin ?? '', path: url?.pathname ?? '', status, cause, ms, ...traffic });
  };
  return { traffic, answered: (status) => end(status, null), failed: (error) => end(null, causeOf(error)) };
}

/** Notes a request or probe that was refused before anybody had looked at it: it is as the plugin made it, of whatever shape. */
export function noteRefusal(request: unknown, denial: unknown, onRequest: (record: RequestRecord) => void): void {
  const { url, method = 'GET' } = (request ?? {}) as { readonly url?: unknown; readonly method?: unknown };
  const isKnown = typeof method === 'string' && /^[A-Z]{1,10}$/.test(method);
  startRecord(isKnown ? method : '', typeof url === 'string' ? URL.parse(url) : null, onRequest).failed(denial);
}

/** A failure of the network as plugins get it; bugs and the shell's own errors stay what they are. */
export function toNetworkError(error: unknown, host: string): unknown {
  const found = error instanceof ShellError ? undefined : classifyFailure(error);
  if (found === undefined) return error;
  return new ShellError(`network.${found.reason}`, { host, systemCode: found.systemCode ?? '' }, { cause: error });
}

function causeOf(error: unknown): string {
  if (error instanceof ShellError) return error.code;
  return isCancellation(error) ? 'cancelled' : 'unexpected';
}
