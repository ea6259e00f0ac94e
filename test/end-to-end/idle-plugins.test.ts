import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { Host } from '../../host/node/host.ts';
import { quietPlugin, writeHostilePlugin } from './attacks/hostile-plugins.ts';

const productFolder = join(import.meta.dirname, '../../dist');

test('the process of a plugin that has nothing to do ends, and another begins when it is needed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'idle-plugins-'));
  const pluginFolder = await writeHostilePlugin(folder, quietPlugin);
  const options = { dataFolder: join(folder, 'data'), productFolder, pluginFolders: [pluginFolder], idleAfterMs: 200 };
  {
    await using host = await Host.open({ ...options, log: { level: 'silent' } });
    const control = await host.control(new AbortController().signal);
    const greet = () => control.runCommand({ command: 'calme.start', language: 'fr' });
    const state = async () => {
      const listing = await control.listPlugins('fr');
      return listing.ok && listing.value.find(({ id }) => id === 'calme')?.state;
    };
    expect(await greet()).toEqual({ ok: true, value: 'bonjour' });
    expect(await state()).toBe('active');
    await vi.waitFor(async () => expect(await state()).toBe('inactive'), 10_000);
    expect(await greet()).toEqual({ ok: true, value: 'bonjour' });
  }
  await rm(folder, { recursive: true });
});
