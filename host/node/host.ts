import { statSync } from 'node:fs';
import { join } from 'node:path';
import { withTimeout } from '../../core/async.ts';
import type { Language, Message } from '../../core/message.ts';
import type { LoadModule } from '../../core/plugins/inline-runtime.ts';
import { shellId } from '../shell-manifest.ts';
import type { HostControl } from './control/host-control.ts';
import type { Demo } from './demo/demo.ts';
import { closeResources, type HostResources, openResources } from './host-resources.ts';
import type { Isolation } from './isolation/isolations.ts';
import type { HostLogOptions } from './logging/host-log.ts';
import type { Serving } from './serving.ts';
import type { DatabaseAddress } from './shared-storage/postgres/database-address.ts';
import type { Workbench } from './workbench.ts';

export interface HostOptions {
  /** Where everything that lasts is kept. */
  readonly dataFolder: string;
  /** Where the build put the window, the bundled plugins and the demonstration. */
  readonly productFolder: string;
  /** Folders of plugins under development. */
  readonly pluginFolders?: readonly string[];
  /** Leaves all plugins but the bundled ones out. */
  readonly safeMode?: boolean;
  readonly language?: Language | undefined;
  readonly log?: Omit<HostLogOptions, 'directory'>;
  readonly demo?: Demo | undefined;
  /** Default: Node's own import. */
  readonly loadModule?: LoadModule;
  /** Which plugins get a process of their own. Default: those that did not come with the product. */
  readonly isolation?: Isolation | undefined;
  /** The réseau's. Default: none, the documents that workstations share lie in the data folder. */
  readonly database?: DatabaseAddress | undefined;
  /** After this time without work the process of a plugin ends. Default one minute. */
  readonly idleAfterMs?: number | undefined;
  /** Told why a plugin under development failed, each time. */
  readonly tellAuthor?: ((notice: Message) => void) | undefined;
}

/** Of the two seconds within which a host ends, what its plugins may take. */
const unloadTimeoutMs = 1_200;
/** And what is left to loading that is still under way: a drive that no longer answers could hold it for ever. */
const loadTimeoutMs = 500;

/** The host of a data folder: with a server for windows, or for one command alone. */
export class Host implements AsyncDisposable {
  private serving: Serving | undefined;
  private loading: Promise<Workbench> | undefined;
  private closing: Promise<void> | undefined;

  private constructor(
    private readonly options: HostOptions,
    private readonly resources: HostResources,
  ) {}

  /**
   * Takes the data folder; nothing is listened to and no plugin looked for yet.
   * @throws DataFolderInUse when another process holds the folder; ShellError `data-folder.*`, `storage.*`.
   */
  static async open(options: HostOptions): Promise<Host> {
    const { dataFolder, log = {}, demo, database } = options;
    return new Host(options, await openResources({ dataFolder, log, demo, database }));
  }

  /**
   * Opens the host to windows, and to command lines of other processes. What they work with is loaded meanwhile: it
   * would more than double the time until the browser can be called.
   * @param port 0 is any free one.
   * @returns an address that opens a window once.
   * @throws ShellError `server.port-taken`, `server.listen-failed`.
   */
  async serve(port: number): Promise<string> {
    const { store, folder, log } = this.resources;
    const { productFolder } = this.options;
    const { Serving } = await import('./serving.ts');
    const serving = new Serving({ store, log: log.forPlugin(shellId), productFolder, workbench: () => this.workbench() });
    this.serving = serving;
    await serving.listen(port);
    const { database } = this.options;
    const shown = database && { database: String(database) };
    folder.announce({ pid: process.pid, port: serving.port, controlKey: serving.controlKey, ...shown });
    return serving.issueWindowUrl();
  }

  /** Resolves when the first request was answered. */
  get answered(): Promise<void> {
    return this.serving?.answered ?? Promise.resolve();
  }

  /** Starts the plugins that wait for the start. Settles when they have, with what their authors should know. */
  async start(): Promise<readonly Message[]> {
    const workbench = await this.workbench();
    if (this.closing) return [];
    await workbench.start();
    await this.serving?.removeIdleSessions();
    return workbench.developmentNotices();
  }

  /** What a command line may ask. `ending` cancels what is under way. */
  async control(ending: AbortSignal): Promise<HostControl> {
    return (await this.workbench()).control(ending);
  }

  /** Notes a failure that nobody else will hear of. */
  report(error: unknown): void {
    this.resources.log.forPlugin(shellId).error('Unexpected failure', error);
  }

  /** Ends everything within two seconds; what was acknowledged is on the disk. Later calls wait for the first. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  private workbench(): Promise<Workbench> {
    this.loading ??= this.loadWorkbench();
    return this.loading;
  }

  private async loadWorkbench(): Promise<Workbench> {
    const {
      productFolder,
      pluginFolders = [],
      safeMode = false,
      language,
      loadModule,
      isolation = 'third-party',
      idleAfterMs,
      tellAuthor,
    } = this.options;
    const { Workbench } = await import('./workbench.ts');
    return Workbench.load({
      ...{ resources: this.resources, productFolder, safeMode, language, loadModule, isolation, idleAfterMs, tellAuthor },
      buildStamp: String(statSync(join(productFolder, 'host', 'main.js'), { throwIfNoEntry: false })?.mtimeMs),
      developmentPlugins: safeMode ? [] : pluginFolders,
      issueWindowUrl: () => this.serving?.issueWindowUrl(),
      frameOrigin: (label) => this.serving?.frameOrigin(label),
    });
  }

  private async end(): Promise<void> {
    const loaded = this.loading && withTimeout(this.loading, loadTimeoutMs, () => new Error('The workbench is still being loaded'));
    const workbench = await loaded?.catch(() => undefined);
    await workbench?.stop(unloadTimeoutMs);
    await this.serving?.close();
    await closeResources(this.resources);
  }
}
