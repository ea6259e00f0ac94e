import { errorCatalogue } from '../../../core/error-catalogue.ts';
import type { Message } from '../../../core/message.ts';
import type { RequestItem } from '../../../core/protocol/plugin-administration.ts';
import { sessionMethod, sessionOutcomes } from '../authentication/session-record.ts';
import type { RequestRecord } from '../permissions/request-journal.ts';

/** A plugin's requests as users read them. */
export function requestItems(plugin: string, records: readonly RequestRecord[]): readonly RequestItem[] {
  return records.map(({ time, method, origin, path, status, cause, ms, receivedBytes }) => ({
    startedAt: time,
    method,
    address: origin + path,
    status,
    problem: cause === null ? null : (method === sessionMethod ? describeSession : describeCause)(plugin, origin, cause),
    durationMs: ms,
    receivedBytes: status === null ? null : receivedBytes,
  }));
}

/** What became of a request of a session. */
function describeSession(plugin: string, provider: string, cause: string): Message {
  if (sessionOutcomes.some((outcome) => outcome === cause)) return { key: `plugins.journal.${cause}` };
  if (cause === 'cancelled') return { key: 'error.cancelled' };
  const args = { plugin, provider, permission: 'authentication', subject: provider };
  return Object.hasOwn(errorCatalogue, cause) ? { key: `error.${cause}`, args } : { key: 'error.unworded', args: { code: cause } };
}

/** The sentence of the error that the plugin got. */
function describeCause(plugin: string, origin: string, cause: string): Message {
  if (cause === 'cancelled') return { key: 'error.cancelled' };
  if (!Object.hasOwn(errorCatalogue, cause)) return { key: 'error.unworded', args: { code: cause } };
  const host = URL.parse(origin)?.host ?? origin;
  return { key: `error.${cause}`, args: { host, plugin, permission: 'network', subject: origin } };
}
