import { RpcStub, RpcTarget } from 'capnweb';
import * as v from 'valibot';
import { ShellError } from '../../../core/errors.ts';
import type { Language, Serialisable } from '../../../core/message.ts';
import type { CommandOutcome } from '../../../core/panel.ts';
import type {
  CommandCall,
  DialogAnswer,
  FilePart,
  HostApi,
  PanelOpening,
  SettingItem,
  WindowHello,
  WorkbenchLayout,
  WorkbenchSnapshot,
} from '../../../core/protocol/window-protocol.ts';
import {
  actionIndexSchema,
  commandCallSchema,
  dialogAnswerSchema,
  filePartSchema,
  helloSchema,
  idSchema,
  layoutSchema,
  serialisableSchema,
} from '../../../core/protocol/window-schemas.ts';
import { RateLimit } from '../limits/rate-limit.ts';
import { PeerError } from '../server/rpc-session.ts';
import type { WordedError } from '../strings/wording.ts';
import { RemoteWindow, type WindowStub } from './remote-window.ts';
import type { ConnectedWindow } from './window-gateway.ts';

/** What the host does for its windows. Arguments were checked. */
export interface WindowHost {
  /** The language for a window, by what its browser wants. */
  languageFor(browserLanguages: readonly string[]): Language;
  /** Lets a window in, until the signal aborts. */
  open(window: ConnectedWindow, closed: AbortSignal): WorkbenchSnapshot;
  execute(window: ConnectedWindow, call: Omit<CommandCall, 'callId'>, signal: AbortSignal): Promise<CommandOutcome>;
  /** Activates the panel's plugin, and from then on tells the window the panel's state. */
  openPanel(window: ConnectedWindow, panelId: string): Promise<PanelOpening>;
  /** The window no longer shows the panel. */
  closePanel(window: ConnectedWindow, panelId: string): void;
  saveLayout(layout: WorkbenchLayout): Promise<void>;
  answerDialog(window: ConnectedWindow, dialogId: string, answer: DialogAnswer): void;
  /** A piece of the file that answers a dialog. */
  receiveFilePart(window: ConnectedWindow, dialogId: string, part: FilePart): void;
  /** The text that a dialog offers to save. */
  readOffer(window: ConnectedWindow, dialogId: string): string;
  answerNotification(notificationId: string, action: number | null): void;
  cancelProgress(notificationId: string): void;
  listSettings(window: ConnectedWindow): Promise<readonly SettingItem[]>;
  updateSetting(window: ConnectedWindow, key: string, value: Serialisable | undefined): Promise<CommandOutcome>;
  /** Notes that a window was used just now. */
  touch(window: ConnectedWindow): void;
  /** Puts an error into the window's language. What it doesn't expect is logged and told in general words. */
  wordError(error: unknown, language: Language): WordedError;
}

/** What a window may know of an error: its message is a sentence in the window's language. */
export class WindowError extends PeerError {
  override readonly name = 'WindowError';

  constructor(
    readonly code: string,
    sentence: string,
  ) {
    super(sentence);
  }
}

const maximumCallsUnderWay = 64;
/** Far more than anybody can press, drag or type. */
const tolerableCalls = { burst: 5_000, perSecond: 1_000 };
/** Each is written to the disk before it is answered. */
const tolerableSettings = { burst: 100, perSecond: 10 };
/** More than any arrangement holds; ids of panels that there aren't count too. */
const maximumOpenPanels = 256;

/**
 * One window's connection: what capnweb lets the window call. Every argument is parsed first, whatever
 * TypeScript says of it here. State is private to the language (`#`), since capnweb reaches everything else.
 */
export class WindowConnection extends RpcTarget implements HostApi {
  readonly #host: WindowHost;
  readonly #id: string;
  readonly #closed = new AbortController();
  readonly #calls = new Map<string, AbortController>();
  readonly #rate = new RateLimit(tolerableCalls);
  readonly #settingsRate = new RateLimit(tolerableSettings);
  #window: RemoteWindow | undefined;
  #stub: WindowStub | undefined;

  constructor(id: string, host: WindowHost) {
    super();
    this.#id = id;
    this.#host = host;
  }

