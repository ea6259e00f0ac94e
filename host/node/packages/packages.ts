import type { Disposable } from '../../../core/lifecycle.ts';
import type { NetworkRoute } from '../../../core/services/network-service.ts';
import type { Dialer } from '../network/dialing/dialer.ts';
import type { InstalledFolder, PluginLibrary } from '../plugins/plugin-library.ts';
import { InstalledPlugins } from './installed-plugins.ts';
import { packageLoader } from './load-package.ts';
import { PackageCatalogue } from './package-catalogue.ts';
import { PackageInstaller } from './package-installer.ts';
import type { PackagePermissions } from './package-permissions.ts';
import { RegistryClient } from './registry/registry-client.ts';

export interface PackagesOptions {
  /** `plugins` in the data folder. */
  readonly folder: string;
  readonly dialer: Dialer;
  readonly route: () => Promise<NetworkRoute>;
  readonly userAgent: string;
  readonly permissions: PackagePermissions;
  readonly pluginLibrary: () => Pick<PluginLibrary, 'list' | 'setInstalled'>;
  /** Value of a setting of the shell. */
  readonly setting: (key: string) => unknown;
  /** Told of what goes wrong while nobody waits. */
  readonly onError: (error: unknown) => undefined;
}

/** The packages of a data folder: what is installed, and what changes it. */
export class Packages implements Disposable {
  readonly installer: PackageInstaller;
  readonly catalogue: PackageCatalogue;
  private readonly installed: InstalledPlugins;

  constructor(private readonly options: PackagesOptions) {
    const { folder, dialer, route, userAgent, permissions, pluginLibrary, setting, onError } = options;
    this.installed = new InstalledPlugins(folder);
    const registry = new RegistryClient({ dialer, route, userAgent, address: () => String(setting('plugins.registry') ?? '') });
    this.catalogue = new PackageCatalogue({ folder: () => String(setting('plugins.catalogue') ?? ''), onProblem: onError });
    this.installer = new PackageInstaller({
      ...{ installed: this.installed, permissions, onError },
      load: packageLoader(registry),
      offered: async (packageName) => (await this.catalogue.list()).find(({ name }) => name === packageName),
      knownPlugins: () =>
        pluginLibrary()
          .list()
          .map(({ id, origin, manifest }) => ({ id, origin, manifest, packageName: this.installed.find(id)?.packageName })),
      apply: (id, location) => pluginLibrary().setInstalled(id, location),
    });
  }

  /**
   * Reads what is installed.
   * @returns the name of the list that had to be set aside because it was damaged.
   */
  async load(): Promise<string | undefined> {
    const { onError } = this.options;
    await this.installed.clearStaging().catch(onError);
    return this.installed.load();
  }

  /** Where the host finds what is installed. */
  folders(): readonly InstalledFolder[] {
    return this.installed.list().map(({ id, current }) => ({ id, location: this.installed.locationOf(id, current) }));
  }

  /** The version that a roll-back of a plugin leads to. */
  previousVersion(id: string): string | undefined {
    return this.installed.find(id)?.previous?.version;
  }

  /** Removes what a host that died has left behind. */
  async sweep(): Promise<void> {
    await this.installer.sweep().catch(this.options.onError);
  }

  dispose(): void {
    this.installer.dispose().catch(this.options.onError);
  }
}
