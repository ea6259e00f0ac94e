import { startVitest, type TestModule } from 'vitest/node';
import type { Tally } from './checks.ts';

/**
 * Runs the tests of the projects in vitest.config.ts.
 * @param filters parts of paths; none: all tests
 */
export async function runTests(projects: readonly string[], filters: readonly string[] = []): Promise<Tally> {
  const vitest = await startVitest('test', [...filters], { run: true, watch: false, project: [...projects] });
  const tally: Tally = { passed: 0, failed: vitest.state.getUnhandledErrors().length, skipped: 0 };
  const notices = new Map<string, number>();
  for (const module of vitest.state.getTestModules()) countModule(module, tally, notices);
  await vitest.close();
  for (const [notice, count] of notices) process.stdout.write(`\n${count} skipped: ${notice}\n`);
  return tally;
}

/** @param notices why tests were skipped, where they say so, and how many. */
function countModule(module: TestModule, tally: Tally, notices: Map<string, number>): void {
  // A file that could not be loaded, or a hook that failed, leaves no test to fail.
  for (const group of [module, ...module.children.allSuites()]) tally.failed += group.errors().length;
  for (const test of module.children.allTests()) {
    const result = test.result();
    if (result.state === 'passed') tally.passed += 1;
    else if (result.state === 'skipped') tally.skipped += 1;
    else tally.failed += 1;
    if (result.state === 'skipped' && result.note) notices.set(result.note, (notices.get(result.note) ?? 0) + 1);
  }
}
