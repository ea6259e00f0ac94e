import type { Event } from '../../../../core/event.ts';
import type { LogService } from '../../../../core/services/log-service.ts';
import { Trust } from '../../network/certificates/trust.ts';
import type { DatabaseAddress } from './database-address.ts';
import { findPassword } from './password-file.ts';
import type { PrepareDatabase } from './postgres-connection.ts';
import { PostgresEngine } from './postgres-engine.ts';
import { type LinkBounds, PostgresLink } from './postgres-link.ts';
import { prepareDatabase } from './prepare-database.ts';

export interface PostgresEngineOptions {
  readonly address: DatabaseAddress;
  readonly log: LogService;
  /** Tells that another attempt may succeed. */
  readonly onReconnect?: Event<void>;
  /** Default: makes or migrates the shared tables. */
  readonly prepare?: PrepareDatabase;
  readonly bounds?: Partial<LinkBounds>;
  /** As the server lists its connections. Default: that of a host. */
  readonly applicationName?: string;
}

/** Begins to connect in the background, and waits for nothing. */
export function openPostgresEngine(options: PostgresEngineOptions): PostgresEngine {
  const { address, log, onReconnect, prepare = prepareDatabase(), bounds, applicationName } = options;
  const warn = log.warn.bind(log);
  const onExposedFile = (path: string) => warn('A password file that others may read is left alone', { path });
  const link = new PostgresLink({
    ...{ address, log, prepare, trust: new Trust({ warn }) },
    password: () => findPassword(address, { onExposedFile }),
    ...(onReconnect && { onNetworkChange: onReconnect }),
    ...(bounds && { bounds }),
    ...(applicationName && { applicationName }),
  });
  return new PostgresEngine(link);
}
