import type { AccountName } from '../../../core/services/account-service.ts';
import type { RequestRecord } from '../permissions/request-journal.ts';

/** What stands in a journal of requests in place of the method, for requests of sessions. */
export const sessionMethod = 'SESSION';

export const sessionOutcomes = ['session-given', 'session-refused', 'session-revoked'] as const;

/** What became of a request: one of these words, `cancelled`, or the code of an error. */
export type SessionOutcome = (typeof sessionOutcomes)[number] | 'cancelled' | `${string}.${string}`;

export interface SessionRequest {
  readonly provider: string;
  /** Unknown until the provider has named it. */
  readonly account: AccountName | undefined;
  /** In ms since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A request of a session as the journal of the plugin's requests keeps it. */
export function sessionRecord({ provider, account, startedAt, endedAt }: SessionRequest, outcome: SessionOutcome): RequestRecord {
  return {
    time: startedAt,
    method: sessionMethod,
    origin: provider,
    path: account ? `/${account.name}` : '',
    status: null,
    cause: outcome,
    ms: Math.max(0, endedAt - startedAt),
    sentBytes: 0,
    receivedBytes: 0,
  };
}
