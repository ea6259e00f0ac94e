/** What takes two looks or more. */
import { afterEach, expect, test, vi } from 'vitest';
import type { ConnectionBench } from '../../../test/support/connection-bench.ts';
import { comeBack, startWatching } from '../../../test/support/watching-bench.ts';
import type { AccessTestAnswer } from '../access-test/access-test-answer.ts';
import type { ConnectionState } from '../connection-status.ts';

let bench: ConnectionBench;
afterEach(async () => {
  vi.restoreAllMocks();
  await bench[Symbol.asyncDispose]();
});

const ballBecomes = (state: ConnectionState) => vi.waitFor(() => expect(bench.ball).toBe(state), 10_000);

test('a server that refuses the installation when it is back is told', async () => {
  bench = await startWatching(false);
  await ballBecomes('failed');
  (await comeBack(bench)).behaviour.authentication = 'licence-inconnue';
  await ballBecomes('unknown-licence');
  expect(bench.notifications.shown).toMatchObject([{ severity: 'error' }]);
  expect(bench.state.watch).toBeNull();
});

test('a server that is gone shows the heart when the network changed, and not before it was looked for twice', async () => {
  bench = await startWatching();
  await ballBecomes('connected');
  await bench.impactEmploi.close();
  bench.network.fire();
  await ballBecomes('failed');
  expect(bench.state.status.cause).toBe('refused');
  await comeBack(bench);
  bench.network.fire();
  await ballBecomes('connected');
}, 15_000);
test('the wait for the servers answers as the test of the access, once all do', async () => {
  bench = await startWatching(false);
  const outcome = bench.run('connection.watch') as Promise<AccessTestAnswer>;
  await vi.waitFor(() => expect(bench.netEntreprises.requests.length).toBeGreaterThan(0));
  await comeBack(bench);
  const answer = await outcome;
  expect(answer.ok).toBe(true);
  expect(answer).toEqual({ ...((await bench.run('connection.test')) as AccessTestAnswer), ms: answer.ms, addresses: answer.addresses });
  expect(answer.addresses.map(({ role, ok, cause }) => [role, ok, cause])).toEqual([
    ['authentication', true, null],
    ['update', true, null],
    ['netEntreprises', true, null],
  ]);
  expect(bench.netEntreprises.requests.every(({ method, body }) => method === 'GET' && body === '')).toBe(true);
  await ballBecomes('connected');
});
