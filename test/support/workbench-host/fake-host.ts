import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { newWebSocketRpcSession, RpcTarget } from 'capnweb';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';
import type { Serialisable } from '../../../core/message.ts';
import type { CommandOutcome } from '../../../core/panel.ts';
import type {
  CommandCall,
  DialogAnswer,
  FilePart,
  HostApi,
  PanelOpening,
  SettingItem,
  WindowApi,
  WindowHello,
  WorkbenchLayout,
  WorkbenchSnapshot,
} from '../../../core/protocol/window-protocol.ts';
import { commonHeaders, pagePolicy } from '../../../host/node/server/security-headers.ts';
import { StaticFolder } from '../../../host/node/server/static-folder.ts';
import { loadWorkbenchPage } from '../../../host/node/server/workbench-page.ts';
import { builtWorkbench } from './built-workbench.ts';
import { samplePanels, sampleThemeFiles } from './sample-panels.ts';
import { sampleSettings, sampleSnapshot } from './sample-snapshot.ts';

/** What the window asked of the host, in order: the method's name and its arguments. */
export type RecordedCall = readonly [method: keyof HostApi, ...args: unknown[]];

export type CommandAnswer = (args: Serialisable | undefined, signal: AbortSignal) => CommandOutcome | Promise<CommandOutcome>;

/**
 * A host for the window alone: real HTTP with the real security headers, a real WebSocket and capnweb, and behind them
 * nothing but what a test says there is to draw.
 */
export class FakeHost {
  readonly calls: RecordedCall[] = [];
  /** What commands answer; without an entry they succeed. */
  readonly commandAnswers = new Map<string, CommandAnswer>();
  /** The last published states of panels, by id. */
  readonly panelStates = new Map<string, Serialisable>();
  /** The strings of panels that have others than the sample's. */
  readonly panelStrings = new Map<string, Readonly<Record<string, string>>>();
  /** What dialogs offer to save, by their ids. */
  readonly offers = new Map<string, string>();
  settings: SettingItem[] = sampleSettings();
  /** What the host says to a window after it made up its answer, and before that leaves. */
  beforeAnswer: ((method: 'connect' | 'openPanel', window: WindowApi) => void) | undefined;
  /** Whether windows can connect. */
  acceptsWindows = true;
  /** Whether windows are turned away as strangers. */
  isForbidden = false;
  private readonly windows = new Set<WindowApi & Disposable>();
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private port = 0;

  constructor(public snapshot: WorkbenchSnapshot = sampleSnapshot()) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** Starts on a free port, or again on the port of before. */
  async start(): Promise<void> {
    const server = createServer((request, response) => void this.serve(request, response));
    this.acceptWindows(server);
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Goes away as a process does that is killed. */
  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server?.close(resolve));
    this.windows.clear();
  }

  /** Changes what there is to draw, and tells every window. */
  update(patch: Partial<WorkbenchSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...patch };
    this.toWindows((window) => window.update(patch));
  }

  publish(panelId: string, state: Serialisable): void {
    this.panelStates.set(panelId, state);
    this.toWindows((window) => window.panelState(panelId, state));
  }

  toWindows(call: (window: WindowApi) => void): void {
    for (const window of this.windows) call(window);
  }

  /** The arguments of the calls of one method so far. */
  callsOf(method: keyof HostApi): readonly (readonly unknown[])[] {
    return this.calls.filter(([name]) => name === method).map(([, ...args]) => args);
  }

  private acceptWindows(server: Server): void {
    const sockets = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request, socket, head) => {
      if (this.isForbidden || !this.acceptsWindows || request.url !== '/rpc')
        return socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      sockets.handleUpgrade(request, socket, head, (client) => this.connect(client));
    });
  }

  private connect(client: ServerSocket): void {
    const connection = new FakeConnection(this, this.windows);
    // The types of `ws` and of browsers differ in what capnweb doesn't use.
    newWebSocketRpcSession(client as unknown as WebSocket, connection);
    client.on('close', () => connection[Symbol.dispose]());
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (this.isForbidden) return void response.writeHead(403).end();
    if (path === '/') return this.servePage(request, response);
    const panel = samplePanels[path];
    if (panel !== undefined) return void response.writeHead(200, { ...commonHeaders, 'content-type': 'text/javascript' }).end(panel);
    const theme = sampleThemeFiles[path];
    if (theme !== undefined) return void response.writeHead(200, { ...commonHeaders, 'content-type': 'application/json' }).end(theme);
    const folder = new StaticFolder(await builtWorkbench());
    const file = await folder.read(path.replace(/^\/workbench\//, ''), '');
    if (file) response.writeHead(200, { ...commonHeaders, ...file.headers }).end(file.body);
    else response.writeHead(404, commonHeaders).end();
  }

  private async servePage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const page = await loadWorkbenchPage(join(await builtWorkbench(), 'index.html'));
    const policy = pagePolicy(request.headers.host ?? '', page.inline);
    const headers = { ...commonHeaders, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy };
    response.writeHead(200, headers).end(page.render(this.snapshot, {}));
  }
}

