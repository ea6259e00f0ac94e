import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packFiles } from '../../../test/support/packages/archive-maker.ts';
import { PackageBench } from '../../../test/support/packages/package-bench.ts';
import { sampleFiles } from '../../../test/support/packages/sample-package.ts';
import { randomSource } from '../../../test/support/random-source.ts';
import { spawnTypescript } from '../../../test/support/typescript-child.ts';

let bench: PackageBench;

beforeEach(async () => {
  bench = await PackageBench.open();
});

afterEach(() => bench[Symbol.asyncDispose]());

const rounds = 150;
const fileCount = 25;

/** Each file of a version says which one it is of, so that a mixture would show. */
function archiveOf(version: string): Buffer {
  const files = Array.from({ length: fileCount }, (_, index) => [`files/${index}.txt`, `${version} ${'x'.repeat(index * 500)}`] as const);
  return packFiles({ ...sampleFiles({ version }), ...Object.fromEntries(files) });
}

test(`a host killed while it installs, updates, rolls back or removes leaves one version whole, or none, in ${rounds} kills`, async () => {
  const random = randomSource(5);
  const archives = await Promise.all(['1.0.0', '2.0.0', '3.0.0'].map((version) => bench.write(`${version}.tgz`, archiveOf(version))));
  const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  const program = `
    const { InstalledPlugins } = await import(${url('installed-plugins.ts')});
    const { PackageInstaller } = await import(${url('package-installer.ts')});
    const { packageLoader } = await import(${url('load-package.ts')});
    const installed = new InstalledPlugins(${JSON.stringify(bench.pluginsFolder)});
    const installer = new PackageInstaller({
      installed,
      load: packageLoader({}),
      offered: async () => undefined,
      permissions: { newlyAsked: () => ({}), grant: async () => {}, forgetPlugin: async () => {} },
      knownPlugins: () => [],
      apply: async () => {},
      onError: (error) => { throw error; },
    });
    await installed.clearStaging();
    await installed.load();
    await installer.sweep();
    const archives = ${JSON.stringify(archives)};
    process.stdout.write('ready;');
    for (let step = Number(process.env.FIRST_STEP); ; step += 1) {
      const { token } = await installer.stage(archives[step % 3]);
      await installer.commit(token);
      if (step % 4 === 0 && installed.find('sample')?.previous) await installer.rollBack('sample');
      if (step % 7 === 0) await installer.remove('sample');
      process.stdout.write(step + ';');
    }`;
  const seen = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    const firstStep = random(1_000);
    const child = spawnTypescript(program, { env: { FIRST_STEP: String(firstStep) } });
    const lastStep = firstStep - 1 + random(4);
    await child.waitFor(lastStep < firstStep ? 'ready;' : `;${lastStep};`);
    await new Promise((resolve) => setTimeout(resolve, random(60)));
    await child.kill();
    await bench.restart();
    const files = await bench.filesOf('sample');
    const version = bench.installed.find('sample')?.current.version;
    seen.add(version ?? 'none');
    if (version !== undefined) {
      expect(Object.keys(files), `round ${round}`).toHaveLength(fileCount + 2);
      expect(JSON.parse(files['package.json'] ?? '').version, `round ${round}`).toBe(version);
      for (let index = 0; index < fileCount; index += 1)
        expect(files[`files/${index}.txt`], `round ${round}`).toBe(`${version} ${'x'.repeat(index * 500)}`);
    }
    await expectNothingLeftOver(round);
  }
  expect([...seen].sort()).toEqual(['1.0.0', '2.0.0', '3.0.0', 'none']);
});

/** What the next start doesn't need it has tidied up. */
async function expectNothingLeftOver(round: number): Promise<void> {
  const record = bench.installed.find('sample');
  const kept = [record?.current.folder, record?.previous?.folder].filter((folder) => folder !== undefined).sort();
  const folder = join(bench.pluginsFolder, 'sample');
  expect(existsSync(folder) ? (await readdir(folder)).sort() : [], `round ${round}`).toEqual(kept);
  expect(existsSync(join(bench.pluginsFolder, '.staging')), `round ${round}`).toBe(false);
  if (record?.previous) {
    const { version } = JSON.parse(await readFile(join(folder, record.previous.folder, 'package.json'), 'utf8'));
    expect(version, `round ${round}`).toBe(record.previous.version);
  }
}
