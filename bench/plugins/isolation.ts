/** What it costs to give a plugin a process of its own, beside the barest process and module that Node has. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { proportionalSetSizeMegabytes } from '../process.ts';
import { type Comparison, inTurn, median } from '../statistics.ts';
import { type ActiveSample, provideApi, readSample, startSample } from './sample-runtime.ts';

const bareChild = join(import.meta.dirname, '../baselines/bare-child.js');
const bareModule = pathToFileURL(join(import.meta.dirname, '../baselines/bare-module.js')).href;
const startRounds = 15;
const callRounds = 9;
const callsPerRound = 500;
const weighings = 3;

export async function compareIsolation(): Promise<Comparison[]> {
  const api = provideApi();
  const plugin = await readSample();
  const start = (kind: 'inline' | 'isolated') => timed(() => startSample(plugin, kind), stopSample);
  try {
    let imported = 0;
    const importBare = () =>
      timed(
        () => import(`${bareModule}?${++imported}`),
        async () => {},
      );
    const [isolated, bareFork] = await inTurn(
      startRounds,
      () => start('isolated'),
      () => timed(forkBare, endBare),
    );
    const [inline, bareImport] = await inTurn(startRounds, () => start('inline'), importBare);
    return [
      { what: 'plugin: isolated, start to active', unit: 'ms', ours: isolated, baseline: bareFork, beside: 'fork', aim: 2 },
      { what: 'plugin: inline, start to active', unit: 'ms', ours: inline, baseline: bareImport, beside: 'import' },
      ...(await compareRunning(() => startSample(plugin, 'isolated'))),
    ];
  } finally {
    api.dispose();
  }
}

async function compareRunning(startIsolated: () => Promise<ActiveSample>): Promise<Comparison[]> {
  const [sample, child] = [await startIsolated(), await forkBare()];
  try {
    const [call, bareCall] = await inTurn(
      callRounds,
      () => timeOfOne(() => sample.echo('echo')),
      () => timeOfOne(() => echoBare(child)),
    );
    const [ours, bare] = [await weigh(() => sample.running.process?.pid), await weigh(() => child.pid)];
    return [
      { what: 'plugin: isolated, one call and its answer', unit: 'ms', ours: call, baseline: bareCall, beside: 'IPC of fork', aim: 5 },
      { what: 'plugin: isolated, memory of its process (PSS)', unit: 'MB', ours, baseline: bare, beside: 'fork', aim: 2 },
    ];
  } finally {
    sample.stop();
    await endBare(child);
  }
}

async function timed<T>(begin: () => Promise<T>, end: (begun: T) => Promise<void>): Promise<number> {
  const before = performance.now();
  const begun = await begin();
  const elapsed = performance.now() - before;
  await end(begun);
  return elapsed;
}

async function timeOfOne(call: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  for (let count = 0; count < callsPerRound; count++) await call();
  return (performance.now() - before) / callsPerRound;
}

async function forkBare(): Promise<ChildProcess> {
  const child = fork(bareChild, { execArgv: [] });
  await once(child, 'message');
  return child;
}

async function endBare(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}

async function stopSample(sample: ActiveSample): Promise<void> {
  sample.stop();
  await sample.running.process?.ended;
}

async function echoBare(child: ChildProcess): Promise<void> {
  const answer = once(child, 'message');
  child.send('echo');
  await answer;
}

async function weigh(pidOf: () => number | undefined): Promise<number> {
  const readings: number[] = [];
  for (let round = 0; round < weighings; round++) readings.push(await proportionalSetSizeMegabytes(pidOf() ?? Number.NaN));
  return median(readings);
}
