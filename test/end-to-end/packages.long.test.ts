import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NetworkFixture } from '../support/network-fixture.ts';
import { makeArchive, packFiles } from '../support/packages/archive-maker.ts';
import { takeInventory } from '../support/packages/package-bench.ts';
import { RegistryServer } from '../support/packages/registry-server.ts';
import { type StartedProduct, startProduct } from '../support/started-product.ts';

const entry = join(import.meta.dirname, '../../dist/host/main.js');

let folder: string;
let env: Record<string, string>;
let host: StartedProduct | undefined;
let fixture: NetworkFixture | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packages-'));
  env = { BOULE_BLEUE_KEY_STORE: 'file' };
});

afterEach(async () => {
  await host?.stop();
  host = undefined;
  await fixture?.dispose();
  fixture = undefined;
  await rm(folder, { recursive: true, force: true });
});

interface Ending {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(...args: readonly string[]): Promise<Ending> {
  const child = spawn(process.execPath, [entry, ...args, '--data-dir', dataFolder()], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [exitCode] = await once(child, 'close');
  return { exitCode, stdout, stderr };
}

const dataFolder = () => join(folder, 'data');
const plugins = (...args: readonly string[]) => run('plugins', ...args);
const state = async (plugin: string) => (await plugins('list')).stdout.split('\n').find((line) => line.startsWith(`${plugin} `));
const version = async () => (await run('run', 'stranger.version')).stdout.trim();

/** The files of a plugin by a stranger, whose command says which version it is. */
function strangerFiles(number: string, name = 'stranger'): Readonly<Record<string, string | object>> {
  const id = name.replace(/^@(.*)\//, '$1.');
  const manifest = {
    name,
    version: number,
    displayName: 'Étranger',
    type: 'module',
    main: './plugin.js',
    engines: { 'boule-bleue': '^1.0.0' },
    permissions: { notifications: true },
    contributes: { commands: [{ command: `${id}.version`, title: 'Version' }] },
  };
  const source = `
    import { CommandService } from 'boule-bleue';
    export default class Stranger {
      static services = [CommandService];
      constructor(commands) { this.commands = commands; }
      activate() { this.commands.register('${id}.version', () => '${number}'); }
    }`;
  return { 'package.json': manifest, 'plugin.js': source };
}

async function writeArchive(number: string): Promise<string> {
  const path = `stranger-${number}.tgz`;
  await writeFile(join(folder, path), packFiles(strangerFiles(number)));
  return path;
}

describe('without a running host', () => {
  test('a package is installed from an archive or a folder, runs, and goes back a version', async () => {
    expect(await plugins('add', await writeArchive('1.0.0'), '--yes')).toEqual({
      exitCode: 0,
      stdout: 'L’extension stranger 1.0.0 est installée.\n',
      stderr: expect.stringMatching(/^[^\n]+ 1\.0\.0 (ne demande rien|pourra)/),
    });
    expect(await state('stranger')).toMatch(/1\.0\.0 {2}en attente {2}installée$/);
    expect(await version()).toBe('1.0.0');
    await mkdir(join(folder, 'work'));
    for (const [path, content] of Object.entries(strangerFiles('2.0.0')))
      await writeFile(join(folder, 'work', path), typeof content === 'string' ? content : JSON.stringify(content));
    expect(await plugins('add', './work', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await version()).toBe('2.0.0');
    expect(await plugins('rollback', 'stranger')).toMatchObject({
      exitCode: 0,
      stdout: 'L’extension stranger est revenue à la version 1.0.0.\n',
    });
    expect(await version()).toBe('1.0.0');
  });

  test('what nobody agreed to is not installed, and one line says so', async () => {
    const { exitCode, stdout, stderr } = await plugins('add', await writeArchive('1.0.0'));
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^[^\n]*--yes[^\n]*\n$/);
    expect(await state('stranger')).toBeUndefined();
  });

  test('from the registry that the settings name, and updated from there', async () => {
    fixture = await NetworkFixture.create();
    const registry = await RegistryServer.start(fixture);
    const authority = join(folder, 'authority.pem');
    await writeFile(authority, fixture.authority.rootPem);
    env.NODE_EXTRA_CA_CERTS = authority;
    registry.publish('stranger', '1.0.0', packFiles(strangerFiles('1.0.0')));
    await run('settings', 'set', 'plugins.registry', `${registry.origin}/`);
    expect(await plugins('add', 'stranger', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await plugins('update', 'stranger', '--yes')).toMatchObject({ exitCode: 0, stdout: 'L’extension stranger est à jour.\n' });
    registry.publish('stranger', '1.1.0', packFiles(strangerFiles('1.1.0')));
    expect(await plugins('update', 'stranger', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await version()).toBe('1.1.0');
    expect(await plugins('add', 'nobody', '--yes')).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('ne connaît pas') });
  });

  test('from the catalogue, which lists the newest version of each', async () => {
    await mkdir(join(folder, 'catalogue'));
    for (const number of ['1.0.0', '1.2.0', '1.10.0']) {
      await writeFile(join(folder, 'catalogue', `stranger-${number}.tgz`), packFiles(strangerFiles(number)));
    }
    await writeFile(join(folder, 'catalogue', 'other.tgz'), packFiles(strangerFiles('0.1.0', '@scope/other')));
    await writeFile(join(folder, 'catalogue', 'broken.tgz'), 'no archive');
    expect(await plugins('catalogue')).toMatchObject({ exitCode: 0, stdout: 'Le catalogue est vide.\n' });
    await run('settings', 'set', 'plugins.catalogue', join(folder, 'catalogue'));
    const { stdout } = await plugins('catalogue', '--json');
    expect(JSON.parse(stdout).map(({ name, version }: { name: string; version: string }) => `${name} ${version}`)).toEqual([
      '@scope/other 0.1.0',
      'stranger 1.10.0',
    ]);
    await plugins('add', join(folder, 'catalogue', 'stranger-1.0.0.tgz'), '--yes');
    expect(await plugins('update', 'stranger', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await version()).toBe('1.10.0');
    await run('settings', 'set', 'plugins.catalogue', join(folder, 'gone'));
    expect(await plugins('catalogue')).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('plugins.catalogue') });
  });
});

describe('beside a running host', () => {
  test('it does the work at once: installs, updates, rolls back, switches off and on, removes', async () => {
    host = await startProduct({ dataFolder: dataFolder(), env });
    await plugins('add', await writeArchive('1.0.0'), '--yes');
    expect(await version()).toBe('1.0.0');
    await plugins('add', await writeArchive('2.0.0'), '--yes');
    expect(await version()).toBe('2.0.0');
    await plugins('rollback', 'stranger');
    expect(await version()).toBe('1.0.0');
    await plugins('disable', 'stranger');
    expect(await run('run', 'stranger.version')).toMatchObject({ exitCode: 2 });
    await plugins('enable', 'stranger');
    expect(await version()).toBe('1.0.0');
    expect(await plugins('remove', 'stranger')).toMatchObject({ exitCode: 0, stdout: 'L’extension stranger est enlevée.\n' });
    expect(await run('run', 'stranger.version')).toMatchObject({ exitCode: 2 });
    expect(await readdir(join(dataFolder(), 'plugins'))).not.toContain('stranger');
    expect(host.stderr()).toBe('');
  });

  test('in safe mode installed ones are there and off; a start without it has them back', async () => {
    await plugins('add', await writeArchive('1.0.0'), '--yes');
    host = await startProduct({ dataFolder: dataFolder(), env, options: ['--safe-mode'] });
    expect(await state('stranger')).toContain('mise de côté  installée');
    await plugins('disable', 'stranger');
    expect(await state('stranger')).toContain('éteinte  installée');
    await plugins('enable', 'stranger');
    expect(await run('run', 'stranger.version')).toMatchObject({ exitCode: 2 });
    expect(await run('run', 'shell.plugins.leave-safe-mode')).toMatchObject({ exitCode: 0 });
    expect(await version()).toBe('1.0.0');
    await host.stop();
    host = await startProduct({ dataFolder: dataFolder(), env });
    expect(await version()).toBe('1.0.0');
  });

  test('whatever it is given to install, it refuses in one line, writes nothing and goes on', async () => {
    host = await startProduct({ dataFolder: dataFolder(), env });
    await plugins('add', await writeArchive('1.0.0'), '--yes');
    const file = (path: string, type = '0') => ({ path, type, content: 'x' });
    const attacks: Readonly<Record<string, Uint8Array>> = {
      'outside.tgz': makeArchive([file('package/../../../evil')]),
      'link.tgz': makeArchive([file('package/link', '2')]),
      'truncated.tgz': packFiles(strangerFiles('2.0.0')).subarray(0, 200),
      'bundled.tgz': packFiles(strangerFiles('2.0.0', 'connection')),
      'shadow.tgz': packFiles(strangerFiles('2.0.0', '@connection/check')),
      'twin.tgz': packFiles({ ...strangerFiles('2.0.0'), 'PLUGIN.js': '' }),
      'nothing.tgz': Buffer.from('nothing'),
    };
    for (const [name, archive] of Object.entries(attacks)) await writeFile(join(folder, name), archive);
    const before = await takeInventory(join(dataFolder(), 'plugins'));
    for (const name of [...Object.keys(attacks), 'gone.tgz', './gone', 'git+ssh://localhost/x', 'https://localhost/x.tgz', '../..']) {
      const { exitCode, stdout, stderr } = await plugins('add', name, '--yes');
      expect({ name, exitCode, stdout, lines: stderr.split('\n').length - 1 }).toEqual({ name, exitCode: 1, stdout: '', lines: 1 });
    }
    expect(await takeInventory(join(dataFolder(), 'plugins'))).toEqual(before);
    expect(await readdir(folder)).toEqual(expect.arrayContaining(['data', 'stranger-1.0.0.tgz']));
    expect(await version()).toBe('1.0.0');
  });
});
