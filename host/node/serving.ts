import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { ShellError } from '../../core/errors.ts';
import type { WorkbenchSnapshot } from '../../core/protocol/window-protocol.ts';
import type { LogService } from '../../core/services/log-service.ts';
import type { HostControl } from './control/host-control.ts';
import { FrameServer } from './frames/frame-server.ts';
import type { FrameTicket } from './frames/frame-tickets.ts';
import type { Denial, DenialTexts } from './server/denial-page.ts';
import { HostServer } from './server/host-server.ts';
import { OneTimeTokens } from './server/one-time-tokens.ts';
import { PageIconReader } from './server/page-icons.ts';
import { type RpcEndpoint, RpcSockets } from './server/rpc-sockets.ts';
import { findForeignness, findForeignSocket } from './server/same-origin.ts';
import { holdsOpenSession } from './server/session-cookie.ts';
import { Sessions } from './server/sessions.ts';
import { StaticFolder } from './server/static-folder.ts';
import { loadWorkbenchPage, type WorkbenchPage } from './server/workbench-page.ts';
import type { Store } from './storage/store.ts';
import type { WindowHost } from './window/window-connection.ts';

/** What windows and command lines get to work with. */
export interface ServedWorkbench {
  readonly windowHost: WindowHost;
  control(ending: AbortSignal): HostControl;
  snapshot(browserLanguages: readonly string[]): WorkbenchSnapshot;
  pluginFolder(plugin: string, revision: string): PluginFolderAccess | undefined;
  frameTicket(token: string): FrameTicket | undefined;
}

/** Which files of a plugin windows may get: all but its main half and JSON; of JSON the themes alone. */
export interface PluginFolderAccess {
  readonly location: string;
  /** Relative to the folder, as all paths here. */
  readonly main: string | undefined;
  readonly themes: ReadonlySet<string>;
}

export interface ServingOptions {
  readonly store: Store;
  readonly log: LogService;
  /** Folder of the built product. */
  readonly productFolder: string;
  /** Loads it where nobody did; whoever comes meanwhile waits. */
  readonly workbench: () => Promise<ServedWorkbench>;
}

/** The host's face on 127.0.0.1: the page and its files, the windows' connections, the command line's. */
export class Serving {
  /** Opens the command line's connection. */
  readonly controlKey = randomBytes(32).toString('base64url');
  private readonly sessions: Sessions;
  private readonly sockets: RpcSockets;
  private readonly server: HostServer;
  private page: Promise<WorkbenchPage> | undefined;
  /** By plugin, of the revision in force. */
  private readonly pluginFolders = new Map<string, { readonly revision: string; readonly files: StaticFolder }>();
  private windowCount = 0;

  constructor(private readonly options: ServingOptions) {
    const { store, log, productFolder, workbench } = options;
    const icons = new PageIconReader(join(productFolder, 'workbench', 'icons'));
    this.sessions = new Sessions(store.sessions);
    const endpoints = { '/rpc': this.windowEndpoint(), '/control': this.controlEndpoint() };
    this.sockets = new RpcSockets(endpoints, (path, reason) => log.warn('A connection was refused', { path, reason }));
    this.server = new HostServer({
      tokens: new OneTimeTokens(),
      sessions: this.sessions,
      page: () => this.loadPage(),
      snapshot: async (languages) => (await workbench()).snapshot(languages),
      icons: (snapshot) => icons.read(snapshot),
      workbenchFiles: new StaticFolder(join(productFolder, 'workbench')),
      frames: this.createFrameServer(),
      pluginFiles: (plugin, revision) => this.pluginFiles(plugin, revision),
      denialTexts,
      onUpgrade: (request, socket, head) => this.sockets.handleUpgrade(request, socket, head),
      onDenied: (denial, reason) => log.warn('A request was denied', { denial, reason }),
      onError: (error) => log.error('A request failed', error),
    });
  }

  get port(): number {
    return this.server.port;
  }

  /** Resolves when the first request was answered. */
  get answered(): Promise<void> {
    return this.server.answered;
  }

  /** Origin of the frames of a label. */
  frameOrigin(label: string): string {
    return this.server.frameOrigin(label);
  }

  issueWindowUrl(): string {
    return this.server.issueWindowUrl();
  }

