import { createSecureContext } from 'node:tls';
import { DatabaseAddress } from '../../../host/node/shared-storage/postgres/database-address.ts';
import { type LinkBounds, PostgresLink } from '../../../host/node/shared-storage/postgres/postgres-link.ts';
import { prepareDatabase } from '../../../host/node/shared-storage/postgres/prepare-database.ts';
import { MemoryLog } from '../memory-services/index.ts';

/** One workstation's way to a test server's database, as the host makes it. */
export function createLink(url: string, bounds: Partial<LinkBounds> = {}): PostgresLink {
  const address = DatabaseAddress.parse(url);
  return new PostgresLink({
    ...{ address, bounds },
    trust: { secureContext: async () => createSecureContext() },
    password: async () => address.password,
    prepare: prepareDatabase(),
    log: new MemoryLog(),
  });
}
