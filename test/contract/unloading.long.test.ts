import { describe, test } from 'vitest';
import { findPlugins } from './plugin-folders.ts';
import { unloadInTheMidst } from './unload-in-the-midst.ts';

/** Where each round starts a process. */
const timeoutMs = 300_000;
/** What the compiler adds in the course of 50 rounds is a third of it. */
const maximumGrowthBytes = 2 * 1024 * 1024;

describe.each(findPlugins())('$name', (plugin) => {
  // At first as long as it takes to fill the journal of requests, and for most of the code to be compiled.
  test('unloads in the midst of its work, leaving nothing behind, 100 times in a row', { timeout: timeoutMs }, () =>
    unloadInTheMidst(plugin, { warmUp: 50, measured: 50, maximumGrowthBytes }),
  );
});
