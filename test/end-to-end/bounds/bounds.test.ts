/** No failure takes over 20 seconds, here on a scale of one to twenty; and a test that is cancelled ends at once. */
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, test } from 'vitest';
import { type AccessTestLimits, usualLimits } from '../../../plugins/connection/access-test/access-test.ts';
import { CertificateAuthority } from '../../servers/authority.ts';
import { stretched } from '../../support/time-bounds.ts';
import { TestNetwork } from '../causes/test-network.ts';
import { runAccessTest } from './timed-test.ts';
import { worstCases } from './worst-cases.ts';

const scale = 20;
const limits = Object.fromEntries(Object.entries(usualLimits).map(([name, ms]) => [name, ms / scale])) as unknown as AccessTestLimits;
/** For a busy machine; what had no bound would last ten times as long. */
const graceMs = 2_000;
const cancelledWithinMs = 1_000;

let authority: CertificateAuthority;
beforeAll(async () => {
  authority = await CertificateAuthority.create();
  // Reads the system's certificates, which happens once and is not what is measured.
  await using network = await TestNetwork.start(authority);
  await runAccessTest(network);
});

describe.concurrent.each(worstCases)('$what', ({ arrange }) => {
  test('is told in time, and leaves no connection', async ({ expect }) => {
    await using network = await TestNetwork.start(authority);
    const countOpen = await arrange(network);
    const { result, ms } = await runAccessTest(network, limits);
    expect(result.ok).toBe(false);
    expect(ms).toBeLessThan(limits.totalMs + (await stretched(graceMs)));
    await expect.poll(countOpen).toBe(0);
  });

  test.for([0, 150])('is cancelled at once, %i ms after it began, and leaves no connection', async (afterMs, { expect }) => {
    await using network = await TestNetwork.start(authority);
    const countOpen = await arrange(network);
    const controller = new AbortController();
    const ended = runAccessTest(network, undefined, controller.signal).catch((error: unknown) => error);
    await delay(afterMs);
    const cancelledMs = performance.now();
    controller.abort();
    expect(await ended).toMatchObject({ name: 'AbortError' });
    expect(performance.now() - cancelledMs).toBeLessThan(await stretched(cancelledWithinMs));
    await expect.poll(countOpen).toBe(0);
  });
});
