/**
 * `npm test`: types, lint, format, then every test; `--long` runs the long ones alone. With parts of paths as
 * arguments, only the tests that match. The last line is for machines: `123 passed, 0 failed`.
 */
import { runChecks, type Tally } from './checks.ts';
import { runTests } from './vitest.ts';

const filters = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const tallies: Tally[] = [];

if (process.argv.includes('--long')) {
  tallies.push(await runTests(['long'], filters));
} else {
  if (filters.length === 0) tallies.push(await runChecks());
  tallies.push(await runTests(['unit', 'end-to-end'], filters));
}

const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0);
const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}\n`);
process.exitCode = sum('failed') > 0 ? 1 : 0;
