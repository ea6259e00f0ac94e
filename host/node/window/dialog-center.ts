import { ShellError } from '../../../core/errors.ts';
import { type Event, EventEmitter } from '../../../core/event.ts';
import type { Message } from '../../../core/message.ts';
import type { DialogAnswer, FilePart } from '../../../core/protocol/window-protocol.ts';
import type { ConfirmOptions, InputOptions } from '../../../core/services/dialog-service.ts';
import { IncomingFile } from './incoming-file.ts';

/** What the shell may say in a question beyond what plugins may. */
export interface CarefulConfirmOptions extends ConfirmOptions {
  /** Shown as a list below the detail. */
  readonly items?: readonly Message[];
  /** What speaks against it. */
  readonly warnings?: readonly Message[];
  /** Whether Enter alone means no: for what gives rights away or takes something for good. */
  readonly isCautious?: boolean;
  /** What the button that means no says. Default « Annuler ». */
  readonly cancelLabel?: Message;
}

/** One of several. */
export interface ChoiceOptions {
  readonly message: Message;
  readonly choices: readonly { readonly value: string; readonly label: Message }[];
  readonly confirmLabel: Message;
}

export type DialogQuestion =
  | ({ readonly kind: 'confirm' } & CarefulConfirmOptions)
  | ({ readonly kind: 'choice' } & ChoiceOptions)
  | ({ readonly kind: 'secret' } & InputOptions)
  | { readonly kind: 'file'; readonly title: Message; readonly accept: readonly string[]; readonly maximumBytes: number }
  | { readonly kind: 'offer'; readonly name: string; readonly text: string };

/** What became of a question. */
export type DialogOutcome =
  | Exclude<DialogAnswer, { readonly kind: 'file' }>
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Buffer };

/** A question that waits for its answer, in no language yet. */
export interface PendingDialog {
  readonly id: string;
  /** The plugin that asks. */
  readonly plugin: string;
  readonly question: DialogQuestion;
}

interface DialogEntry extends PendingDialog {
  /** The window that shows it; `undefined` while there is none. */
  window: string | undefined;
  /** Of the file that a window sends as the answer. */
  readonly incoming?: IncomingFile;
  settle(outcome: DialogOutcome): void;
}

/** The windows as far as dialogs care. */
export interface DialogWindows {
  readonly lastUsed: { readonly id: string } | undefined;
  readonly onDidOpen: Event<string>;
  readonly onDidClose: Event<string>;
}

const dismissed = { kind: 'dismissed' } as const;

/**
 * The questions put to the user, each in one window. Where that window goes away the question moves to another or
 * waits for one to come back, so that reloading the page loses nothing.
 */
export class DialogCenter {
  private readonly pending = new Map<string, DialogEntry>();
  private readonly changed = new EventEmitter<void>();
  private giveUpTimer: NodeJS.Timeout | undefined;
  private count = 0;

  readonly onDidChange: Event<void> = this.changed.event;

  /** @param waitForWindowMs after this time without any window, questions count as closed. */
  constructor(
    private readonly windows: DialogWindows,
    private readonly waitForWindowMs = 30_000,
  ) {
    windows.onDidOpen(() => this.reassign());
    windows.onDidClose((id) => this.unassign(id));
  }

  /**
   * Asks in the window used last.
   * @throws ShellError `dialog.no-window`; the signal's reason when it aborts, which takes the question away.
   */
  async ask(plugin: string, question: DialogQuestion, signal: AbortSignal): Promise<DialogOutcome> {
    signal.throwIfAborted();
    const window = this.windows.lastUsed?.id;
    if (window === undefined) throw new ShellError('dialog.no-window');
    this.count += 1;
    const id = `dialog-${this.count}`;
    const { promise, resolve, reject } = Promise.withResolvers<DialogOutcome>();
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    const incoming = question.kind === 'file' && { incoming: new IncomingFile(question.maximumBytes) };
    this.pending.set(id, { id, plugin, question, window, ...incoming, settle: resolve });
    this.changed.fire();
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', abort);
      this.pending.delete(id);
      this.changed.fire();
    }
  }

  /** Number of questions that wait for their answer. */
  get pendingCount(): number {
    return this.pending.size;
  }

  /** What one window shows, oldest first. */
  shownIn(windowId: string): readonly PendingDialog[] {
    return [...this.pending.values()].filter(({ window }) => window === windowId);
  }

  /** A user's answer. Only the window that shows the question may give it, once, and only in the question's kind. */
  answer(windowId: string, dialogId: string, answer: DialogAnswer): void {
    const entry = this.pending.get(dialogId);
    if (entry?.window !== windowId) return;
    if (answer.kind === 'file') entry.settle(receivedFile(entry, answer) ?? dismissed);
    else if (answer.kind === 'dismissed' || isAnswerTo(entry.question, answer)) entry.settle(answer);
  }

  /** A piece of the file that answers a question. What doesn't fit makes the whole count as closed. */
  receivePart(windowId: string, dialogId: string, part: FilePart): void {
    const entry = this.pending.get(dialogId);
    if (entry?.window === windowId && entry.incoming?.add(part) === false) entry.settle(dismissed);
  }

  /** The text that a question offers to the window which shows it; empty for any other. */
  offeredText(windowId: string, dialogId: string): string {
    const entry = this.pending.get(dialogId);
    return entry?.window === windowId && entry.question.kind === 'offer' ? entry.question.text : '';
  }

  dispose(): void {
    clearTimeout(this.giveUpTimer);
    for (const { settle } of this.pending.values()) settle(dismissed);
  }

  private unassign(windowId: string): void {
    for (const entry of this.pending.values()) {
      if (entry.window === windowId) entry.window = undefined;
    }
    this.reassign();
  }

  private reassign(): void {
    clearTimeout(this.giveUpTimer);
    const window = this.windows.lastUsed?.id;
    const orphans = [...this.pending.values()].filter((entry) => entry.window === undefined);
    if (orphans.length === 0) return;
    if (window === undefined) {
      this.giveUpTimer = setTimeout(() => this.giveUp(), this.waitForWindowMs);
      return;
    }
    for (const entry of orphans) entry.window = window;
    this.changed.fire();
  }

  private giveUp(): void {
    for (const { window, settle } of this.pending.values()) {
      if (window === undefined) settle(dismissed);
    }
  }
}

type FileAnswer = Extract<DialogAnswer, { readonly kind: 'file' }>;

function receivedFile({ question, incoming }: DialogEntry, { name, sizeBytes }: FileAnswer): DialogOutcome | undefined {
  const bytes = incoming?.take(sizeBytes);
  if (question.kind !== 'file' || !bytes) return undefined;
  // Browsers give no folder; a window that did would tell a plugin more than it may know.
  const plainName = (name.split(/[\\/]/).at(-1) ?? '').replace(/\p{C}/gu, '');
  const isAccepted = question.accept.length === 0 || question.accept.some((ending) => plainName.toLowerCase().endsWith(ending));
  return isAccepted && plainName !== '' ? { kind: 'file', name: plainName, bytes } : undefined;
}

/** A file is no answer by itself: see {@link receivedFile}. */
function isAnswerTo(question: DialogQuestion, answer: DialogAnswer): boolean {
  if (question.kind === 'choice') return answer.kind === 'chosen' && question.choices.some(({ value }) => value === answer.value);
  if (question.kind === 'secret') return answer.kind === 'secret';
  return question.kind !== 'file' && answer.kind === 'confirmed';
}
