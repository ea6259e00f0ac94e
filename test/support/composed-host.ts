import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RpcSession, RpcTarget } from 'capnweb';
import { type ClientOptions, WebSocket } from 'ws';
import type { Serialisable } from '../../core/message.ts';
import type { PluginClass } from '../../core/plugin.ts';
import type { HostApi, WindowApi, WorkbenchSnapshot } from '../../core/protocol/window-protocol.ts';
import { Host, type HostOptions } from '../../host/node/host.ts';
import { SocketTransport } from '../../host/node/server/socket-transport.ts';

const page = '<!doctype html><html lang="fr"><head><title>x</title></head><body></body></html>';

/** A plugin of a test: its manifest without what every manifest has, its class, and its strings. */
export interface TestPlugin {
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly main?: PluginClass;
  readonly strings?: Readonly<Record<'fr' | 'en', Readonly<Record<string, string>>>>;
}

export interface ComposedHostOptions extends Partial<HostOptions> {
  readonly plugins?: Readonly<Record<string, TestPlugin>>;
}

/** What a browser got for a one-time token. */
export interface SignedIn {
  readonly cookie: string;
  /** Path of its window; ends with a slash. */
  readonly place: string;
}

/** A host with a server, a data folder and a product folder of its own. Leaving an `await using` ends and removes all of it. */
export class ComposedHost implements AsyncDisposable {
  private readonly windows: TestWindow[] = [];

  private constructor(
    readonly folder: string,
    readonly host: Host,
    /** Opens a session: the address with its one-time token. */
    readonly url: string,
  ) {}

  static async start({ plugins = {}, ...options }: ComposedHostOptions = {}): Promise<ComposedHost> {
    const folder = await mkdtemp(join(tmpdir(), 'composed-host-'));
    const productFolder = join(folder, 'product');
    await mkdir(join(productFolder, 'workbench'), { recursive: true });
    await writeFile(join(productFolder, 'workbench/index.html'), page);
    for (const [name, plugin] of Object.entries(plugins)) await writePlugin(join(productFolder, 'plugins', name), name, plugin);
    const host = await Host.open({
      dataFolder: join(folder, 'data'),
      productFolder,
      log: { level: 'silent' },
      loadModule: async ({ manifest }) => ({ default: plugins[manifest.id]?.main }),
      ...options,
    });
    const url = await host.serve(0);
    await host.start();
    return new ComposedHost(folder, host, url);
  }

  get origin(): string {
    return new URL(this.url).origin;
  }

  get dataFolder(): string {
    return join(this.folder, 'data');
  }

  get productFolder(): string {
    return join(this.folder, 'product');
  }

  /** Signs in as a browser does, and answers its cookie and where that is good. */
  async signIn(url = this.url): Promise<SignedIn> {
    const { promise, resolve, reject } = Promise.withResolvers<SignedIn>();
    request(url, { agent: false }, (answer) => {
      answer.resume();
      const cookie = String(answer.headers['set-cookie']?.[0]).split(';', 1)[0] ?? '';
      resolve({ cookie, place: answer.headers.location ?? '/' });
    })
      .on('error', reject)
      .end();
    return promise;
  }

  /** Opens a WebSocket; headers may be forged. Resolves with the status when it is refused. */
  async openSocket(path: string, options: ClientOptions = {}): Promise<WebSocket | number> {
    const socket = new WebSocket(`${this.origin.replace('http', 'ws')}${path}`, { perMessageDeflate: false, ...options });
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(socket));
      socket.once('unexpected-response', (_request, { statusCode }) => resolve(statusCode ?? 0));
      socket.once('error', reject);
    });
  }

  /** Opens a window as a browser that has signed in does. */
  async openWindow({ cookie, place }: SignedIn, languages: readonly string[] = ['fr']): Promise<TestWindow> {
    const socket = await this.openSocket(`${place}rpc`, { headers: { cookie }, origin: this.origin });
    if (typeof socket === 'number') throw new Error(`The window was refused: ${socket}`);
    const window = new TestWindow(socket);
    this.windows.push(window);
    await window.connect(languages);
    return window;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const window of this.windows) window.close();
    await this.host.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** What a window would draw, and the host as it sees it. */
export class TestWindow {
  readonly host: HostApi;
  snapshot!: WorkbenchSnapshot;
  readonly panelStates: Record<string, Serialisable> = {};
  readonly revealed: string[] = [];
  readonly opened: string[] = [];
  /** Every call of the host, in order. */
  readonly calls: string[] = [];

  constructor(readonly socket: WebSocket) {
    const session = new RpcSession<never>(new SocketTransport(socket));
    this.host = session.getRemoteMain() as unknown as HostApi;
  }

  async connect(languages: readonly string[]): Promise<void> {
    this.snapshot = await this.host.connect(new WindowTarget(this), { languages });
  }

  close(): void {
    this.socket.terminate();
  }
}

class WindowTarget extends RpcTarget implements WindowApi {
  readonly #window: TestWindow;

  constructor(window: TestWindow) {
    super();
    this.#window = window;
  }

  update(patch: Partial<WorkbenchSnapshot>): void {
    this.#window.calls.push(`update ${Object.keys(patch).sort()}`);
    this.#window.snapshot = { ...this.#window.snapshot, ...patch };
  }

  panelState(panelId: string, state: Serialisable): void {
    this.#window.calls.push(`panelState ${panelId}`);
    this.#window.panelStates[panelId] = state;
  }

  revealPanel(panelId: string): void {
    this.#window.revealed.push(panelId);
  }

  openExternal(url: string): void {
    this.#window.opened.push(url);
  }
}

async function writePlugin(folder: string, name: string, { manifest, main, strings = { fr: {}, en: {} } }: TestPlugin): Promise<void> {
  await mkdir(join(folder, 'locales'), { recursive: true });
  const common = { name, version: '1.0.0', displayName: name, engines: { 'boule-bleue': '*' }, ...(main && { main: './plugin.js' }) };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...common, ...manifest }));
  for (const [language, texts] of Object.entries(strings))
    await writeFile(join(folder, 'locales', `${language}.json`), JSON.stringify(texts));
}
