import { once } from 'node:events';
import { request } from 'node:http';
import { RpcSession, RpcTarget } from 'capnweb';
import { WebSocket } from 'ws';
import type { Serialisable } from '../../core/message.ts';
import type { CommandOutcome } from '../../core/panel.ts';
import { type RunningPluginItem, type RunningPluginsState, runningPluginsPanel } from '../../core/protocol/plugin-administration.ts';
import type { HostApi, PanelOpening, WindowApi, WorkbenchSnapshot } from '../../core/protocol/window-protocol.ts';
import { connectToHost } from '../../host/node/control/control-client.ts';
import { findRunningHost } from '../../host/node/data-folder/data-folder.ts';
import { SocketTransport } from '../../host/node/server/socket-transport.ts';
import type { StartedProduct } from './started-product.ts';

const defaultTimeoutMs = 60_000;

/** A window of the running product without a browser: what the host says to it, and what it asks. */
export class ProductWindow {
  snapshot!: WorkbenchSnapshot;
  private readonly host: HostApi;
  private readonly states = new Map<string, Serialisable>();
  private callCount = 0;

  private constructor(
    private readonly product: StartedProduct,
    private readonly socket: WebSocket,
    private readonly onUpdate: (patch: Partial<WorkbenchSnapshot>) => void,
  ) {
    this.host = new RpcSession<never>(new SocketTransport(socket)).getRemoteMain() as unknown as HostApi;
  }

  /** @param onUpdate told of all that the host sends to be drawn. */
  static async open(product: StartedProduct, onUpdate: (patch: Partial<WorkbenchSnapshot>) => void = () => {}): Promise<ProductWindow> {
    const { cookie, place } = await signIn(product.url);
    const address = `${product.origin.replace('http', 'ws')}${place}rpc`;
    const socket = new WebSocket(address, { headers: { cookie }, origin: product.origin, perMessageDeflate: false });
    await once(socket, 'open');
    const window = new ProductWindow(product, socket, onUpdate);
    window.snapshot = await window.host.connect(new WindowTarget(window), { languages: ['fr'] });
    return window;
  }

  async run(command: string, args?: Serialisable, timeoutMs = defaultTimeoutMs): Promise<CommandOutcome> {
    this.callCount += 1;
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error(`${command} takes longer than ${timeoutMs} ms`)), timeoutMs);
    const call = this.host.executeCommand({ callId: `call-${this.callCount}`, command, ...(args !== undefined && { args }) });
    return Promise.race([call, late.promise]).finally(() => clearTimeout(timer));
  }

  async openPanel(panelId: string): Promise<PanelOpening> {
    const opening = await this.host.openPanel(panelId);
    this.states.set(panelId, opening.state);
    return opening;
  }

  async answerNotification(id: string, action: number): Promise<void> {
    await this.host.answerNotification(id, action);
  }

  /** What the panel of running plugins shows, once it was opened. */
  get items(): readonly RunningPluginItem[] {
    return (this.states.get(runningPluginsPanel) as RunningPluginsState | undefined)?.plugins ?? [];
  }

  itemOf(plugin: string): RunningPluginItem | undefined {
    return this.items.find(({ id }) => id === plugin);
  }

  stateOf(plugin: string): RunningPluginItem['state'] {
    return this.itemOf(plugin)?.state ?? 'inactive';
  }

  /** An address that opens a window in a browser. */
  async issueUrl(): Promise<string> {
    const { dataFolder } = this.product;
    const running = findRunningHost(dataFolder);
    if (!running) throw new Error(`No host runs on ${dataFolder}`);
    using client = await connectToHost(running, dataFolder);
    const outcome = await client.control.issueWindowUrl('fr');
    if (!outcome.ok) throw new Error(outcome.sentence);
    return outcome.value;
  }

  close(): void {
    this.socket.terminate();
  }

  /** What the host sent. */
  receive(patch: Partial<WorkbenchSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...patch };
    this.onUpdate(patch);
  }

  receiveState(panelId: string, state: Serialisable): void {
    this.states.set(panelId, state);
  }
}

/** Signs in as a browser does, and answers its cookie and where that is good. */
async function signIn(url: string): Promise<{ readonly cookie: string; readonly place: string }> {
  const [answer] = await once(request(url, { agent: false }).end(), 'response');
  answer.resume();
  const cookie = String(answer.headers['set-cookie']?.[0]).split(';', 1)[0] ?? '';
  return { cookie, place: answer.headers.location ?? '/' };
}

class WindowTarget extends RpcTarget implements WindowApi {
  readonly #window: ProductWindow;

  constructor(window: ProductWindow) {
    super();
    this.#window = window;
  }

  update(patch: Partial<WorkbenchSnapshot>): void {
    this.#window.receive(patch);
  }

  panelState(panelId: string, state: Serialisable): void {
    this.#window.receiveState(panelId, state);
  }

  revealPanel(): void {}

  openExternal(): void {}
}
