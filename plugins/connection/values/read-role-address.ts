import { type AddressReading, readServerAddress } from '../addresses/server-address.ts';
import { type ConnectionMode, isSentCredentials, type ServerRole } from './connection-values.ts';

/** Reads a server's address. A name and a password that nothing would send there are taken out of it and kept nowhere, which is told. */
export function readRoleAddress(role: ServerRole, typed: string, mode: ConnectionMode): AddressReading {
  const { credentials, ...reading } = readServerAddress(typed, mode);
  if (!credentials || isSentCredentials(role)) return { ...reading, ...(credentials && { credentials }) };
  const corrections = reading.corrections.map((made) =>
    made.key === 'corrected.credentials' ? { ...made, key: 'corrected.credentials-unused' } : made,
  );
  return { ...reading, corrections };
}
