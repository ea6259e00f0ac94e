import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

const longTests = '**/*.long.test.ts';
const notLong = [...configDefaults.exclude, 'dist/**', longTests];

/** Starting a process for each plugin takes its time. */
const contractTimeoutMs = process.env.BOULE_BLEUE_TEST_ISOLATE === 'all' ? 60_000 : 5_000;

export default defineConfig({
  resolve: { alias: { 'boule-bleue': fileURLToPath(new URL('core/index.ts', import.meta.url)) } },
  test: {
    passWithNoTests: true,
    // End-to-end tests mostly wait, so two run side by side even on two cores.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{core,host,plugins,examples,scripts,test/architecture,test/contract,test/servers,test/support}/**/*.test.ts'],
          exclude: notLong,
          testTimeout: contractTimeoutMs,
          // The compiler writes constructors' types only where Reflect.metadata exists.
          setupFiles: ['reflect-metadata'],
        },
      },
      {
        extends: true,
        test: {
          name: 'end-to-end',
          include: ['test/end-to-end/**/*.test.ts'],
          exclude: notLong,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: [longTests],
          setupFiles: ['reflect-metadata'],
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
