import { newWebSocketRpcSession } from 'capnweb';
import { withTimeout } from '../../../core/async.ts';
import { type Event, EventEmitter } from '../../../core/event.ts';
import type { HostApi, WindowApi, WindowHello, WorkbenchSnapshot } from '../../../core/protocol/window-protocol.ts';
import { ReconnectSchedule } from './reconnect-schedule.ts';
import { WindowTarget } from './window-target.ts';

/** `unauthorised`: the host answers, but no longer knows this window's session. */
export type ConnectionState = 'connecting' | 'connected' | 'lost' | 'unauthorised';

/** A call could not be made, or its answer was lost with the connection. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
}

export interface HostConnectionOptions {
  /** Address of the host's WebSocket. */
  readonly url: string;
  readonly hello: WindowHello;
  /** What the host may call. */
  readonly window: WindowApi;
  /** Takes all there is to draw, each time a connection was made. */
  readonly onSnapshot: (snapshot: WorkbenchSnapshot) => void;
}

interface Session {
  readonly socket: WebSocket;
  readonly host: HostApi & Disposable;
}

const connectTimeoutMs = 15_000;
const longestWaitMs = 10_000;

/** Keeps a connection to the host: when it is lost, comes back by itself. */
export class HostConnection {
  private session: Session | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private currentState: ConnectionState = 'connecting';
  private readonly schedule = new ReconnectSchedule();
  private readonly stateChanged = new EventEmitter<ConnectionState>();

  readonly onDidChangeState: Event<ConnectionState> = this.stateChanged.event;

  constructor(private readonly options: HostConnectionOptions) {}

  get state(): ConnectionState {
    return this.currentState;
  }

  /** Connects, and keeps connected as long as the page lives. */
  start(): void {
    const retryNow = () => {
      if (document.visibilityState === 'visible') this.retryNow();
    };
    for (const name of ['online', 'focus', 'pageshow']) addEventListener(name, retryNow);
    document.addEventListener('visibilitychange', retryNow);
    this.open();
  }

  /**
   * Calls the host, waiting for the connection where there is none yet.
   * @throws ConnectionLostError when there is no connection within 10 s, or it ends before the answer; what the host throws.
   */
  async call<T>(use: (host: HostApi) => Promise<T>): Promise<T> {
    const session = await this.connectedSession();
    try {
      return await use(session.host);
    } catch (error) {
      if (session !== this.session || session.socket.readyState !== WebSocket.OPEN) throw new ConnectionLostError('Lost', { cause: error });
      throw error;
    }
  }

  /** Tries again without waiting for the next turn. Does nothing while connected. */
  retryNow(): void {
    if (this.session) return;
    clearTimeout(this.retryTimer);
    this.open();
  }

  private async connectedSession(): Promise<Session> {
    if (this.currentState !== 'connected' || !this.session) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const listening = this.onDidChangeState((state) => state === 'connected' && resolve());
      await withTimeout(promise, longestWaitMs, () => new ConnectionLostError('No connection')).finally(() => listening.dispose());
    }
    if (!this.session) throw new ConnectionLostError('No connection');
    return this.session;
  }

  private open(): void {
    const socket = new WebSocket(this.options.url);
    const session: Session = { socket, host: newWebSocketRpcSession(socket) as unknown as HostApi & Disposable };
    this.session = session;
    let wasOpen = false;
    socket.addEventListener('open', () => {
      wasOpen = true;
    });
    socket.addEventListener('close', () => this.lose(session, wasOpen));
    this.greet(session).catch(() => socket.close());
  }

  private async greet(session: Session): Promise<void> {
    const { hello, window, onSnapshot } = this.options;
    const late = () => new ConnectionLostError('The host did not answer');
    const drawn = Promise.withResolvers<void>();
    const snapshot = await withTimeout(session.host.connect(new WindowTarget(window, drawn.promise), hello), connectTimeoutMs, late);
    if (session !== this.session) return;
    this.schedule.reset();
    onSnapshot(snapshot);
    drawn.resolve();
    this.setState('connected');
  }

  private lose(session: Session, wasOpen: boolean): void {
    if (session !== this.session) return;
    this.session = undefined;
    if (wasOpen) this.retryLater();
    else void this.askWhyRefused();
  }

  /** A browser doesn't say why it could not open a WebSocket; the same path, asked for as a page, does. */
  private async askWhyRefused(): Promise<void> {
    const url = this.options.url.replace(/^ws/, 'http');
    const status = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(connectTimeoutMs) }).then(
      (answer) => answer.status,
      () => undefined,
    );
    if (this.session) return;
    if (status === 403) this.setState('unauthorised');
    else this.retryLater();
  }

  private retryLater(): void {
    this.setState('lost');
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.retryNow(), this.schedule.nextDelayMs());
  }

  private setState(state: ConnectionState): void {
    if (state === this.currentState) return;
    this.currentState = state;
    this.stateChanged.fire(state);
  }
}
