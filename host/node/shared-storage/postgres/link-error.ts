import { DatabaseError } from 'pg';
import type { ShellErrorCode } from '../../../../core/error-catalogue.ts';
import { isCancellation, ShellError } from '../../../../core/errors.ts';
import type { NetworkFailureCause } from '../../../../core/services/network-probe-service.ts';
import { classifyFailure } from '../../network/classify-failure.ts';
import type { DatabaseAddress } from './database-address.ts';

/** By PostgreSQL's codes (its documentation, appendix A), or the first two characters that a class of them shares. */
const codeBySqlState: Readonly<Record<string, ShellErrorCode>> = {
  '28': 'shared-storage.sign-in-refused',
  '3D': 'shared-storage.database-missing',
  '53300': 'shared-storage.too-many-connections',
  '53100': 'shared-storage.full',
  '53': 'shared-storage.unreachable',
  '55P03': 'shared-storage.unreachable',
  '25P03': 'shared-storage.unreachable',
  '42501': 'shared-storage.not-permitted',
  '25006': 'shared-storage.read-only',
  '08': 'shared-storage.unreachable',
  '57': 'shared-storage.unreachable',
};

/** Why an encrypted connection was refused, as the sentence of `shared-storage.not-secure` tells them apart. */
const faultByCause: Readonly<Partial<Record<NetworkFailureCause, string>>> = {
  'cert-wrong-host': 'name',
  'cert-expired': 'expired',
  'cert-not-yet-valid': 'early',
  'cert-self-signed': 'authority',
  'cert-incomplete-chain': 'authority',
  'cert-unknown-ca': 'authority',
  'tls-version': 'old',
  'not-tls': 'stranger',
  'bad-answer': 'stranger',
};

/** What a failure of the database, or of the way to it, means to whoever uses the store. Nothing that was sent is part of it. */
export function toLinkError(error: unknown, address: DatabaseAddress): unknown {
  if (error instanceof ShellError || isCancellation(error)) return error;
  const details = { server: address.host, database: address.database, user: address.user };
  if (error instanceof DatabaseError) {
    const sqlState = error.code ?? '';
    const code = codeBySqlState[sqlState] ?? codeBySqlState[sqlState.slice(0, 2)];
    return code ? new ShellError(code, details, { cause: withoutValues(error) }) : withoutValues(error);
  }
  const cause = classifyFailure(error)?.reason;
  const fault = cause && faultByCause[cause];
  if (fault !== undefined) return new ShellError('shared-storage.not-secure', { server: address.host, fault }, { cause: error });
  return cause === undefined && !isLost(error) ? error : new ShellError('shared-storage.unreachable', details, { cause: error });
}

/** PostgreSQL repeats whole rows in an error's details: those stay out of logs. */
function withoutValues({ code, message, constraint, table }: DatabaseError): Error {
  return Object.assign(new Error(message), { name: 'DatabaseError', code, constraint, table });
}

/** The driver's own words for a connection that is gone; it gives no codes. */
function isLost(error: unknown): boolean {
  return (
    error instanceof Error && /^(?:Connection terminated|Client (?:was closed|has encountered)|timeout|This socket)/.test(error.message)
  );
}
