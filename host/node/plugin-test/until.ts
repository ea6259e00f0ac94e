import { setTimeout } from 'node:timers/promises';

const pauseMs = 10;

/** Waits until something holds, at most so long. @returns whether it does. */
export async function until(holds: () => boolean | Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > deadline) return false;
    await setTimeout(pauseMs);
  }
  return true;
}
