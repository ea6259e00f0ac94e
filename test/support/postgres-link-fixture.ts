import { createSecureContext } from 'node:tls';
import { DatabaseAddress } from '../../host/node/shared-storage/postgres/database-address.ts';
import type { PrepareDatabase } from '../../host/node/shared-storage/postgres/postgres-connection.ts';
import { PostgresLink, type PostgresLinkOptions } from '../../host/node/shared-storage/postgres/postgres-link.ts';

export interface TestLinkOptions extends Partial<Omit<PostgresLinkOptions, 'address' | 'trust'>> {
  /** Authorities to trust, in PEM. Default: none. */
  readonly authorities?: readonly string[];
}

const prepareNothing: PrepareDatabase = async () => {};

/** A link as the host makes it, with a log that is kept. Leaving `await using` closes it. */
export class TestLink extends PostgresLink implements AsyncDisposable {
  readonly logged: unknown[];

  constructor(url: string, options: TestLinkOptions = {}) {
    const logged: unknown[] = [];
    const note = (...line: unknown[]) => void logged.push(line);
    const address = DatabaseAddress.parse(url);
    const { authorities = [], ...others } = options;
    super({
      ...{ address, prepare: prepareNothing, password: async () => address.password },
      trust: { secureContext: async () => createSecureContext({ ca: [...authorities], minVersion: 'TLSv1.2' }) },
      log: { debug: note, info: note, warn: note, error: note },
      ...others,
    });
    this.logged = logged;
  }

  /** Asks once, over a connection of its pool. */
  async ask(text: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
    const client = await this.pool.connect();
    try {
      return (await client.query<Record<string, unknown>>(text, values)).rows;
    } finally {
      client.release();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
