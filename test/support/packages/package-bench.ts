import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Permissions } from '../../../core/manifest/permissions.ts';
import { InstalledPlugins } from '../../../host/node/packages/installed-plugins.ts';
import { packageLoader } from '../../../host/node/packages/load-package.ts';
import { PackageInstaller, type PackageInstallerOptions } from '../../../host/node/packages/package-installer.ts';
import type { KnownPlugin } from '../../../host/node/packages/plugin-ids.ts';

/** An installer on a data folder of its own, with what a host would do recorded. */
export class PackageBench implements AsyncDisposable {
  installed!: InstalledPlugins;
  installer!: PackageInstaller;
  readonly others: KnownPlugin[] = [{ id: 'connection', origin: 'bundled' }];
  /** What the host was asked to load, in order: id and folder. */
  readonly applied: (readonly [string, string | undefined])[] = [];
  readonly granted = new Map<string, Permissions>();
  readonly forgotten: string[] = [];
  readonly errors: unknown[] = [];

  private constructor(
    /** Holds the data folder, and whatever a test puts beside it. */
    readonly folder: string,
    private readonly options: Partial<PackageInstallerOptions>,
  ) {}

  static async open(options: Partial<PackageInstallerOptions> = {}): Promise<PackageBench> {
    const bench = new PackageBench(await mkdtemp(join(tmpdir(), 'packages-')), options);
    await mkdir(bench.dataFolder, { mode: 0o700 });
    await bench.restart();
    return bench;
  }

  get dataFolder(): string {
    return join(this.folder, 'data');
  }

  get pluginsFolder(): string {
    return join(this.dataFolder, 'plugins');
  }

  /** Begins anew on the same folder, as the next host does. */
  async restart(): Promise<void> {
    this.installed = new InstalledPlugins(this.pluginsFolder);
    this.installer = new PackageInstaller({
      installed: this.installed,
      load: packageLoader({ fetch: () => Promise.reject(new Error('There is no registry here')) }),
      offered: async () => undefined,
      permissions: {
        newlyAsked: ({ id, permissions }) => (this.granted.has(id) ? {} : permissions),
        grant: async ({ id }, permissions) => void this.granted.set(id, permissions),
        forgetPlugin: async (id) => void this.forgotten.push(id),
      },
      knownPlugins: () => [...this.others, ...this.installedPlugins()],
      apply: async (id, location) => void this.applied.push([id, location]),
      onError: (error) => void this.errors.push(error),
      ...this.options,
    });
    await this.installed.clearStaging();
    await this.installed.load();
    await this.installer.sweep();
  }

  /** Writes a file beside the data folder. @returns its path. */
  async write(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    return path;
  }

  /** Stages and commits. */
  async install(source: string): Promise<string> {
    const { token, id } = await this.installer.stage(source);
    await this.installer.commit(token);
    return id;
  }

  /** The files of the version of a plugin that counts, by path. */
  async filesOf(id: string): Promise<Readonly<Record<string, string>>> {
    const record = this.installed.find(id);
    if (!record) return {};
    const location = this.installed.locationOf(id, record.current);
    const paths = await listFiles(location);
    return Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await readFile(join(location, path), 'utf8')] as const)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.installer.dispose();
    await rm(this.folder, { recursive: true, force: true });
  }

  private installedPlugins(): readonly KnownPlugin[] {
    return this.installed.list().map(({ id, packageName }) => ({ id, packageName, origin: 'installed' }));
  }
}

/** Every file below a folder, by relative path, sorted. */
export async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** All that lies below a folder, with what would show that it was touched. */
export async function takeInventory(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  const lines = names.map(async (name) => {
    const { mode, size, mtimeMs, isDirectory } = await stat(join(folder, name)).then((stats) => ({
      ...stats,
      isDirectory: stats.isDirectory(),
    }));
    return isDirectory ? `${name}/ ${mode}` : `${name} ${mode} ${size} ${mtimeMs}`;
  });
  return (await Promise.all(lines)).sort();
}
