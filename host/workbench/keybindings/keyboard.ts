import { type Event, EventEmitter } from '../../../core/event.ts';
import { ariaKeyShortcuts, formatKeybinding, formatKeyPresses } from '../../../core/keybindings/key-format.ts';
import { isModifierPress, type KeyPress } from '../../../core/keybindings/key-match.ts';
import { KeybindingResolver } from '../../../core/keybindings/keybinding-resolver.ts';
import { deepActiveElement, isEditable } from '../base/focus.ts';
import type { Workbench } from '../workbench.ts';
import { isMac } from './platform.ts';
import { windowKeybindings } from './window-keybindings.ts';

/** For how long a second key is awaited, and for how long it is said that it made no command. */
const chordTimeoutMs = 5_000;

/** A chord under way, or one that just came to nothing. */
interface ChordHint {
  readonly kind: 'waiting' | 'unknown';
  readonly presses: readonly KeyPress[];
}

/** Runs commands by their keys, wherever in the window the focus is. What is typed into a field stays typing. */
export class Keyboard {
  private resolver: KeybindingResolver | undefined;
  private presses: KeyPress[] = [];
  private hint: ChordHint | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly hintChanged = new EventEmitter<void>();

  /** Fires when {@link chordHint} became another. */
  readonly onDidChange: Event<void> = this.hintChanged.event;

  constructor(private readonly workbench: Workbench) {
    workbench.store.changesOf('keybindings')(() => {
      this.resolver = undefined;
    });
  }

  start(): void {
    addEventListener('keydown', (event) => this.handle(event));
  }

  /** What is to be said of a keybinding of two strokes: that the second is awaited, or that there is none such. */
  get chordHint(): string | undefined {
    if (!this.hint) return undefined;
    const keys = formatKeyPresses(this.hint.presses, { mac: isMac, language: this.workbench.store.current.language });
    return this.workbench.t(`workbench.chord.${this.hint.kind}`, { keys });
  }

  /** A command's keys as users read them: « Ctrl+Maj+P ». */
  labelOf(command: string): string | undefined {
    const notation = this.notationOf(command);
    return notation && formatKeybinding(notation, { mac: isMac, language: this.workbench.store.current.language });
  }

  /** A command's keys for `aria-keyshortcuts`. */
  ariaOf(command: string): string | undefined {
    const notation = this.notationOf(command);
    return notation && ariaKeyShortcuts(notation);
  }

  private notationOf(command: string): string | undefined {
    return this.currentResolver.notationOf(command, this.workbench.context.get);
  }

  private get currentResolver(): KeybindingResolver {
    this.resolver ??= new KeybindingResolver([...windowKeybindings, ...this.workbench.store.current.keybindings], { mac: isMac });
    return this.resolver;
  }

  private handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || isModifierPress(event) || isInDialog(event)) return;
    const isInChord = this.presses.length > 0;
    if (!isInChord && isTyping(event)) return;
    // A first key held down is not the second one.
    if (isInChord && event.repeat) return event.preventDefault();
    this.presses.push(event);
    const resolution = this.currentResolver.resolve(this.presses, this.workbench.context.get);
    if (resolution.kind !== 'none' || isInChord) event.preventDefault();
    if (resolution.kind === 'more') return this.say({ kind: 'waiting', presses: [...this.presses] });
    const isLost = resolution.kind === 'none' && isInChord && event.key !== 'Escape';
    this.say(isLost ? { kind: 'unknown', presses: [...this.presses] } : undefined);
    this.presses = [];
    if (resolution.kind === 'command' && !event.repeat && this.mayRun(event, resolution.command))
      void this.workbench.run(resolution.command, resolution.args);
  }

  /** Presses that a frame has handed over may be its invention: they move the user about the window, and do nothing beyond. */
  private mayRun(event: KeyboardEvent, command: string): boolean {
    return event.isTrusted || this.workbench.commands.find(command)?.runHere !== undefined;
  }

  /** Says it, politely, until the next key or for a while. With that, a chord under way ends too. */
  private say(hint: ChordHint | undefined): void {
    if (hint === this.hint) return;
    clearTimeout(this.timer);
    this.hint = hint;
    this.hintChanged.fire();
    if (!hint) return;
    this.workbench.announce(this.chordHint ?? '');
    this.timer = setTimeout(() => {
      this.presses = [];
      this.say(undefined);
    }, chordTimeoutMs);
  }
}

/** Nothing behind a dialog may happen while it waits for its answer. */
function isInDialog(event: KeyboardEvent): boolean {
  return event.composedPath().some((node) => node instanceof HTMLDialogElement);
}

/** Whether a press writes into the field that has the focus, or moves in it. */
function isTyping(event: KeyboardEvent): boolean {
  const isFunctionKey = /^F\d{1,2}$/.test(event.key);
  return !isFunctionKey && !event.ctrlKey && !event.altKey && !event.metaKey && isEditable(deepActiveElement());
}
