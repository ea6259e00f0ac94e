/**
 * A probe beside a bare request of undici's to the same server, by its address: what a name costs is its name server's. And the whole
 * access test with addresses that never answer.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client } from 'undici';
import type { NetworkProbeService } from '../core/services/network-probe-service.ts';
import { NetworkFixture } from '../test/support/network-fixture.ts';
import { timeAccessTest } from '../test/support/time-access-test.ts';
import { type Comparison, inTurn } from './statistics.ts';

const bareServer = join(import.meta.dirname, 'baselines/bare-tls-server.js');
const rounds = 15;
const requestsPerRound = 20;
/** What the access test may take, whatever the servers do. */
const accessTestBoundMs = 20_000;

export async function compareNetwork(): Promise<Comparison[]> {
  const fixture = await NetworkFixture.create();
  const comparisons = [await compareProbe(fixture)];
  for (const dead of [0, 1, 2, 3] as const) {
    const what = `access test: ${dead} of 3 addresses dead`;
    const ours = await timeAccessTest(fixture, dead);
    comparisons.push({ what, unit: 'ms', ours, baseline: accessTestBoundMs, beside: 'its bound', aim: 1 });
  }
  await fixture.dispose();
  return comparisons;
}

async function compareProbe(fixture: NetworkFixture): Promise<Comparison> {
  const child = spawn(process.execPath, [bareServer], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(await fixture.authority.issue()));
  try {
    const url = String((await once(child.stdout, 'data'))[0]).trim();
    const probe = fixture.probe();
    const [ours, baseline] = await inTurn(
      rounds,
      () => timeOfOne(() => probeOnce(probe, url)),
      () => timeOfOne(() => requestOnce(url, fixture.authority.rootPem)),
    );
    return { what: 'network: one probe', unit: 'ms', ours, baseline, beside: 'bare undici, new connection', aim: 2 };
  } finally {
    child.kill();
  }
}

async function probeOnce(probe: NetworkProbeService, url: string): Promise<void> {
  const { cause } = await probe.probe({ url });
  if (cause !== null) throw new Error(`The probe failed: ${cause}`);
}

async function requestOnce(origin: string, ca: string): Promise<void> {
  const client = new Client(origin, { connect: { ca } });
  const { body } = await client.request({ method: 'GET', path: '/' });
  await body.text();
  await client.destroy();
}

async function timeOfOne(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  for (let count = 0; count < requestsPerRound; count += 1) await work();
  return (performance.now() - startMs) / requestsPerRound;
}
