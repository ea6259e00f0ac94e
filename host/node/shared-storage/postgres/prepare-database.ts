import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { ShellError } from '../../../../core/errors.ts';
import { firstHash } from '../digests.ts';
import { sharedMigrations } from '../migrations.ts';
import type { PostgresSession, PrepareDatabase } from './postgres-connection.ts';

/** Any number will do, as long as all versions use the same: two workstations that start at once must not both make the tables. */
const migrationLock = 0xb0_01e;

const versionSchema = v.tupleWithRest([v.object({ version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) })], v.unknown());

/**
 * Sees to it that a database holds the shared tables in their newest form, making or migrating them as a whole or not at all.
 * @param migrations default: the product's.
 */
export function prepareDatabase(migrations: readonly string[] = sharedMigrations): PrepareDatabase {
  return async (session) => {
    if ((await readVersion(session, migrations.length)) === migrations.length) return;
    await session.query('BEGIN');
    try {
      await session.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
      await migrate(session, migrations);
      await session.query('COMMIT');
    } catch (error) {
      // What went wrong says more than a rollback that can't be had either.
      await session.query('ROLLBACK').catch(() => {});
      throw error;
    }
  };
}

/** Read again behind the lock: another workstation may have been faster. */
async function migrate(session: PostgresSession, migrations: readonly string[]): Promise<void> {
  const version = await readVersion(session, migrations.length);
  for (const step of migrations.slice(version)) await session.query(step);
  if (version === 0) await found(session, migrations.length);
  else await session.query('UPDATE boule_bleue_store SET version = $1 WHERE id = 1', [migrations.length]);
}

/** Asking `pg_class` has the server take in what others made meanwhile: by the name alone it would answer from what it found the first time. */
const isThere = `SELECT COUNT(*)::integer AS count FROM pg_catalog.pg_class WHERE oid = to_regclass('boule_bleue_store')`;

/** 0 where there are no tables. @throws ShellError `shared-storage.newer`, `.damaged`. */
async function readVersion(session: PostgresSession, knownVersion: number): Promise<number> {
  const existing = await session.query(isThere);
  if (existing.rows[0]?.count !== 1) return 0;
  const { rows } = await session.query('SELECT version FROM boule_bleue_store WHERE id = 1');
  const parsed = v.safeParse(versionSchema, rows);
  if (!parsed.success) throw new ShellError('shared-storage.damaged');
  const [{ version }] = parsed.output;
  if (version > knownVersion) throw new ShellError('shared-storage.newer', { version, knownVersion });
  return version;
}

async function found(session: PostgresSession, version: number): Promise<void> {
  const storeId = randomUUID();
  const insert = 'INSERT INTO boule_bleue_store (id, store_id, version, sequence, hash) VALUES (1, $1, $2, 0, $3)';
  await session.query(insert, [storeId, version, firstHash(storeId)]);
}
