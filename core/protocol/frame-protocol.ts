import type { Serialisable } from '../message.ts';
import type { CommandOutcome } from '../panel.ts';
import type { PanelItem } from './window-protocol.ts';

/**
 * What the window and the frame of a stranger's panel say to each other, by capnweb over a `MessagePort`. The window hands the port over
 * once the frame's page has loaded, with the text {@link framePortMessage}. What comes from a frame is a claim of whatever runs in it.
 */
export const framePortMessage = 'boule-bleue panel frame';

/** What the window may call in the frame. */
export interface FrameApi {
  /** Loads the panel, and resolves once its element stands in the page. @throws why it doesn't. */
  open(opening: FrameOpening): Promise<void>;
  /** The main half has published. */
  show(state: Serialisable): Promise<void>;
  dress(look: FrameLook): Promise<void>;
  translate(words: FrameWords): Promise<void>;
  save(): Promise<boolean>;
  /** What was typed, for a frame that takes this one's place; `null` when something of it can't be taken along. */
  readInput(): Promise<FrameInput | null>;
  /** Resolves when the frame's event loop has come round. */
  ping(): Promise<void>;
}

/** What the frame may call in the window. */
export interface FrameHostApi {
  /** Runs a command as `PanelApi.run` does. `callId` is the frame's own, for {@link cancel}. */
  run(call: FrameCall): Promise<CommandOutcome>;
  cancel(callId: number): Promise<void>;
  announce(text: string): Promise<void>;
  close(): Promise<void>;
  /** Something of the panel is another than before. */
  report(facts: Partial<FrameFacts>): Promise<void>;
  /** A key was pressed that the panel did nothing about and that begins one of the window's keybindings. */
  press(press: FramePress): Promise<void>;
  /** The user pressed a button of the mouse, or a finger, within the frame. */
  touch(): Promise<void>;
  /** The panel's code threw. */
  fail(): Promise<void>;
}

export interface FrameOpening extends FrameWords {
  readonly panelId: string;
  /** Address of the panel's module. */
  readonly module: string;
  /** Tag of its element. */
  readonly element: string;
  readonly title: string;
  readonly location: PanelItem['location'];
  /** `null` until the main half has published. */
  readonly state: Serialisable;
  readonly look: FrameLook;
  /** Keys that the window wants to hear of, in VS Code's notation. */
  readonly keys: readonly string[];
  readonly isMac: boolean;
  /** What was typed into the frame that stood here before. */
  readonly input: FrameInput;
}

/** Fields that a user changed: by name or, without one, by id; ticked or not, or their text. */
export type FrameInput = readonly { readonly field: string; readonly value: string | boolean }[];

export interface FrameWords {
  readonly language: 'fr' | 'en';
  /** The plugin's strings in that language. */
  readonly strings: Readonly<Record<string, string>>;
  /** What is said of a command that was cancelled before it ran, and of one whose outcome can't be known. */
  readonly cancelled: string;
  readonly failed: string;
}

/** How the window looks now. */
export interface FrameLook {
  /** VS Code's word for the kind of theme: `vscode-dark` and the like. */
  readonly kind: string;
  readonly colorScheme: string;
  /** The values of all `--vscode-*` variables, by name. */
  readonly variables: Readonly<Record<string, string>>;
  /** Of the window's root. */
  readonly fontSizePixels: number;
}

export interface FrameCall {
  readonly callId: number;
  readonly command: string;
  readonly args?: Serialisable;
}

export interface FrameFacts {
  readonly contentHeightPixels: number;
  readonly hasUnsavedChanges: boolean;
  readonly canSave: boolean;
  /** Whether anything was typed or chosen since the panel was opened. */
  readonly isTouched: boolean;
}

export interface FramePress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly repeat: boolean;
}
