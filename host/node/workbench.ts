import { join } from 'node:path';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Language, Message } from '../../core/message.ts';
import type { LoadModule } from '../../core/plugins/inline-runtime.ts';
import type { WorkbenchSnapshot } from '../../core/protocol/window-protocol.ts';
import { shellId } from '../shell-manifest.ts';
import { version } from '../version.ts';
import type { HostControl } from './control/host-control.ts';
import { LocalHostControl } from './control/local-host-control.ts';
import type { FrameTicket } from './frames/frame-tickets.ts';
import type { HostResources } from './host-resources.ts';
import type { Isolation } from './isolation/isolations.ts';
import { Trust } from './network/certificates/trust.ts';
import { Dialer } from './network/dialing/dialer.ts';
import { shortenNameServerPatience } from './network/dialing/name-server-patience.ts';
import { RouteResolver } from './network/routes/route.ts';
import { followDevelopmentPlugins } from './plugins/development-plugins.ts';
import { PluginFileCache } from './plugins/plugin-file-cache.ts';
import { describePlugin, PluginNotices } from './plugins/plugin-notices.ts';
import { RejectionTeller } from './plugins/rejection-teller.ts';
import { KeyVault } from './secrets/key-vault.ts';
import { OsKeychain } from './secrets/os-keychain.ts';
import type { PluginFolderAccess } from './serving.ts';
import { followSharedStorage } from './shared-storage/follow-shared-storage.ts';
import { WorkbenchHost } from './window/workbench-host.ts';
import { WorkbenchParts } from './workbench-parts.ts';
import { refreshContributions, wireWorkbench } from './workbench-wiring.ts';

export interface WorkbenchOptions {
  readonly resources: HostResources;
  /** Where the build put the bundled plugins. */
  readonly productFolder: string;
  /** Another one after each build: what the former one made of manifests may no longer hold. */
  readonly buildStamp: string;
  readonly developmentPlugins: readonly string[];
  readonly safeMode: boolean;
  readonly language: Language | undefined;
  readonly loadModule: LoadModule | undefined;
  /** Which plugins get a process of their own. */
  readonly isolation: Isolation;
  /** For a host that only tries a plugin: reaches servers by this, and leaves the keychain of whoever tries it alone. */
  readonly trial?: { readonly dialer: Dialer };
  /** After this time without work the process of a plugin ends. Default one minute. */
  readonly idleAfterMs?: number | undefined;
  /** Told why a plugin under development failed. */
  readonly tellAuthor?: ((notice: Message) => void) | undefined;
  /** Makes an address that opens a window; there is none where nobody listens. */
  readonly issueWindowUrl: () => string | undefined;
  /** Origin of the frames of strangers' panels, by label; none where nobody listens. */
  readonly frameOrigin: (label: string) => string | undefined;
}

/** The core with its plugins, and what windows show of them: all that a host is beside its server. */
export class Workbench {
  readonly windowHost: WorkbenchHost;
  private readonly subscriptions = new DisposableStore();
  private readonly ending = new AbortController();

  private constructor(
    private readonly options: WorkbenchOptions,
    readonly parts: WorkbenchParts,
    private readonly pluginFiles: PluginFileCache,
    private readonly vault: KeyVault,
  ) {
    this.windowHost = new WorkbenchHost(parts);
  }

