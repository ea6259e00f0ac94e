import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

const longTests = '**/*.long.test.ts';
const notLong = [...configDefaults.exclude, 'dist/**', longTests];

export default defineConfig({
  resolve: { alias: { 'boule-bleue': fileURLToPath(new URL('core/index.ts', import.meta.url)) } },
  test: {
    passWithNoTests: true,
    expect: { poll: { timeout: 30_000 } },
    // End-to-end tests mostly wait, so two run side by side even on two cores.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{core,host,plugins,examples,scripts,test/architecture,test/contract,test/servers,test/support}/**/*.test.ts'],
          exclude: notLong,
          // A machine may be busy: what hangs is found all the same.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // The compiler writes constructors' types only where Reflect.metadata exists.
          setupFiles: ['reflect-metadata', './test/support/patience.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'end-to-end',
          include: ['test/end-to-end/**/*.test.ts'],
          exclude: notLong,
          setupFiles: ['./test/support/patience.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: [longTests],
          // Some measure what the others would disturb.
          fileParallelism: false,
          setupFiles: ['reflect-metadata', './test/support/patience.ts'],
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