/** What capnweb lets one window call. */
class FakeConnection extends RpcTarget implements HostApi {
  readonly #host: FakeHost;
  readonly #windows: Set<WindowApi & Disposable>;
  readonly #running = new Map<string, AbortController>();
  #window: (WindowApi & Disposable) | undefined;

  constructor(host: FakeHost, windows: Set<WindowApi & Disposable>) {
    super();
    this.#host = host;
    this.#windows = windows;
  }

  async connect(window: WindowApi, hello: WindowHello): Promise<WorkbenchSnapshot> {
    this.#host.calls.push(['connect', hello]);
    this.#window = (window as WindowApi & { dup(): WindowApi & Disposable }).dup();
    this.#windows.add(this.#window);
    const { snapshot } = this.#host;
    this.#host.beforeAnswer?.('connect', this.#window);
    return snapshot;
  }

  async executeCommand(call: CommandCall): Promise<CommandOutcome> {
    this.#host.calls.push(['executeCommand', call.command, call.args]);
    const cancellation = new AbortController();
    this.#running.set(call.callId, cancellation);
    const answer = this.#host.commandAnswers.get(call.command);
    const outcome = (await answer?.(call.args, cancellation.signal)) ?? { ok: true, value: null };
    this.#running.delete(call.callId);
    return outcome;
  }

  async cancelCommand(callId: string): Promise<void> {
    this.#host.calls.push(['cancelCommand', callId]);
    this.#running.get(callId)?.abort();
  }

  async openPanel(panelId: string): Promise<PanelOpening> {
    this.#host.calls.push(['openPanel', panelId]);
    if (panelId === 'sample.failing') throw new Error('The main half failed');
    const state = this.#host.panelStates.get(panelId) ?? null;
    if (this.#window) this.#host.beforeAnswer?.('openPanel', this.#window);
    return { state, strings: this.#host.panelStrings.get(panelId) ?? { greeting: 'Bonjour {name}' } };
  }

  async closePanel(panelId: string): Promise<void> {
    this.#host.calls.push(['closePanel', panelId]);
  }

  async saveLayout(layout: WorkbenchLayout): Promise<void> {
    this.#host.calls.push(['saveLayout', layout]);
    this.#host.snapshot = { ...this.#host.snapshot, layout };
  }

  async answerDialog(dialogId: string, answer: DialogAnswer): Promise<void> {
    this.#host.calls.push(['answerDialog', dialogId, answer]);
    this.#host.update({ dialogs: this.#host.snapshot.dialogs.filter(({ id }) => id !== dialogId) });
  }

  async sendFilePart(dialogId: string, part: FilePart): Promise<void> {
    this.#host.calls.push(['sendFilePart', dialogId, part]);
  }

  async readOffer(dialogId: string): Promise<string> {
    this.#host.calls.push(['readOffer', dialogId]);
    return this.#host.offers.get(dialogId) ?? '';
  }

  async answerNotification(notificationId: string, action: number | null): Promise<void> {
    this.#host.calls.push(['answerNotification', notificationId, action]);
    this.#host.update({ notifications: this.#host.snapshot.notifications.filter(({ id }) => id !== notificationId) });
  }

  async cancelProgress(notificationId: string): Promise<void> {
    this.#host.calls.push(['cancelProgress', notificationId]);
    this.#host.update({ notifications: this.#host.snapshot.notifications.filter(({ id }) => id !== notificationId) });
  }

  async listSettings(): Promise<readonly SettingItem[]> {
    return this.#host.settings;
  }

  async updateSetting(key: string, value: Serialisable | undefined): Promise<CommandOutcome> {
    this.#host.calls.push(['updateSetting', key, value]);
    if (value === 'refused') return { ok: false, cancelled: false, code: 'setting.invalid', sentence: 'Cette valeur est refusée.' };
    const isDefault = value === undefined;
    this.#host.settings = this.#host.settings.map((item) =>
      item.key === key ? { ...item, value: isDefault ? (item.schema.default as Serialisable) : value, isDefault } : item,
    );
    if (key.startsWith('workbench.')) this.#host.update({ settings: { ...this.#host.snapshot.settings, [key]: value ?? 'auto' } });
    return { ok: true, value: null };
  }

  [Symbol.dispose](): void {
    if (this.#window) this.#windows.delete(this.#window);
    this.#window?.[Symbol.dispose]();
    this.#window = undefined;
  }
}
