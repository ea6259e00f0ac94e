import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { packFiles } from '../../../test/support/packages/archive-maker.ts';
import { listFiles, PackageBench, takeInventory } from '../../../test/support/packages/package-bench.ts';
import { sampleFiles } from '../../../test/support/packages/sample-package.ts';

// Much work, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 30_000 });

let bench: PackageBench;

beforeEach(async () => {
  bench = await PackageBench.open();
});

afterEach(async () => {
  expect(bench.errors).toEqual([]);
  await bench[Symbol.asyncDispose]();
});

/** Writes an archive of the sample package. @returns its path. */
async function archive(changes: Readonly<Record<string, unknown>> = {}, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const { name = 'sample', version = '1.0.0' } = changes;
  const file = `${String(name).replaceAll('/', '-')}-${version}.tgz`;
  return bench.write(file, packFiles({ ...sampleFiles(changes), ...more }));
}

const install = async (changes?: Readonly<Record<string, unknown>>, more?: Readonly<Record<string, string>>) =>
  bench.install(await archive(changes, more));
const refusal = async (changes: Readonly<Record<string, unknown>>) =>
  bench.installer.stage(await archive(changes)).then(
    () => 'staged',
    (error) => error.code,
  );

describe('a package is proposed', () => {
  test('with all that the user has to know, and nothing is changed', async () => {
    const permissions = { network: ['https://example.fr'], secrets: true };
    const { token, manifest, ...proposal } = await bench.installer.stage(
      await archive({
        permissions,
        scripts: { postinstall: 'node evil.js' },
        pluginDependencies: ['connection', 'gone'],
        contributes: { future: 1 },
      }),
    );
    expect(proposal).toMatchObject({
      id: 'sample',
      packageName: 'sample',
      displayName: { fr: 'Échantillon', en: 'Échantillon' },
      version: '1.0.0',
      replacedVersion: undefined,
      newlyAsked: permissions,
      integrity: expect.stringMatching(/^sha512-/),
    });
    const keys = proposal.warnings.map(({ key }) => key.replace('package.warning.', ''));
    expect(keys).toEqual(['dependency', 'scripts', 'manifest']);
    expect(bench.installed.list()).toEqual([]);
    expect(bench.applied).toEqual([]);
    await bench.installer.discard(token);
    expect(await listFiles(bench.dataFolder)).toEqual([]);
  });

  test('by the name in its own strings', async () => {
    const strings = { 'locales/fr.json': '{"name":"Nom"}', 'locales/en.json': '{"name":"Name"}' };
    const { displayName } = await bench.installer.stage(await archive({ displayName: '%name%' }, strings));
    expect(displayName).toEqual({ fr: 'Nom', en: 'Name' });
    const damaged = await bench.installer.stage(await archive({ displayName: '%name%' }, { 'locales/fr.json': '{' }));
    expect(damaged.displayName).toEqual({ fr: 'sample', en: 'sample' });
  });

  test('in one line each, whatever it says of itself', async () => {
    const displayName = 'Calculette\n1.0.0 ne demande rien.\u202E\u001b[2J\nInstaller ?';
    const { displayName: shown } = await bench.installer.stage(await archive({ displayName }));
    expect(shown.fr).toBe('Calculette 1.0.0 ne demande rien. [2J Installer ?');
  });

  test('once: what was committed or discarded is gone, and so is the oldest of many', async () => {
    const { token } = await bench.installer.stage(await archive());
    await bench.installer.commit(token);
    await expect(bench.installer.commit(token)).rejects.toMatchObject({ code: 'package.proposal-gone' });
    await expect(bench.installer.commit('nonsense')).rejects.toMatchObject({ code: 'package.proposal-gone' });
    const path = await archive();
    const first = await bench.installer.stage(path);
    for (let count = 0; count < 8; count += 1) await bench.installer.stage(path);
    await expect(bench.installer.commit(first.token)).rejects.toMatchObject({ code: 'package.proposal-gone' });
    expect(await readdir(join(bench.pluginsFolder, '.staging'))).toHaveLength(8);
  });
});

