import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * What axe finds wrong with a page as it stands, shadow roots included: one readable entry a rule and element. Empty when all is well.
 * @param within a CSS selector that narrows the search; by default the whole page.
 */
export async function findAccessibilityViolations(page: Page, within = ':root'): Promise<string[]> {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // Evaluated from outside the page, where its content security policy doesn't reach.
  await page.evaluate(axe);
  const { violations } = (await page.evaluate(`axe.run(${JSON.stringify(within)})`)) as AxeResults;
  return violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map(
      (node) => `${impact} ${id}: ${help}\n  at ${node.target.flat().join(' > ')}\n  ${node.failureSummary?.replaceAll('\n', '\n  ')}`,
    ),
  );
}
