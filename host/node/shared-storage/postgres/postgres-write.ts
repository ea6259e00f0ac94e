import type { CompiledQuery, Kysely, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { ChangedDocuments, SharedWrite } from '../shared-store-engine.ts';
import type { SharedTables } from '../tables.ts';
import type { Announcements } from './announcements.ts';
import { notificationChannel } from './postgres-connection.ts';

/** Each statement sees what others had carried out when it began, whatever the database's default is: the lock on the store's row does the rest. */
const begin = 'START TRANSACTION ISOLATION LEVEL READ COMMITTED';

/**
 * A transaction of two batches: what it asks, then what it writes together with the commit. All other writers wait for its lock, and for
 * the way to the server and back only once.
 */
export class PostgresWrite implements SharedWrite {
  private readonly last: CompiledQuery[] = [];
  private readonly changed: ChangedDocuments[] = [];
  private isBegun = false;

  constructor(
    private readonly client: PostgresPoolClient,
    readonly build: Kysely<SharedTables>,
  ) {}

  readonly ask: SharedWrite['ask'] = async (queries) => {
    const beginning = this.isBegun ? [] : [this.send(begin)];
    this.isBegun = true;
    const answers = queries.map(({ sql, parameters }) => this.send(sql, parameters));
    // Without a beginning each statement would stand for itself: nothing is written before that was answered.
    await Promise.all([...beginning, ...answers]);
    return Promise.all(answers.map(async (answer) => (await answer).rows));
  };

  readonly finish: SharedWrite['finish'] = (queries, changed) => {
    this.last.push(...queries);
    if (changed) this.changed.push(changed);
  };

  /** @throws what the first query that failed says; nothing is carried out then. */
  async commit(announcements: Announcements): Promise<void> {
    if (!this.isBegun) await this.ask([]);
    const announced = this.changed.map((changed) => announcements.create(changed));
    try {
      const writes = this.last.map(({ sql, parameters }) => this.send(sql, parameters));
      const notifications = announced.map(({ payload }) => this.send('SELECT pg_notify($1, $2)', [notificationChannel, payload]));
      const committed = this.send('COMMIT');
      await Promise.all([...writes, ...notifications, committed]);
      // The answer where a statement before it failed; that one was told already.
      if ((await committed).command !== 'COMMIT') throw new Error('The transaction was rolled back');
    } catch (error) {
      for (const announcement of announced) announcements.givenUp(announcement);
      throw error;
    }
    for (const announcement of announced) announcements.carriedOut(announcement);
  }

  /** @returns whether the connection can be used further. */
  async rollBack(): Promise<boolean> {
    try {
      await this.send('ROLLBACK');
      return true;
    } catch {
      // Whatever made the transaction fail says more; the connection goes.
      return false;
    }
  }

  private send(text: string, parameters: readonly unknown[] = []): Promise<PostgresQueryResult<unknown>> {
    return this.client.query<unknown>(text, parameters);
  }
}
