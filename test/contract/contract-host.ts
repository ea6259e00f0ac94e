import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PluginClass } from 'boule-bleue';
import type { LoadModule } from '../../core/plugins/inline-runtime.ts';
import type { DiscoveredPlugin, PluginProcess } from '../../core/plugins/plugin-runtime.ts';
import { dataFolderPaths } from '../../host/node/data-folder/data-folder.ts';
import { HostLog } from '../../host/node/logging/host-log.ts';
import { Trust } from '../../host/node/network/certificates/trust.ts';
import { Dialer, type Dialled, type DialRequest, noLimits } from '../../host/node/network/dialing/dialer.ts';
import { RouteResolver } from '../../host/node/network/routes/route.ts';
import { PluginFileCache } from '../../host/node/plugins/plugin-file-cache.ts';
import { KeyVault } from '../../host/node/secrets/key-vault.ts';
import { localSharedStorage } from '../../host/node/shared-storage/open-shared-storage.ts';
import type { SharedStorage } from '../../host/node/shared-storage/shared-storage.ts';
import { openStore } from '../../host/node/storage/open-store.ts';
import type { Store } from '../../host/node/storage/store.ts';
import { WorkbenchParts } from '../../host/node/workbench-parts.ts';
import { refreshContributions, wireWorkbench } from '../../host/node/workbench-wiring.ts';
import { shellId } from '../../host/shell-manifest.ts';
import { MisbehavingServer } from '../servers/misbehaving-server.ts';
import { builtExamples, builtPluginProcess, builtPlugins } from '../support/built-parts.ts';
import { type PluginFolder, repository, sourceOf } from './plugin-folders.ts';

/** A plugin that a test makes up: what its package.json says, and its class. */
export interface MadeUpPlugin {
  readonly packageJson: { readonly name: string; readonly [member: string]: unknown };
  readonly pluginClass: PluginClass;
}

export interface ContractHostOptions {
  readonly plugins: readonly PluginFolder[];
  /** Found before the others. */
  readonly madeUp?: readonly MadeUpPlugin[];
  /** Stands between a plugin's module and the host. Isolated plugins are out of its reach. */
  readonly wrapClass?: (pluginClass: PluginClass) => PluginClass;
  /** Where plugins run that are not made up. Default: inside the host, or where `BOULE_BLEUE_TEST_ISOLATE=all` says. */
  readonly runtime?: 'inline' | 'isolated';
  /** How connections are made. Default: all lead to the silent server. */
  readonly dialer?: Dialer;
  /** What runs in the processes of isolated plugins. Default: what the build makes of its sources. */
  readonly processEntry?: string;
}

/** A line of the host's log. */
export interface LogLine {
  readonly level: string;
  readonly plugin: string;
  readonly msg: string;
  readonly err?: { readonly code?: string; readonly message: string };
}

/**
 * The host's real parts on a folder of their own, with some plugins, whose sources stand in for what the build makes of
 * them. Nothing leaves this machine: every connection leads to a server that says nothing.
 */
export class ContractHost implements AsyncDisposable {
  /** Ids of the plugins whose modules were imported, or whose processes were started, at each time. */
  readonly imported: string[] = [];
  readonly parts: WorkbenchParts;
  private readonly wiring;
  private readonly wrapped = new Map<PluginClass, PluginClass>();
  private closing: Promise<readonly LogLine[]> | undefined;

  private constructor(
    private readonly options: ContractHostOptions,
    private readonly folder: string,
    readonly silentServer: MisbehavingServer,
    private readonly log: HostLog,
    private readonly store: Store,
    private readonly sharedStorage: SharedStorage,
    private readonly vault: KeyVault,
    built: BuiltParts | undefined,
  ) {
    const { plugins, madeUp = [] } = options;
    // Found first, and never isolated: their classes are here.
    for (const plugin of madeUp) writePlugin(join(folder, 'made-up'), plugin);
    const madeUpIds = new Set(madeUp.map(({ packageJson }) => packageJson.name));
    const locations = plugins.map(({ location }) => (built ? builtLocation(location, built) : location));
    this.parts = new WorkbenchParts({
      ...{ log, store, sharedStorage, vault },
      dialer: options.dialer ?? new SilentDialer(silentServer),
      savedSettings: {},
      pluginFiles: new PluginFileCache(join(folder, 'plugin-files.json'), ''),
      bundledPlugins: join(folder, 'made-up'),
      developmentPlugins: locations,
      installedPlugins: join(folder, 'plugins'),
      profiles: join(folder, 'profiles'),
      safeMode: false,
      language: 'fr',
      demo: undefined,
      loadModule: (plugin) => this.importModule(plugin),
      frameOrigin: () => undefined,
      isolation: built && { plugins: 'third-party', entry: built.entry, isIsolated: ({ manifest }) => !madeUpIds.has(manifest.id) },
    });
    this.addAsShipped(new Set(plugins.filter(isShipped).map(({ manifest }) => manifest.id)));
    this.wiring = wireWorkbench(this.parts);
    if (built) this.noteStarts();
  }

  /** A host that has found its plugins; none is active. */
  static async open(options: ContractHostOptions): Promise<ContractHost> {
    const { runtime = process.env.BOULE_BLEUE_TEST_ISOLATE === 'all' ? 'isolated' : 'inline' } = options;
    const folder = await mkdtemp(join(tmpdir(), 'boule-bleue-contract-'));
    const paths = dataFolderPaths(folder);
    const log = new HostLog({ directory: paths.logs });
    const onError = (message: string, error: unknown) => log.forPlugin(shellId).error(message, error);
    const store = openStore({ path: paths.store, backups: paths.backups });
    const host = new ContractHost(
      options,
      folder,
      await MisbehavingServer.start({ misbehaviour: 'blackhole' }),
      log,
      store,
      localSharedStorage({ paths, store, onError }),
      new KeyVault({ keyFile: paths.keyFile }),
      runtime === 'isolated' ? await buildParts(options.processEntry) : undefined,
    );
    await host.parts.pluginLibrary.load();
    refreshContributions(host.parts);
    return host;
  }

