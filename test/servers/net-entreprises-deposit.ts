import type { RecordedRequest } from './http-origin.ts';
import type { Answer } from './server-faults.ts';

const path = '/deposer-dsn/2.0/';

export function isDeposit(requestPath: string): boolean {
  return requestPath === path;
}

/** Takes a declaration whose token was found good. What it says is nobody's matter here: whatever is compressed text is acknowledged. */
export function acknowledgeDeposit({ headers }: RecordedRequest, idflux: string): Answer {
  const [mediaType = ''] = (headers['content-type'] ?? '').split(';');
  if (mediaType.trim().toLowerCase() !== 'text/plain' || headers['content-encoding'] !== 'gzip') return { status: 415 };
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ depot: { idflux, statut: 'EN COURS' } }) };
}
