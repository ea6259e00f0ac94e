import { describe, expect, test } from 'vitest';
import { startEverything } from '../../host/node/plugin-test/exercise.ts';
import { ContractHost } from './contract-host.ts';
import { findPlugins } from './plugin-folders.ts';

const plugins = findPlugins();
const cases = [
  { title: 'with every plugin', present: plugins },
  ...plugins.map((absent) => ({ title: `without ${absent.name}`, present: plugins.filter((plugin) => plugin !== absent) })),
  ...plugins.map((plugin) => ({ title: `with ${plugin.name} alone`, present: [plugin] })),
];

/** What no plugin's command may end with, whatever it is given and whoever is absent. */
const faults = ['plugin.fault', 'unexpected', 'command.without-handler'];

describe.each(cases)('$title', ({ present }) => {
  test('everything that is there does its work, or says in a sentence why not', { timeout: 60_000 }, async () => {
    await using host = await ContractHost.open({ plugins: present });
    const { shell, wording } = host.parts;
    const unworded = (code: string) => wording.text({ key: 'error.unworded', args: { code } }, 'fr');
    host.openWindow();
    await shell.start();
    const exercises = await Promise.all(present.map(({ manifest }) => startEverything(host.parts, manifest)));
    await Promise.all(present.map(({ manifest }) => shell.plugins.activate(manifest.id)));
    await shell.stop();
    const runs = (await Promise.all(exercises.map((exercise) => exercise.runs))).flat();
    expect(runs.filter((run) => !run.ok && faults.includes(run.code))).toEqual([]);
    expect(runs.filter((run) => !run.ok && run.sentence === unworded(run.code))).toEqual([]);
    expect(await host.close()).toEqual([]);
  });
});
