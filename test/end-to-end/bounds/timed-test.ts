import { AccessTest, type AccessTestLimits, type AccessTestResult } from '../../../plugins/connection/access-test/access-test.ts';
import { ConnectionStore } from '../../../plugins/connection/values/connection-store.ts';
import { routeOf } from '../../../plugins/connection/values/read-values.ts';
import type { TestNetwork } from '../causes/test-network.ts';

export interface TimedTest {
  readonly result: AccessTestResult;
  /** From the call to the answer, whatever the test itself says. */
  readonly ms: number;
}

/** Runs the access test on the network as it is, without the rest of the plugin, so that nothing else holds a connection. */
export async function runAccessTest(
  { bench }: TestNetwork,
  limits?: AccessTestLimits,
  signal = new AbortController().signal,
): Promise<TimedTest> {
  const values = await new ConnectionStore(bench.settings, bench.secrets, bench.log).read();
  const test = new AccessTest(bench.createProbe(), Date.now, limits);
  const startMs = performance.now();
  const result = await test.run({ values, route: routeOf(values, undefined), signal, onAnswer: () => {} });
  return { result, ms: performance.now() - startMs };
}
