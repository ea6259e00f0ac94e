import { startVitest, type TestModule } from 'vitest/node';
import type { Tally } from './checks.ts';

/**
 * Runs the tests of the projects in vitest.config.ts.
 * @param filters parts of paths; none: all tests
 */
export async function runTests(projects: readonly string[], filters: readonly string[] = []): Promise<Tally> {
  const vitest = await startVitest('test', [...filters], { run: true, watch: false, project: [...projects] });
  const tally: Tally = { passed: 0, failed: vitest.state.getUnhandledErrors().length, skipped: 0 };
  for (const module of vitest.state.getTestModules()) countModule(module, tally);
  await vitest.close();
  return tally;
}

function countModule(module: TestModule, tally: Tally): void {
  // A file that could not be loaded, or a hook that failed, leaves no test to fail.
  for (const group of [module, ...module.children.allSuites()]) tally.failed += group.errors().length;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (state === 'passed') tally.passed += 1;
    else if (state === 'skipped') tally.skipped += 1;
    else tally.failed += 1;
  }
}
