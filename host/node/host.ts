import { DisposableStore } from '../../core/lifecycle.ts';
import type { Message } from '../../core/message.ts';
import type { HostControl } from './control/host-control.ts';
import { LocalHostControl } from './control/local-host-control.ts';
import type { DataFolder } from './data-folder/data-folder.ts';
import type { Demo } from './demo/demo.ts';
import type { HostLog } from './logging/host-log.ts';
import { followDevelopmentPlugins } from './plugins/development-plugins.ts';
import type { ManifestCache } from './plugins/manifest-cache.ts';
import { describePlugin, PluginNotices } from './plugins/plugin-notices.ts';
import type { KeyVault } from './secrets/key-vault.ts';
import { Serving } from './serving.ts';
import type { Store } from './storage/store.ts';
import { WorkbenchHost } from './window/workbench-host.ts';
import type { WorkbenchParts } from './workbench-parts.ts';
import { refreshContributions, wireWorkbench } from './workbench-wiring.ts';

/** What the host holds open. */
export interface HostResources {
  readonly folder: DataFolder;
  readonly log: HostLog;
  readonly store: Store;
  readonly vault: KeyVault;
  readonly manifestCache: ManifestCache;
  readonly demo: Demo | undefined;
}

export interface HostSetup {
  readonly resources: HostResources;
  readonly parts: WorkbenchParts;
  readonly productFolder: string;
  readonly safeMode: boolean;
  readonly developmentPlugins: readonly string[];
}

/** Of the two seconds within which a host ends, what its plugins may take. */
const unloadTimeoutMs = 1_200;

/** The host of a data folder, opened by `openHost`: with a server for windows, or for one command alone. */
export class Host implements AsyncDisposable {
  private readonly ending = new AbortController();
  private readonly subscriptions = new DisposableStore();
  private serving: Serving | undefined;
  private loading: Promise<void> | undefined;
  private closing: Promise<void> | undefined;

  constructor(private readonly setup: HostSetup) {}

  /** Settles once the plugins are known; begins to look for them where nobody did. */
  readonly ready = (): Promise<void> => {
    this.loading ??= this.load();
    return this.loading;
  };

  /** What a command line may ask. `ending` cancels what is under way. */
  control(ending: AbortSignal): HostControl {
    const { runner, snapshots, library, wording, shell } = this.setup.parts;
    const issueWindowUrl = () => this.serving?.issueWindowUrl();
    const parts = { runner, snapshots, library, wording, settings: shell.settings, ready: this.ready, issueWindowUrl };
    return new LocalHostControl(parts, AbortSignal.any([ending, this.ending.signal]));
  }

  /**
   * Opens the host to windows, and to command lines of other processes.
   * @param port 0 is any free one.
   * @returns an address that opens a window once.
   * @throws ShellError `server.port-taken`, `server.listen-failed`.
   */
  async serve(port: number): Promise<string> {
    const { parts, resources, productFolder } = this.setup;
    const windowHost = new WorkbenchHost(parts, this.ready);
    const createControl = (ending: AbortSignal) => this.control(ending);
    const serving = new Serving({ parts, store: resources.store, productFolder, windowHost, createControl, ready: this.ready });
    this.serving = serving;
    await serving.listen(port);
    resources.folder.announce({ pid: process.pid, port: serving.port, controlKey: serving.controlKey });
    return serving.issueWindowUrl();
  }

  /** Starts the plugins that wait for the start, and what goes on beside them. Settles when they have started. */
  async start(): Promise<void> {
    const { parts, resources, developmentPlugins } = this.setup;
    await this.ready();
    await parts.shell.start();
    await this.prepareDemo();
    if (this.ending.signal.aborted) return;
    const onError = (error: unknown) => parts.hostLog.error('A plugin under development was not loaded anew', error);
    this.subscriptions.add(followDevelopmentPlugins(parts.library, developmentPlugins, onError));
    resources.manifestCache.save();
    await this.serving?.removeIdleSessions();
  }

  /** Notes a failure that nobody else will hear of. */
  report(error: unknown): void {
    this.setup.parts.hostLog.error('Unexpected failure', error);
  }

  /** What an author should know of the plugins under development. */
  developmentNotices(): readonly Message[] {
    const { library } = this.setup.parts;
    return library.list().filter(({ origin }) => origin === 'development').flatMap(describePlugin);
  }

  /** Ends everything within two seconds; what was acknowledged is on the disk. Later calls wait for the first. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  private async load(): Promise<void> {
    const { parts, resources, safeMode } = this.setup;
    this.subscriptions.add(wireWorkbench(parts));
    for (const notice of resources.store.notices) parts.notices.add(notice);
    if (safeMode) parts.notices.add({ key: 'notice.safe-mode' });
    await Promise.all([parts.library.load(), parts.layout.load(), parts.walkthroughs.load()]);
    await refreshContributions(parts);
    this.followPlugins();
    this.tellKeyStoreOnce();
  }

  private followPlugins(): void {
    const { parts } = this.setup;
    const notices = this.subscriptions.add(new PluginNotices(parts.library, parts.notices));
    notices.update();
    const onError = (error: unknown) => parts.hostLog.error('The plugins could not be shown', error);
    const refresh = () => {
      notices.update();
      refreshContributions(parts).catch(onError);
    };
    this.subscriptions.add(parts.library.onDidChange(refresh));
  }

  /** Asking the keychain takes a process of its own: it waits until somebody is there to read the answer. */
  private tellKeyStoreOnce(): void {
    const { parts } = this.setup;
    const subscription = parts.windows.onDidOpen(() => {
      this.subscriptions.release(subscription);
      this.tellKeyStore().catch((error) => parts.hostLog.error('The key store could not be looked at', error));
    });
    this.subscriptions.add(subscription);
  }

  private async tellKeyStore(): Promise<void> {
    const { parts, resources } = this.setup;
    const { store, vault } = resources;
    for (const notice of await vault.notices(await store.secrets.keyIds())) parts.notices.add(notice);
  }

  private async prepareDemo(): Promise<void> {
    const { parts, resources } = this.setup;
    for (const { command, args } of resources.demo?.preparations ?? []) {
      if (!parts.shell.commands.get(command)) continue;
      const outcome = await parts.runner.run(command, args, 'fr', this.ending.signal);
      if (!outcome.ok) parts.hostLog.warn('A preparation of the demonstration failed', { command, code: outcome.code });
    }
  }

  private async end(): Promise<void> {
    const { parts, resources } = this.setup;
    this.ending.abort();
    await Promise.race([parts.shell.stop(), new Promise((resolve) => setTimeout(resolve, unloadTimeoutMs))]);
    await this.serving?.close();
    parts.dialogs.dispose();
    this.subscriptions.dispose();
    parts.windows.dispose();
    await closeResources(resources);
  }
}

/** Closes all of them, the store before the folder that it lies in, whatever one of them throws. */
export async function closeResources({ vault, store, log, folder, demo }: HostResources): Promise<void> {
  const stack = new AsyncDisposableStack();
  stack.defer(() => folder.dispose());
  stack.defer(() => log.close());
  stack.defer(() => store.dispose());
  stack.defer(() => vault.dispose());
  if (demo) stack.use(demo);
  await stack.disposeAsync();
}
