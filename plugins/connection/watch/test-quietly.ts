import type { AccessTest } from '../access-test/access-test.ts';
import type { FinishedTest } from '../records/record-test.ts';
import type { ConnectionStore } from '../values/connection-store.ts';
import { routeOf } from '../values/read-values.ts';
import type { Clock } from './clock.ts';

export interface QuietTestServices {
  readonly test: AccessTest;
  readonly store: ConnectionStore;
  readonly clock: Clock;
}

/** Tests access to the saved addresses and to nothing else: asks no plugin, signs in nowhere, shows nothing. @throws AbortError when cancelled. */
export async function testQuietly({ test, store, clock }: QuietTestServices, signal: AbortSignal): Promise<FinishedTest> {
  const values = await store.read();
  const route = routeOf(values, await store.readPassword(values));
  const result = await test.run({ values, route, signal, onAnswer: () => {} });
  return { trigger: 'watch', at: clock.now(), values, result };
}