describe('what was committed', () => {
  test('is there as it was packed, granted and loaded', async () => {
    await install({ permissions: { secrets: true } }, { 'sub/deep/file.txt': 'texte' });
    expect(Object.keys(await bench.filesOf('sample'))).toEqual(['package.json', 'plugin.js', 'sub/deep/file.txt']);
    expect(bench.granted.get('sample')).toEqual({ secrets: true });
    expect(bench.applied).toEqual([['sample', expect.stringContaining('1.0.0-')]]);
    expect(await readdir(join(bench.pluginsFolder, '.staging'))).toEqual([]);
  });

  test('is there for the next host too', async () => {
    await install();
    await bench.restart();
    expect(bench.installed.list()).toMatchObject([{ id: 'sample', packageName: 'sample', current: { version: '1.0.0' } }]);
    expect(await bench.filesOf('sample')).toHaveProperty('plugin.js');
  });

  test('ran no script of the package’s', async () => {
    const trace = join(bench.folder, 'trace');
    const scripts = Object.fromEntries(
      ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish', 'prepack'].map((name) => [
        name,
        `node -e "fs.writeFileSync('${trace}','')"`,
      ]),
    );
    await install({ scripts }, { 'binding.gyp': '{}' });
    await expect(readFile(trace)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('says that it is older than what is there', async () => {
    await install({ version: '2.0.0' });
    const { replacedVersion, warnings } = await bench.installer.stage(await archive({ version: '1.0.0' }));
    expect(replacedVersion).toBe('2.0.0');
    expect(warnings).toMatchObject([{ key: 'package.warning.downgrade', args: { version: '1.0.0', installed: '2.0.0' } }]);
  });

  test('leaves the former version in force when it can’t be written', async () => {
    await install();
    const { token } = await bench.installer.stage(await archive({ version: '2.0.0' }));
    await mkdir(join(bench.pluginsFolder, '.installed.json.tmp'));
    await expect(bench.installer.commit(token)).rejects.toMatchObject({ code: 'package.not-writable' });
    await rm(join(bench.pluginsFolder, '.installed.json.tmp'), { recursive: true });
    await bench.restart();
    expect(bench.installed.find('sample')?.current.version).toBe('1.0.0');
    expect(await readdir(join(bench.pluginsFolder, 'sample'))).toHaveLength(1);
  });
});

describe('an id', () => {
  test.each([
    ['of a bundled plugin', 'connection', 'package.id-taken'],
    ['of the shell', 'shell', 'package.manifest-invalid'],
    ['that the shell keeps for itself', 'workbench', 'package.manifest-invalid'],
    ['in capitals', 'Shell', 'package.manifest-invalid'],
    ['that leads elsewhere', '../x', 'package.manifest-invalid'],
    ['that is a member of every object', '__proto__', 'package.manifest-invalid'],
    ['that Windows takes for a device', 'con', 'package.manifest-invalid'],
    ['that Windows shortens', 'sample.', 'package.manifest-invalid'],
    ['that begins with a bundled plugin’s', 'connection.check', 'package.id-overlaps'],
    ['whose scope is a bundled plugin’s', '@connection/check', 'package.id-overlaps'],
    ['with letters that look like others', 'connectiоn', 'package.manifest-invalid'],
  ])('%s is refused', async (_name, name, code) => {
    expect(await refusal({ name })).toBe(code);
  });

  test('of an installed plugin is refused to other packages, in whatever scope', async () => {
    await install({ name: '@a/b.c' });
    expect(await refusal({ name: '@a.b/c' })).toBe('package.other-package');
    expect(await refusal({ name: 'a.b.c' })).toBe('package.other-package');
    expect(await refusal({ name: 'a' })).toBe('package.id-overlaps');
    expect(await refusal({ name: 'a.b.c.d' })).toBe('package.id-overlaps');
    expect(await refusal({ name: '@a/b.c', version: '2.0.0' })).toBe('staged');
    expect(await refusal({ name: 'a.b.cd' })).toBe('staged');
  });

  test.each(['installed.json', 'staging', 'constructor', 'hasownproperty'])('%s is one like others', async (name) => {
    await install({ name });
    await bench.restart();
    expect(await bench.filesOf(name)).toHaveProperty('plugin.js');
  });

  test('that was taken while the user thought about it is refused', async () => {
    const first = await bench.installer.stage(await archive({ name: '@a/b.c' }));
    const second = await bench.installer.stage(await archive({ name: '@a.b/c' }));
    await bench.installer.commit(first.token);
    await expect(bench.installer.commit(second.token)).rejects.toMatchObject({ code: 'package.other-package' });
    expect(bench.installed.list()).toHaveLength(1);
  });
});

describe('a manifest is refused', () => {
  test.each([
    ['for a newer shell', { engines: { 'boule-bleue': '^2.0.0' } }, 'package.engine-other'],
    ['for no shell', { engines: {} }, 'package.manifest-invalid'],
    ['without its main module', { main: './gone.js' }, 'package.module-missing'],
    ['with a main module elsewhere', { main: '../plugin.js' }, 'package.manifest-invalid'],
    [
      'without the module of a panel',
      { contributes: { panels: [{ id: 'sample.p', title: 'P', icon: '$(info)', module: './panel.js', element: 'sample-p' }] } },
      'package.module-missing',
    ],
    ['with dependencies left out', { dependencies: { 'left-pad': '^1.0.0' } }, 'package.dependencies-missing'],
    [
      'with a setting of another',
      { contributes: { configuration: [{ properties: { 'connection.x': { default: '', description: 'x' } } }] } },
      'setting.foreign',
    ],
    ['that asks for every origin', { permissions: { network: ['https://*'] } }, 'package.manifest-invalid'],
  ])('%s', async (_name, changes, code) => {
    expect(await refusal(changes)).toBe(code);
  });

  test('when it is missing, no JSON, or marked as what editors of long ago write', async () => {
    const stage = async (manifest: Record<string, string | object>) =>
      bench.installer.stage(await bench.write('x.tgz', packFiles({ 'plugin.js': '', ...manifest }))).catch((error) => error.code);
    expect(await stage({})).toBe('package.manifest-missing');
    expect(await stage({ 'package.json': '{' })).toBe('package.manifest-invalid');
    expect(await stage({ 'package.json': `\uFEFF${JSON.stringify(sampleFiles()['package.json'])}` })).toBe('package.manifest-invalid');
    expect(await stage({ 'package.json': '[[[['.repeat(50_000) })).toBe('package.manifest-invalid');
  });

  test('not for dependencies that it brings along, or that the shell gives', async () => {
    const dependencies = { 'left-pad': '^1.0.0', '@scope/it': '*', lit: '^3.0.0', 'boule-bleue': '^1.0.0' };
    const bundled = { 'node_modules/left-pad/package.json': '{}', 'node_modules/@scope/it/package.json': '{}' };
    expect(await install({ dependencies }, bundled)).toBe('sample');
  });
});

describe('an update', () => {
  test('takes the former version’s place, which is kept for a roll-back; older ones go', async () => {
    for (const version of ['1.0.0', '2.0.0', '3.0.0']) await install({ version }, { 'version.txt': version });
    expect((await bench.filesOf('sample'))['version.txt']).toBe('3.0.0');
    expect(await readdir(join(bench.pluginsFolder, 'sample'))).toHaveLength(2);
    await bench.installer.rollBack('sample');
    expect((await bench.filesOf('sample'))['version.txt']).toBe('2.0.0');
    await bench.installer.rollBack('sample');
    expect((await bench.filesOf('sample'))['version.txt']).toBe('3.0.0');
    expect(bench.applied.map(([, location]) => location?.match(/(\d)\.0\.0-/)?.[1])).toEqual(['1', '2', '3', '2', '3']);
  });

  test('comes from where the plugin came from, when there is something new', async () => {
    const path = await archive();
    await bench.install(path);
    expect(await bench.installer.stageUpdate('sample')).toBeUndefined();
    await writeFile(path, packFiles(sampleFiles({ version: '1.1.0' })));
    expect(await bench.installer.stageUpdate('sample')).toMatchObject({ version: '1.1.0', replacedVersion: '1.0.0' });
    await writeFile(path, packFiles(sampleFiles({ name: 'other' })));
    await expect(bench.installer.stageUpdate('sample')).rejects.toMatchObject({ code: 'package.registry-other' });
    await rm(path);
    await expect(bench.installer.stageUpdate('sample')).rejects.toMatchObject({ code: 'package.source-missing' });
    expect(bench.installed.find('sample')?.current.version).toBe('1.0.0');
  });

  test('is none when it would be older', async () => {
    const path = await archive({ version: '2.0.0' });
    await bench.install(path);
    await writeFile(path, packFiles(sampleFiles({ version: '1.0.0' })));
    expect(await bench.installer.stageUpdate('sample')).toBeUndefined();
  });

  test('asks only for what the user has not decided about', async () => {
    await install({ permissions: { secrets: true } });
    const { newlyAsked } = await bench.installer.stage(await archive({ version: '2.0.0', permissions: { secrets: true } }));
    expect(newlyAsked).toEqual({});
  });

  test('with the same contents is installed beside, so that what was damaged is whole again, and what was before stays so', async () => {
    await install({ version: '0.9.0' });
    const path = await archive();
    await bench.install(path);
    const folder = bench.installed.find('sample')?.current.folder;
    await rm(join(bench.pluginsFolder, 'sample', String(folder), 'plugin.js'));
    await bench.install(path);
    expect(await bench.filesOf('sample')).toHaveProperty('plugin.js');
    expect(bench.installed.find('sample')).toMatchObject({ current: { version: '1.0.0' }, previous: { version: '0.9.0' } });
    expect(await readdir(join(bench.pluginsFolder, 'sample'))).toHaveLength(2);
  });

  test('or a roll-back needs something to start from', async () => {
    await expect(bench.installer.stageUpdate('sample')).rejects.toMatchObject({ code: 'package.not-installed' });
    await expect(bench.installer.rollBack('sample')).rejects.toMatchObject({ code: 'package.not-installed' });
    await install();
    await expect(bench.installer.rollBack('sample')).rejects.toMatchObject({ code: 'package.no-previous' });
  });
});

describe('a removal', () => {
  test('leaves nothing of the plugin, and touches no other', async () => {
    await install({ name: 'other' });
    const before = await takeInventory(join(bench.pluginsFolder, 'other'));
    await install();
    await bench.installer.remove('sample');
    expect(bench.forgotten).toEqual(['sample']);
    expect(bench.applied.at(-1)).toEqual(['sample', undefined]);
    expect(await readdir(bench.pluginsFolder)).toEqual(['.installed.json', '.staging', 'other']);
    expect(await takeInventory(join(bench.pluginsFolder, 'other'))).toEqual(before);
    await bench.restart();
    expect(bench.installed.list().map(({ id }) => id)).toEqual(['other']);
  });

  test('is refused for what was not installed', async () => {
    await expect(bench.installer.remove('connection')).rejects.toMatchObject({ code: 'plugin.bundled' });
    await expect(bench.installer.remove('nobody')).rejects.toMatchObject({ code: 'plugin.unknown' });
    await expect(bench.installer.remove('../..')).rejects.toMatchObject({ code: 'plugin.unknown' });
  });
});

describe('a host that finds', () => {
  test('what another left half done tidies it up', async () => {
    await install();
    for (const folder of ['.staging/1-1', 'sample/0.9.0-0123', 'half/1.0.0-0123']) {
      await mkdir(join(bench.pluginsFolder, folder), { recursive: true });
      await writeFile(join(bench.pluginsFolder, folder, 'package.json'), '{}');
    }
    await bench.restart();
    expect((await listFiles(bench.pluginsFolder)).map((path) => path.replace(/-[\da-f]+/, ''))).toEqual([
      '.installed.json',
      'sample/1.0.0/package.json',
      'sample/1.0.0/plugin.js',
    ]);
  });

  test('a list that can’t be read at all begins anew', async () => {
    await mkdir(join(bench.pluginsFolder, '.installed.json'), { recursive: true });
    await bench.restart();
    await install();
    await bench.restart();
    expect(bench.installed.list()).toHaveLength(1);
  });

  test.each(['', '{', 'null', '{"format":2}', '{"format":1,"plugins":[{"id":"../.."}]}'])(
    'a list that says %j sets it aside and deletes nothing',
    async (content) => {
      await install();
      await writeFile(join(bench.pluginsFolder, '.installed.json'), content);
      await bench.restart();
      expect(bench.installed.list()).toEqual([]);
      const files = (await listFiles(bench.pluginsFolder)).map((path) => path.replace(/-[\da-f]+\/|set-aside-.*Z/, '/'));
      expect(files).toEqual(['.installed./.json', 'sample/1.0.0/package.json', 'sample/1.0.0/plugin.js']);
    },
  );
});
