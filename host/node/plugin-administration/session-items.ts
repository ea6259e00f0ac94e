import type { SessionItem } from '../../../core/protocol/plugin-administration.ts';
import type { SessionBroker } from '../authentication/session-broker.ts';

/** In whose name a plugin may act, as users read it. */
export function sessionItems(plugin: string, sessions: SessionBroker): readonly SessionItem[] {
  return sessions.list(plugin).map(({ provider, account, accountName, grantedAt, lastUsedAt, useCount }) => ({
    provider,
    providerName: sessions.providerName(provider),
    ...{ account, accountName, grantedAt, lastUsedAt, useCount },
  }));
}
