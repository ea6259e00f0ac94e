/** Measures the product beside bare baselines in one run and prints ratios. Run with `npm run bench`. */
import { compareHosts } from './host.ts';
import { comparePalettes } from './palette.ts';
import { describeComparison } from './statistics.ts';
import { compareWindows } from './window.ts';

for (const compare of [compareHosts, compareWindows, comparePalettes]) {
  for (const comparison of await compare()) process.stdout.write(`${describeComparison(comparison)}\n`);
}
