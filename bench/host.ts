/** The host process beside a bare one: how soon it answers, and what it weighs. */
import { join } from 'node:path';
import { proportionalSetSizeMegabytes, startAnnounced, startProduct, withTemporaryFolder } from './process.ts';
import { type Comparison, inTurn, median } from './statistics.ts';
import { timeToPage } from './time-to-page.ts';

const bareServer = join(import.meta.dirname, 'baselines/bare-server.js');
const startRounds = 11;

const startBare = () => startAnnounced([bareServer]);

export async function compareHosts(): Promise<Comparison[]> {
  return withTemporaryFolder(async (folder) => {
    const bareAnswer = () => timeToFirstAnswer(startBare);
    const [ours, baseline] = await inTurn(startRounds, () => timeToFirstAnswer(() => startProduct(folder)), bareAnswer);
    const [page, pageBaseline] = await inTurn(startRounds, () => timeToPage(() => startProduct(folder)), bareAnswer);
    const [ourMemory, bareMemory] = [await memoryOf(() => startProduct(folder)), await memoryOf(startBare)];
    return [
      { what: 'host: start to first answer', unit: 'ms', ours, baseline, beside: 'node:http', aim: 2 },
      { what: 'host: start to the whole page of the window', unit: 'ms', ours: page, baseline: pageBaseline, beside: 'node:http' },
      { what: 'host: memory with its plugins (PSS)', unit: 'MB', ours: ourMemory, baseline: bareMemory, beside: 'node:http', aim: 1.5 },
    ];
  });
}

type Start = () => ReturnType<typeof startAnnounced>;

async function timeToFirstAnswer(start: Start): Promise<number> {
  const before = performance.now();
  const server = await start();
  await (await fetch(server.url, { redirect: 'manual' })).arrayBuffer();
  const elapsed = performance.now() - before;
  await server.stop();
  return elapsed;
}

/** After its first answer and a second of rest, in which the bundled plugins have activated. */
async function memoryOf(start: Start): Promise<number> {
  const readings: number[] = [];
  for (let round = 0; round < 3; round++) {
    const server = await start();
    await (await fetch(server.url, { redirect: 'manual' })).arrayBuffer();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    readings.push(await proportionalSetSizeMegabytes(server.pid));
    await server.stop();
  }
  return median(readings);
}