  /** Plugins that come with the product are found as those under development are, but may do here what they may there. */
  private addAsShipped(ids: ReadonlySet<string>): void {
    const { plugins } = this.parts.shell;
    const add = plugins.add.bind(plugins);
    plugins.add = (plugin) => add(ids.has(plugin.manifest.id) ? { ...plugin, origin: 'bundled' } : plugin);
  }

  /** The plugin as the host found it. */
  found(id: string): DiscoveredPlugin {
    const plugin = this.parts.pluginLibrary.find(id)?.plugin;
    if (!plugin) throw new Error(`${id} was not loaded: ${JSON.stringify(this.parts.pluginLibrary.list())}`);
    return plugin;
  }

  state(id: string): string {
    return this.parts.shell.plugins.status(id).state;
  }

  /** Opens a window that shows every panel. */
  openWindow(): void {
    const panels = this.options.plugins.flatMap(({ manifest }) => manifest.contributes.panels.map(({ id }) => id));
    this.parts.windows.add({
      id: 'contract',
      language: 'fr',
      openPanels: new Set(panels),
      update: () => {},
      panelState: () => {},
      revealPanel: () => {},
      openExternal: () => {},
    });
  }

  /** Ends everything, and tells what was logged as an error. Later calls give the same. */
  close(): Promise<readonly LogLine[]> {
    this.closing ??= this.end();
    return this.closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  private noteStarts(): void {
    const { plugins } = this.parts.shell;
    const seen = new WeakSet<PluginProcess>();
    plugins.onDidChange((id) => {
      const process = plugins.find(id)?.process;
      if (!process || seen.has(process)) return;
      seen.add(process);
      this.imported.push(id);
    });
  }

  private async importModule({ location, manifest: { id, main } }: DiscoveredPlugin): ReturnType<LoadModule> {
    this.imported.push(id);
    const { madeUp = [], wrapClass = (pluginClass) => pluginClass } = this.options;
    const made = madeUp.find(({ packageJson }) => packageJson.name === id);
    const pluginClass = made?.pluginClass ?? (await importClass(location, main));
    // As Node does, which evaluates a module once: what the host keeps by class must not grow.
    const wrapped = this.wrapped.get(pluginClass) ?? wrapClass(pluginClass);
    this.wrapped.set(pluginClass, wrapped);
    return { default: wrapped };
  }

  /** All that was logged so far. */
  logLines(): readonly LogLine[] {
    return readLog(dataFolderPaths(this.folder).logs);
  }

  private async end(): Promise<readonly LogLine[]> {
    const { parts, log, store, sharedStorage, vault, silentServer, folder } = this;
    await parts.shell.stop();
    parts.dialogs.dispose();
    this.wiring.dispose();
    parts.windows.dispose();
    vault.dispose();
    await sharedStorage[Symbol.asyncDispose]();
    store.dispose();
    await Promise.all([log.close(), silentServer.close()]);
    const errors = readLog(dataFolderPaths(folder).logs).filter(({ level }) => level === 'error');
    await rm(folder, { recursive: true });
    return errors;
  }
}

/** Whatever the address, the server there accepts the connection and says nothing. */
class SilentDialer extends Dialer {
  constructor(private readonly server: MisbehavingServer) {
    super(new RouteResolver({ warn: () => {} }), new Trust({ warn: () => {} }));
  }

  override async dial(request: DialRequest): Promise<Dialled> {
    await request.route();
    return super.dial({ ...request, limits: noLimits, url: new URL(this.server.url('https')), route: async () => ({ type: 'direct' }) });
  }
}

async function importClass(location: string, main = ''): Promise<PluginClass> {
  return (await import(pathToFileURL(sourceOf(location, main)).href)).default;
}

/** What isolated plugins need: modules that Node runs as they are. */
interface BuiltParts {
  readonly entry: string;
  /** Folders of built plugins. */
  readonly folders: readonly string[];
}

async function buildParts(processEntry: string | undefined): Promise<BuiltParts> {
  const [entry, ...folders] = await Promise.all([processEntry ?? builtPluginProcess(), builtPlugins(), builtExamples()]);
  return { entry, folders };
}

/** Plugins in JavaScript, of tests as well, run as they are. */
function builtLocation(location: string, { folders }: BuiltParts): string {
  const isOurs = isShipped({ location }) || dirname(location) === join(repository, 'examples');
  const built = folders.map((folder) => join(folder, basename(location))).find((folder) => existsSync(folder));
  return (isOurs && built) || location;
}

function isShipped({ location }: Pick<PluginFolder, 'location'>): boolean {
  return dirname(location) === join(repository, 'plugins');
}

function writePlugin(folder: string, { packageJson }: MadeUpPlugin): string {
  const location = join(folder, packageJson.name);
  mkdirSync(location, { recursive: true });
  const defaults = { version: '1.0.0', displayName: packageJson.name, engines: { 'boule-bleue': '*' }, main: './plugin.js' };
  writeFileSync(join(location, 'package.json'), JSON.stringify({ ...defaults, ...packageJson }));
  return location;
}

function readLog(directory: string): readonly LogLine[] {
  const text = readdirSync(directory).map((name) => readFileSync(join(directory, name), 'utf8'));
  const lines = text.join('').split('\n').filter(Boolean);
  return lines.map((line): LogLine => JSON.parse(line));
}
