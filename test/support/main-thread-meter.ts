import type { Page } from 'playwright-core';

/**
 * Answers a function that tells what a page's main thread has worked since now, in milliseconds of processor time: what it waits while
 * others have the processor is left out, so that a busy machine changes nothing.
 */
export async function mainThreadMeter(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  };
  const before = await read();
  return async () => (await read()) - before;
}
