import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../core/message.ts';
import type { LoadModule } from '../../core/plugins/inline-runtime.ts';
import { shellId } from '../shell-manifest.ts';
import { version } from '../version.ts';
import { type DataFolder, openDataFolder } from './data-folder/data-folder.ts';
import type { Demo } from './demo/demo.ts';
import { closeResources, Host, type HostResources } from './host.ts';
import { HostLog, type HostLogOptions } from './logging/host-log.ts';
import { Dialer } from './network/dialer.ts';
import { RouteResolver } from './network/route.ts';
import { Trust } from './network/trust.ts';
import { ManifestCache } from './plugins/manifest-cache.ts';
import { KeyVault } from './secrets/key-vault.ts';
import { OsKeychain } from './secrets/os-keychain.ts';
import { openStore } from './storage/open-store.ts';
import type { Store } from './storage/store.ts';
import { WorkbenchParts } from './workbench-parts.ts';

export interface OpenHostOptions {
  /** Where everything that lasts is kept. */
  readonly dataFolder: string;
  /** Where the build put the window, the bundled plugins and the demonstration. */
  readonly productFolder: string;
  readonly pluginFolders?: readonly string[];
  readonly safeMode?: boolean;
  readonly language?: Language | undefined;
  readonly log?: Omit<HostLogOptions, 'directory'>;
  readonly demo?: Demo | undefined;
  /** Default: Node's own import. */
  readonly loadModule?: LoadModule;
}

/**
 * Opens the host of a data folder; nothing is listened to and no plugin looked for yet.
 * @throws DataFolderInUse when another process holds the folder; ShellError `data-folder.*`, `storage.*`.
 */
export async function openHost(options: OpenHostOptions): Promise<Host> {
  const { productFolder, safeMode = false, pluginFolders = [] } = options;
  const developmentPlugins = safeMode ? [] : pluginFolders;
  const resources = await openResources(options);
  try {
    const { log, store, vault, manifestCache, demo } = resources;
    const parts = new WorkbenchParts({
      ...{ log, store, vault, manifestCache, demo, developmentPlugins },
      dialer: createDialer(resources),
      savedSettings: await store.settings.load(),
      bundledPlugins: join(productFolder, 'plugins'),
      language: options.language,
      loadModule: options.loadModule,
    });
    return new Host({ resources, parts, productFolder, safeMode, developmentPlugins });
  } catch (error) {
    await closeResources(resources);
    throw error;
  }
}

async function openResources({ dataFolder, productFolder, log: logOptions, demo }: OpenHostOptions): Promise<HostResources> {
  const folder = openDataFolder(dataFolder);
  const log = new HostLog({ ...logOptions, directory: folder.paths.logs });
  try {
    const hostLog = log.forPlugin(shellId);
    const onBackupError = (error: unknown) => hostLog.error('The store could not be backed up', error);
    const store = openStore({ path: folder.paths.store, backups: folder.paths.backups, onBackupError });
    const manifestCache = new ManifestCache(join(folder.directory, 'manifests.json'), productGeneration(productFolder));
    return { folder, log, store, vault: await createVault(folder, store, log), manifestCache, demo };
  } catch (error) {
    log.forPlugin(shellId).error('The host could not be opened', error);
    await log.close();
    folder.dispose();
    throw error;
  }
}

async function createVault({ paths }: DataFolder, store: Store, log: HostLog): Promise<KeyVault> {
  const usesKeyFile = process.env.BOULE_BLEUE_KEY_STORE === 'file';
  return new KeyVault({
    keyFile: paths.keyFile,
    keychain: usesKeyFile ? undefined : new OsKeychain({ storeId: await store.meta.storeId() }),
    onKeychainError: (error) => log.forPlugin(shellId).info('There is no usable keychain', { problem: String(error) }),
  });
}

function createDialer({ log, demo }: HostResources): Dialer {
  const hostLog = log.forPlugin(shellId);
  const warn = hostLog.warn.bind(hostLog);
  const trust = new Trust({ warn });
  if (demo) trust.addAuthority(demo.authorityPem);
  return new Dialer(new RouteResolver({ warn }), trust, demo?.addressBook);
}

/** Another one after each build: what the former one made of manifests may no longer hold. */
function productGeneration(productFolder: string): string {
  const built = statSync(join(productFolder, 'host', 'main.js'), { throwIfNoEntry: false });
  return `${version} ${built?.mtimeMs ?? ''}`;
}
