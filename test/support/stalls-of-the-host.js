/*
 * Preloaded into the host, writes how long its event loop was kept from turning by work of its own, in milliseconds, one a line. What its
 * thread waited for the processor while others had it isn't counted, nor what it waited for threads that waited so themselves: no work of the
 * host's is to blame for that, and a busy machine would decide what a test says.
 */
import { createWriteStream, readFileSync } from 'node:fs';

const intervalMs = 5;
const { BOULE_BLEUE_STALLS: path } = process.env;

function workedMs() {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Since the thread began: the second figure, in nanoseconds (Linux, Documentation/scheduler/sched-stats.rst). */
function waitedForProcessorMs() {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}

/** @param {import('node:fs').WriteStream} file */
function watch(file) {
  const [startedAt, waited, worked] = [performance.now(), waitedForProcessorMs(), workedMs()];
  setTimeout(() => {
    const lateMs = performance.now() - startedAt - intervalMs;
    const ownMs = Math.min(lateMs - (waitedForProcessorMs() - waited), workedMs() - worked);
    file.write(`${Math.max(0, ownMs).toFixed(1)}\n`);
    watch(file);
  }, intervalMs).unref();
}

// Processes that the host starts don't inherit it, but the program that starts the host does.
if (path !== undefined && process.argv[1]?.endsWith('main.js')) watch(createWriteStream(path));