  /** Puts the workbench together and finds its plugins; none of their code runs yet. */
  static async load(options: WorkbenchOptions): Promise<Workbench> {
    const { resources, productFolder, developmentPlugins, safeMode, language, loadModule, isolation, frameOrigin } = options;
    const { folder, log, store, sharedStorage, demo } = resources;
    const vault = await createVault(resources, options.trial !== undefined);
    const pluginFiles = new PluginFileCache(join(folder.directory, 'plugin-files.json'), `${version} ${options.buildStamp}`);
    const parts = new WorkbenchParts({
      ...{ log, store, sharedStorage, vault, demo, pluginFiles, developmentPlugins, safeMode, language, loadModule, frameOrigin },
      dialer: options.trial?.dialer ?? createDialer(resources),
      savedSettings: await store.settings.load(),
      profiles: folder.paths.profiles,
      idleAfterMs: options.idleAfterMs,
      bundledPlugins: join(productFolder, 'plugins'),
      installedPlugins: folder.paths.plugins,
      isolation: { plugins: isolation, entry: join(productFolder, 'plugin-process', 'main.js') },
    });
    const workbench = new Workbench(options, parts, pluginFiles, vault);
    await workbench.findPlugins();
    return workbench;
  }

  /** What a command line may ask. `ending` cancels what is under way. */
  control(ending: AbortSignal): HostControl {
    const { runner, snapshots, pluginLibrary, wording, shell, packages, permissions, permissionNames, notifications } = this.parts;
    const { issueWindowUrl } = this.options;
    const parts = {
      runner,
      snapshots,
      pluginLibrary,
      wording,
      packages,
      permissions,
      permissionNames,
      notifications,
      commands: shell.commands,
      settings: shell.settings,
      issueWindowUrl,
    };
    return new LocalHostControl(parts, AbortSignal.any([ending, this.ending.signal]));
  }

  /** What a page draws before its window has connected. */
  snapshot(browserLanguages: readonly string[]): WorkbenchSnapshot {
    return this.parts.snapshots.snapshot({ language: this.parts.language.choose(browserLanguages) });
  }