  async connect(stub: unknown, hello: WindowHello): Promise<WorkbenchSnapshot> {
    return this.#guard(async () => {
      const { languages } = parse(helloSchema, hello);
      if (this.#window || this.#closed.signal.aborted || !isStub(stub)) throw misuse('connect is called once, with the window');
      this.#stub = stub.dup();
      this.#window = new RemoteWindow({
        id: this.#id,
        stub: this.#stub,
        language: () => this.#host.languageFor(languages),
        onFault: () => this[Symbol.dispose](),
      });
      return this.#host.open(this.#window, this.#closed.signal);
    });
  }

  async executeCommand(call: CommandCall): Promise<CommandOutcome> {
    return this.#outcome(async (window) => {
      const { callId, ...asked } = parse(commandCallSchema, call);
      if (this.#calls.has(callId) || this.#calls.size >= maximumCallsUnderWay)
        throw misuse('the call id is in use, or too many calls are under way');
      const cancellation = new AbortController();
      this.#calls.set(callId, cancellation);
      try {
        return await this.#host.execute(window, asked, AbortSignal.any([cancellation.signal, this.#closed.signal]));
      } finally {
        this.#calls.delete(callId);
      }
    });
  }

  async cancelCommand(callId: string): Promise<void> {
    return this.#guard(async () => this.#calls.get(parse(idSchema, callId))?.abort());
  }

  async openPanel(panelId: string): Promise<PanelOpening> {
    return this.#guard(async () => {
      const window = this.#connected();
      if (window.openPanels.size >= maximumOpenPanels) throw misuse('too many panels are open');
      return this.#host.openPanel(window, parse(idSchema, panelId));
    });
  }

  async closePanel(panelId: string): Promise<void> {
    return this.#guard(async () => this.#host.closePanel(this.#connected(), parse(idSchema, panelId)));
  }

  async saveLayout(layout: WorkbenchLayout): Promise<void> {
    return this.#guard(async () => {
      this.#connected();
      await this.#host.saveLayout(parse(layoutSchema, layout));
    });
  }

  async answerDialog(dialogId: string, answer: DialogAnswer): Promise<void> {
    return this.#guard(async () => {
      this.#host.answerDialog(this.#connected(), parse(idSchema, dialogId), parse(dialogAnswerSchema, answer));
    });
  }

  async sendFilePart(dialogId: string, part: FilePart): Promise<void> {
    return this.#guard(async () => {
      this.#host.receiveFilePart(this.#connected(), parse(idSchema, dialogId), parse(filePartSchema, part));
    });
  }

  async readOffer(dialogId: string): Promise<string> {
    return this.#guard(async () => this.#host.readOffer(this.#connected(), parse(idSchema, dialogId)));
  }

  async answerNotification(notificationId: string, action: number | null): Promise<void> {
    return this.#guard(async () => {
      this.#connected();
      this.#host.answerNotification(parse(idSchema, notificationId), parse(actionIndexSchema, action));
    });
  }

  async cancelProgress(notificationId: string): Promise<void> {
    return this.#guard(async () => {
      this.#connected();
      this.#host.cancelProgress(parse(idSchema, notificationId));
    });
  }

  async listSettings(): Promise<readonly SettingItem[]> {
    return this.#guard(() => this.#host.listSettings(this.#connected()));
  }

  async updateSetting(key: string, value: Serialisable | undefined): Promise<CommandOutcome> {
    return this.#outcome((window) => {
      if (!this.#settingsRate.take()) throw new ShellError('window.too-many-calls');
      return this.#host.updateSetting(window, parse(idSchema, key), parse(v.optional(serialisableSchema), value));
    });
  }

  /** Ends the window's stay: its commands are cancelled. Called by capnweb when the connection is gone. */
  [Symbol.dispose](): void {
    this.#closed.abort();
    this.#stub?.[Symbol.dispose]();
    this.#stub = undefined;
  }

  #connected(): RemoteWindow {
    if (!this.#window) throw misuse('connect comes first');
    if (!this.#rate.take()) throw new ShellError('window.too-many-calls');
    this.#host.touch(this.#window);
    return this.#window;
  }

  #language(): Language {
    return this.#window?.language ?? this.#host.languageFor([]);
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const { code, sentence } = this.#host.wordError(error, this.#language());
      throw new WindowError(code, sentence);
    }
  }

  async #outcome(work: (window: RemoteWindow) => Promise<CommandOutcome>): Promise<CommandOutcome> {
    try {
      return await work(this.#connected());
    } catch (error) {
      return { ok: false, ...this.#host.wordError(error, this.#language()) };
    }
  }
}

/** @throws ShellError `window.message-invalid`. */
function parse<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) throw misuse(parsed.issues[0].message);
  return parsed.output;
}

/** A peer that doesn't keep to the protocol: a page of another version, or no page of ours. */
function misuse(problem: string): ShellError {
  return new ShellError('window.message-invalid', { problem });
}

function isStub(value: unknown): value is WindowStub {
  return value instanceof RpcStub;
}
