/** No failure takes over 20 seconds, as long as they really are. */
import { expect, test } from 'vitest';
import { CertificateAuthority } from '../../servers/authority.ts';
import { TestNetwork } from '../causes/test-network.ts';
import { runAccessTest } from './timed-test.ts';
import { worstCases } from './worst-cases.ts';

const wholeTestMs = 20_000;
/** For a machine that does all of them at once. */
const graceMs = 1_000;

test('each of the worst cases is told within 20 seconds', async () => {
  const authority = await CertificateAuthority.create();
  const lasted = await Promise.all(
    worstCases.map(async ({ what, arrange }) => {
      await using network = await TestNetwork.start(authority);
      await arrange(network);
      const { ms } = await runAccessTest(network);
      return { what, ms };
    }),
  );
  expect(lasted.filter(({ ms }) => ms > wholeTestMs + graceMs)).toEqual([]);
});
