/**
 * `npm test`: build, types, lint, format, then every test; `--long` runs the long ones alone. With parts of paths as
 * arguments, only the tests that match. The last line is for machines: `123 passed, 0 failed`.
 */
import { report, runChecks, type Tally } from './checks.ts';
import { ensureProduct } from './set-up/product.js';
import { runTests } from './vitest.ts';

const filters = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const isLong = process.argv.includes('--long');

/** Whether the product is there for the tests that start it. A window that outgrew its budget is none. */
async function build(): Promise<boolean> {
  try {
    await ensureProduct();
    return report('build', true, '');
  } catch (failure) {
    return report('build', false, failure instanceof Error ? failure.message : String(failure));
  }
}

async function* run(): AsyncGenerator<Tally> {
  const built = await build();
  yield { passed: built ? 1 : 0, failed: built ? 0 : 1, skipped: 0 };
  if (isLong) return yield* runLong(filters);
  if (filters.length === 0) yield await runChecks();
  yield await runTests(built ? ['unit', 'end-to-end'] : ['unit'], filters);
}

/** Tests that take long; then, unless one was named, those that tell whether plugins work in processes of their own as inside the host. */
async function* runLong(filters: readonly string[]): AsyncGenerator<Tally> {
  yield await runTests(['long'], filters);
  if (filters.length > 0) return;
  process.env.BOULE_BLEUE_TEST_ISOLATE = 'all';
  yield await runTests(['unit', 'end-to-end'], ['test/contract', 'test/end-to-end']);
}

const total: Tally = { passed: 0, failed: 0, skipped: 0 };
for await (const { passed, failed, skipped } of run()) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
