import {
  type ConfirmOptions,
  ContextKeyService,
  type ContextKeyValue,
  DialogService,
  type Disposable,
  type FilePickOptions,
  FileService,
  type InputOptions,
  type LogFields,
  LogService,
  type Message,
  type NotificationOptions,
  NotificationService,
  type OfferedFile,
  type PanelBadge,
  PanelService,
  type PickedFile,
  type Progress,
  Secret,
  type Serialisable,
  ShellError,
  toDisposable,
  WindowService,
} from 'boule-bleue';

export class MemoryContextKeys extends ContextKeyService {
  readonly values: Record<string, ContextKeyValue> = {};

  override set(key: string, value: ContextKeyValue): void {
    this.values[key] = value;
  }
}

/** A user who answers dialogs as the test says: `undefined` closes them, and without answers no window is open. */
export class MemoryDialogs extends DialogService {
  readonly asked: (ConfirmOptions | InputOptions)[] = [];
  answer: { readonly confirm?: boolean; readonly secret?: string } | undefined;

  /** Set where the user takes time. Dialogs that are open then wait until whoever asks gives up. */
  isSlow = false;
  open = 0;

  override async confirm(options: ConfirmOptions, { signal }: { readonly signal?: AbortSignal } = {}): Promise<boolean> {
    return (await this.ask(options, signal)).confirm ?? false;
  }

  override async askSecret(options: InputOptions, { signal }: { readonly signal?: AbortSignal } = {}): Promise<Secret | undefined> {
    const { secret } = await this.ask(options, signal);
    return secret === undefined ? undefined : new Secret(secret);
  }

  private async ask(options: ConfirmOptions | InputOptions, signal: AbortSignal | undefined) {
    if (!this.answer) throw new ShellError('dialog.no-window');
    this.asked.push(options);
    if (this.isSlow) await this.waitFor(signal);
    return this.answer;
  }

  private async waitFor(signal: AbortSignal | undefined): Promise<void> {
    this.open += 1;
    const { promise, reject } = Promise.withResolvers<never>();
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    await promise.finally(() => {
      this.open -= 1;
    });
  }
}

/** A user who picks the file that the test lays out, and takes every one that is offered. */
export class MemoryFiles extends FileService {
  readonly asked: FilePickOptions[] = [];
  readonly offered: OfferedFile[] = [];
  /** `undefined` closes the dialog. */
  file: { readonly name: string; readonly content: string } | undefined;

  override async pick(options: FilePickOptions): Promise<PickedFile | undefined> {
    this.asked.push(options);
    return this.file && { ...this.file, sizeBytes: this.file.content.length };
  }

  override async offer(file: OfferedFile): Promise<boolean> {
    this.offered.push(file);
    return true;
  }
}

export class MemoryNotifications extends NotificationService {
  /** Those on the screen, oldest first. */
  readonly shown: NotificationOptions[] = [];
  /** Cancels the work under way, as « Annuler » does. */
  cancel: () => void = () => {};

  override show(options: NotificationOptions): Disposable {
    this.shown.push(options);
    return toDisposable(() => this.shown.splice(this.shown.indexOf(options), 1));
  }

  override withProgress<T>(_title: Message, work: (progress: Progress, signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.cancel = () => controller.abort();
    return work({ report: () => {} }, controller.signal);
  }
}

export class MemoryPanels extends PanelService {
  readonly states: Record<string, Serialisable> = {};
  readonly history: { readonly panel: string; readonly state: Serialisable }[] = [];
  readonly revealed: string[] = [];
  readonly badges: Record<string, PanelBadge> = {};

  override publish(panel: string, state: Serialisable): void {
    this.states[panel] = structuredClone(state);
    this.history.push({ panel, state: structuredClone(state) });
  }

  override reveal(panel: string): void {
    this.revealed.push(panel);
  }

  override setBadge(panel: string, badge: PanelBadge): void {
    this.badges[panel] = badge;
  }
}

export class MemoryWindow extends WindowService {
  readonly opened: string[] = [];

  override async openExternal(url: string): Promise<void> {
    this.opened.push(url);
  }
}

export class MemoryLog extends LogService {
  readonly lines: { readonly level: string; readonly message: string; readonly error?: unknown; readonly fields?: LogFields }[] = [];

  override debug(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'debug', message, fields });
  }

  override info(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'info', message, fields });
  }

  override warn(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'warn', message, fields });
  }

  override error(message: string, error?: unknown, fields: LogFields = {}): void {
    this.lines.push({ level: 'error', message, error, fields });
  }
}