  /** The folder of a loaded plugin, as long as it is of that revision. */
  pluginFolder(plugin: string, revision: string): PluginFolderAccess | undefined {
    const found = this.parts.pluginLibrary.find(plugin);
    if (found?.revision !== revision) return undefined;
    const { location, manifest } = found.plugin;
    const relative = (path: string) => path.replace(/^\.\//, '');
    const themes = new Set(manifest.contributes.themes.map(({ path }) => relative(path)));
    return { location, main: manifest.main && relative(manifest.main), themes };
  }

  /** The right to a frame that a token stands for. */
  frameTicket(token: string): FrameTicket | undefined {
    return this.parts.frames.findTicket(token);
  }

  /** Starts the plugins that wait for the start, and what goes on beside them. Settles when they have started. */
  async start(): Promise<void> {
    const { parts, options } = this;
    const started = parts.shell.start();
    const onError = (error: unknown) => parts.hostLog.error('A plugin under development was not loaded anew', error);
    const rejections = this.subscriptions.add(new RejectionTeller(parts.pluginLibrary, parts.notifications));
    const follow = { folders: options.developmentPlugins, started, onError, onReload: (folder: string) => rejections.tell(folder) };
    this.subscriptions.add(followDevelopmentPlugins(parts.pluginLibrary, follow));
    this.subscriptions.add(this.followSharedStorage());
    await started;
    if (this.ending.signal.aborted) return;
    await this.prepareDemo();
    await parts.packages.sweep();
    this.keepPluginFiles();
  }

  /** What an author should know of the plugins under development. */
  developmentNotices(): readonly Message[] {
    const plugins = this.parts.pluginLibrary.list().filter(({ origin }) => origin === 'development');
    return plugins.flatMap(describePlugin);
  }

  /** Unloads the plugins, which may take no longer than `timeoutMs`, and takes leave of the windows. */
  async stop(timeoutMs: number): Promise<void> {
    this.ending.abort();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([this.parts.shell.stop(), late]).finally(() => clearTimeout(timer));
    // Those that took longer are not asked again, nor waited for.
    void this.parts.shell.plugins.killAll();
    this.keepPluginFiles();
    this.parts.dialogs.dispose();
    await Promise.all([this.parts.requests.close(), this.parts.consents.flush(), this.parts.layout.flush()]);
    this.subscriptions.dispose();
    this.parts.windows.dispose();
    this.vault.dispose();
  }

  /** Only the next start's speed depends on it. */
  private keepPluginFiles(): void {
    try {
      this.pluginFiles.save();
    } catch (error) {
      this.parts.hostLog.error('What was read of the plugins could not be kept', error);
    }
  }

  private async findPlugins(): Promise<void> {
    const { parts, options } = this;
    this.subscriptions.add(wireWorkbench(parts, options.tellAuthor));
    const { folder, store, sharedStorage } = options.resources;
    for (const notice of [...folder.notices, ...store.notices]) parts.notices.add(notice);
    this.subscriptions.add(sharedStorage.onNotice((notice) => parts.notices.add(notice)));
    await this.findPackages();
    await Promise.all([
      parts.notices.load(),
      parts.permissions.load(),
      parts.consents.load(),
      parts.pluginLibrary.load(),
      parts.layout.load(),
      parts.walkthroughs.load(),
    ]);
    await parts.bisect.load();
    refreshContributions(parts);
    this.followPlugins();
    this.tellKeyStoreOnce();
  }

  private async findPackages(): Promise<void> {
    const { packages, notices } = this.parts;
    const damaged = await packages.load();
    if (damaged !== undefined) notices.add({ key: 'notice.packages.damaged', args: { file: damaged } });
    this.subscriptions.add(packages);
  }

  private followPlugins(): void {
    const { parts } = this;
    const notices = this.subscriptions.add(new PluginNotices(parts.pluginLibrary, parts.notices));
    notices.update();
    const refresh = () => {
      notices.update();
      refreshContributions(parts);
    };
    this.subscriptions.add(parts.pluginLibrary.onDidChange(refresh));
  }

  /** Asking the keychain takes a process of its own: it waits until somebody is there to read the answer. */
  private tellKeyStoreOnce(): void {
    const { parts } = this;
    const subscription = parts.windows.onDidOpen(() => {
      this.subscriptions.release(subscription);
      this.tellKeyStore().catch((error) => parts.hostLog.error('The key store could not be looked at', error));
    });
    this.subscriptions.add(subscription);
  }

  private async tellKeyStore(): Promise<void> {
    const { store } = this.options.resources;
    for (const notice of await this.vault.notices(await store.secrets.keyIds())) this.parts.notices.add(notice);
  }

  private followSharedStorage(): Disposable {
    const { notices, networkChanges, hostLog } = this.parts;
    return followSharedStorage(this.options.resources.sharedStorage, {
      ...{ notices, onNetworkChange: networkChanges.onDidChange },
      onError: (error) => hostLog.error('The state of the shared documents could not be told', error),
    });
  }

  private async prepareDemo(): Promise<void> {
    const { parts, options, ending } = this;
    for (const { command, args } of options.resources.demo?.preparations ?? []) {
      if (!parts.shell.commands.get(command)) continue;
      const outcome = await parts.runner.run(command, args, 'fr', ending.signal);
      if (!outcome.ok) parts.hostLog.warn('A preparation of the demonstration failed', { command, code: outcome.code });
    }
  }
}

function createDialer({ log, demo }: HostResources): Dialer {
  const hostLog = log.forPlugin(shellId);
  shortenNameServerPatience(process.env);
  const warn = hostLog.warn.bind(hostLog);
  const trust = new Trust({ warn });
  if (demo) trust.addAuthority(demo.authorityPem);
  return new Dialer(new RouteResolver({ warn }), trust, demo?.addressBook);
}

async function createVault({ folder, store, log }: HostResources, isTrial: boolean): Promise<KeyVault> {
  const usesKeyFile = isTrial || process.env.BOULE_BLEUE_KEY_STORE === 'file';
  return new KeyVault({
    keyFile: folder.paths.keyFile,
    keychain: usesKeyFile ? undefined : new OsKeychain({ storeId: await store.meta.storeId() }),
    onKeychainError: (error) => log.forPlugin(shellId).info('There is no usable keychain', { problem: String(error) }),
  });
}
