import { ariaKeyShortcuts, formatKeybinding } from '../../../core/keybindings/key-format.ts';
import { isModifierPress, type KeyPress } from '../../../core/keybindings/key-match.ts';
import { KeybindingResolver } from '../../../core/keybindings/keybinding-resolver.ts';
import { deepActiveElement, isEditable } from '../base/focus.ts';
import type { Workbench } from '../workbench.ts';
import { isMac } from './platform.ts';
import { windowKeybindings } from './window-keybindings.ts';

const chordTimeoutMs = 5_000;

/** Runs commands by their keys, wherever in the window the focus is. What is typed into a field stays typing. */
export class Keyboard {
  private resolver: KeybindingResolver | undefined;
  private presses: KeyPress[] = [];
  private lastPressAt = 0;

  constructor(private readonly workbench: Workbench) {
    workbench.store.changesOf('keybindings')(() => {
      this.resolver = undefined;
    });
  }

  start(): void {
    addEventListener('keydown', (event) => this.handle(event));
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
    if (event.timeStamp - this.lastPressAt > chordTimeoutMs) this.presses = [];
    if (this.presses.length === 0 && isTyping(event)) return;
    this.lastPressAt = event.timeStamp;
    this.presses.push(event);
    const resolution = this.currentResolver.resolve(this.presses, this.workbench.context.get);
    if (resolution.kind !== 'none') event.preventDefault();
    if (resolution.kind === 'more') return;
    this.presses = [];
    if (resolution.kind === 'command' && !event.repeat) void this.workbench.run(resolution.command, resolution.args);
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
