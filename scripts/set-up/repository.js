import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** @param {...string} path from the repository's folder */
export function inRepository(...path) {
  return join(repository, ...path);
}

/** Whether these are the sources. npm leaves the lock out of a package: one that was installed is complete and built. */
export function isCheckout() {
  return existsSync(inRepository('package-lock.json'));
}
