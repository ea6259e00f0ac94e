import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

/** Waits until an element is seen; names it when it never is. */
export async function expectVisible(locator: Locator, timeoutMs = 30_000): Promise<void> {
  const seen = await locator
    .filter({ visible: true })
    .first()
    .waitFor({ state: 'visible', timeout: timeoutMs })
    .then(
      () => true,
      () => false,
    );
  expect(seen, `${locator} is seen within ${timeoutMs} ms`).toBe(true);
}
