/** `npm run check`: what is quick to know, without a browser or the built product. */
import { runChecks } from './checks.ts';
import { runTests } from './vitest.ts';

const tallies = [await runChecks(), await runTests(['unit'], ['test/architecture'])];
process.exitCode = tallies.some((tally) => tally.failed > 0) ? 1 : 0;
