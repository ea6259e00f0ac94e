import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followDevelopmentPlugins } from './development-plugins.ts';

let folder: string;
const onError = vi.fn();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'development-plugins-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('a change made while the plugins start is loaded once they have', async () => {
  const { promise: started, resolve: finishStart } = Promise.withResolvers<void>();
  const reload = vi.fn(async () => {});
  const follower = followDevelopmentPlugins({ reload }, { folders: [folder], started, onError });
  await writeFile(join(folder, 'package.json'), '{}');
  // Another that follows the folder tells when the change has been noticed.
  const { promise: settled, resolve } = Promise.withResolvers<void>();
  const witness = followDevelopmentPlugins({ reload: async () => resolve() }, { folders: [folder], started: Promise.resolve(), onError });
  await writeFile(join(folder, 'plugin.js'), '');
  await settled;
  expect(reload).not.toHaveBeenCalled();
  finishStart();
  await vi.waitFor(() => expect(reload).toHaveBeenCalledWith(folder));
  expect(onError).not.toHaveBeenCalled();
  follower.dispose();
  witness.dispose();
});