  /**
   * Listens on a port; on 0 the one used last where it is free, so that windows of the former host find this one.
   * @throws ShellError `server.port-taken`, `server.listen-failed`.
   */
  async listen(port: number): Promise<void> {
    const lastPort = await this.options.store.meta.lastPort();
    try {
      await this.server.listen(port === 0 && lastPort !== undefined ? [lastPort, 0] : [port]);
    } catch (error) {
      const cause = (error as NodeJS.ErrnoException).code ?? String(error);
      throw new ShellError(
        cause === 'EADDRINUSE' ? 'server.port-taken' : 'server.listen-failed',
        { port: String(port), cause },
        { cause: error },
      );
    }
    if (this.port !== lastPort) await this.options.store.meta.setLastPort(this.port);
  }

  /** Forgets windows that were not seen for long. */
  async removeIdleSessions(): Promise<void> {
    await this.sessions.removeIdle();
  }

  async close(): Promise<void> {
    await Promise.all([this.sockets.close(), this.server.close()]);
  }

  private createFrameServer(): FrameServer {
    const { productFolder, workbench } = this.options;
    const sharedFolder = join(productFolder, 'frames');
    return new FrameServer({
      site: { originOf: (label) => this.server.frameOrigin(label), windowOrigins: () => this.server.windowOrigins },
      findTicket: async (token) => (await workbench()).frameTicket(token),
      pluginFiles: (plugin, revision) => this.pluginFiles(plugin, revision),
      ...{ sharedFolder, sharedFiles: new StaticFolder(sharedFolder) },
    });
  }

  private windowEndpoint(): RpcEndpoint {
    return {
      refuse: async ({ headers }, place) => {
        const foreign = findForeignSocket(headers, this.port);
        if (foreign) return foreign;
        const isOpen = await holdsOpenSession({ cookies: headers.cookie, place }, this.port, this.sessions);
        return isOpen ? undefined : 'session';
      },
      connect: async (transport) => {
        const { WindowConnection } = await import('./window/window-connection.ts');
        const { startRpcSession } = await import('./server/rpc-session.ts');
        const { windowHost } = await this.options.workbench();
        this.windowCount += 1;
        startRpcSession(transport, new WindowConnection(`window-${this.windowCount}`, windowHost), this.options.log);
      },
    };
  }

  private controlEndpoint(): RpcEndpoint {
    return {
      refuse: async (request) => findForeignness(request.headers, this.port) ?? (this.holdsControlKey(request) ? undefined : 'control key'),
      connect: async (transport) => {
        const { ControlConnection } = await import('./control/control-connection.ts');
        const { startRpcSession } = await import('./server/rpc-session.ts');
        const workbench = await this.options.workbench();
        const ending = new AbortController();
        startRpcSession(transport, new ControlConnection(workbench.control(ending.signal), ending), this.options.log);
      },
    };
  }

  private holdsControlKey({ headers }: IncomingMessage): boolean {
    const [given, wanted] = [headers.authorization ?? '', `Bearer ${this.controlKey}`].map((text) => hash('sha256', text, 'buffer'));
    return given !== undefined && wanted !== undefined && timingSafeEqual(given, wanted);
  }

  private async loadPage(): Promise<WorkbenchPage> {
    this.page ??= loadWorkbenchPage(join(this.options.productFolder, 'workbench', 'index.html')).catch((error) => {
      this.page = undefined;
      throw error;
    });
    return this.page;
  }

  private async pluginFiles(plugin: string, revision: string): Promise<StaticFolder | undefined> {
    const found = (await this.options.workbench()).pluginFolder(plugin, revision);
    if (!found) return undefined;
    const { location, main, themes } = found;
    const known = this.pluginFolders.get(plugin);
    if (known?.revision === revision) return known.files;
    const files = new StaticFolder(location, (path) => path !== main && (!path.endsWith('.json') || themes.has(path)));
    this.pluginFolders.set(plugin, { revision, files });
    return files;
  }
}

/** In French, as all that is said before a language could be chosen. */
async function denialTexts(denial: Denial): Promise<DenialTexts> {
  const { commandLineTexts } = await import('./command-line/texts.ts');
  const t = commandLineTexts('fr');
  return { title: t('denied.title'), reason: t(`denied.${denial}.reason`), remedy: t('denied.remedy') };
}
