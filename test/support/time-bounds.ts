import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What the barest process takes to start and end where nothing else runs. */
const calmStartMs = 50;
/** Beyond it, what never ends by itself would pass too. */
const maximumStretch = 4;
const starts = 5;

/** What some work takes of the processor, in milliseconds: whatever else the machine does meanwhile is left out. */
export function processorMs(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

/**
 * A bound on what users wait for, longer where the machine is slow or busy at this moment: as many times as the barest process takes longer
 * to start and end, four at most.
 */
export async function stretched(boundMs: number): Promise<number> {
  const tookMs: number[] = [];
  for (let count = 0; count < starts; count += 1) {
    const began = performance.now();
    await once(spawn(process.execPath, ['-e', ''], { stdio: 'ignore' }), 'close');
    tookMs.push(performance.now() - began);
  }
  const slowest = Math.max(...tookMs);
  return boundMs * Math.min(maximumStretch, Math.max(1, slowest / calmStartMs));
}
