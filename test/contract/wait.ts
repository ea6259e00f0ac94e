import { setImmediate } from 'node:timers/promises';

const patienceMs = 5_000;

/** Waits until something holds, or it is clear that it won't: whoever waits then looks for itself. */
export async function settled(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!holds() && performance.now() < deadline) await setImmediate();
}
