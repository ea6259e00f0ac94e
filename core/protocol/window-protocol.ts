import type { JsonSchema, KeybindingContribution, StatusItemContribution, ThemeContribution } from '../manifest/manifest.ts';
import type { Serialisable } from '../message.ts';
import type { CommandOutcome } from '../panel.ts';
import type { ContextKeyValue } from '../services/context-key-service.ts';
import type { ViewKind } from '../views/view-kind.ts';

/**
 * What the window and the host say to each other over capnweb. All text is in the window's
 * language already; the host is the only keeper of state, the window draws it.
 */
export interface HostApi {
  /** First call of a connection. The host calls `window` from then on, and answers with all there is to draw. */
  connect(window: WindowApi, hello: WindowHello): Promise<WorkbenchSnapshot>;

  /**
   * Runs a command. `callId` is the window's own, unique within its connection, for {@link cancelCommand}. `panel` is the panel that asks,
   * if one does: the command must then be its plugin's own, or granted to it under `permissions.commands`.
   */
  executeCommand(call: CommandCall): Promise<CommandOutcome>;
  cancelCommand(callId: string): Promise<void>;

  /** Activates the panel's plugin and subscribes this window to the panel's state. */
  openPanel(panelId: string): Promise<PanelOpening>;
  closePanel(panelId: string): Promise<void>;

  /** Keeps the window's arrangement for next time. */
  saveLayout(layout: WorkbenchLayout): Promise<void>;
  answerDialog(dialogId: string, answer: DialogAnswer): Promise<void>;
  /** Sends the next piece of the file that answers a dialog; the answer follows the last. Piece 0 begins anew. */
  sendFilePart(dialogId: string, part: FilePart): Promise<void>;
  /** The text of the file that a dialog offers. */
  readOffer(dialogId: string): Promise<string>;
  /** `action` is the index of the button pressed, or `null` when the notification was closed. */
  answerNotification(notificationId: string, action: number | null): Promise<void>;
  cancelProgress(notificationId: string): Promise<void>;

  /** Every setting with its schema and value, for the settings panel. */
  listSettings(): Promise<readonly SettingItem[]>;
  /** Saves one setting; without a value it goes back to its default. */
  updateSetting(key: string, value: Serialisable | undefined): Promise<CommandOutcome>;
}

export interface CommandCall {
  readonly callId: string;
  readonly command: string;
  readonly args?: Serialisable;
  readonly panel?: string;
}

/** What the host calls in each window. */
export interface WindowApi {
  /** Replaces the given parts of the snapshot. */
  update(patch: Partial<WorkbenchSnapshot>): void;
  panelState(panelId: string, state: Serialisable): void;
  revealPanel(panelId: string): void;
  openExternal(url: string): void;
}

export interface WindowHello {
  /** The browser's languages, most wanted first. */
  readonly languages: readonly string[];
}

export interface WorkbenchSnapshot {
  readonly version: string;
  readonly language: 'fr' | 'en';
  /** Set while `--demo` runs: the accounts to try, shown with the « Démonstration » mark. */
  readonly demo: string | null;
  /** Why something important isn't as usual (safe mode, key file instead of keychain…): shown in the overview. */
  readonly notices: readonly NoticeItem[];
  /** The workbench's own strings. */
  readonly strings: Readonly<Record<string, string>>;
  readonly commands: readonly CommandItem[];
  readonly panels: readonly PanelItem[];
  readonly statusItems: readonly StatusItem[];
  /** By menu location: `commandPalette`, `statusBar/ball`, and the ids of submenus. */
  readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
  readonly keybindings: readonly KeybindingContribution[];
  readonly walkthroughs: readonly WalkthroughItem[];
  /** Colour themes of plugins, to choose beside the window's own. */
  readonly themes: readonly ThemeItem[];
  readonly contextKeys: Readonly<Record<string, ContextKeyValue>>;
  readonly badges: Readonly<Record<string, { readonly count: number; readonly label: string }>>;
  readonly notifications: readonly NotificationItem[];
  readonly dialogs: readonly DialogItem[];
  readonly layout: WorkbenchLayout | null;
  /** Values of the shell's own settings that the window obeys: `workbench.colorTheme` and the like. */
  readonly settings: Readonly<Record<string, Serialisable>>;
}

export interface NoticeItem {
  /** Its name to the command `shell.dismiss-notice`; `null` for one that can't be put away. */
  readonly id: string | null;
  readonly text: string;
}

export interface CommandItem {
  readonly id: string;
  readonly title: string;
  readonly category?: string;
  readonly icon?: string;
  readonly enablement?: string;
  /** Shown while `enablement` does not hold. */
  readonly disabledReason?: string;
  /** Shown in the palette while this holds. */
  readonly when?: string;
}

export interface PanelItem {
  readonly id: string;
  readonly plugin: string;
  readonly title: string;
  readonly icon: string;
  readonly location: 'tab' | 'sideBar' | 'bottom';
  readonly content: PanelContent;
  readonly activityBar?: number;
  readonly when?: string;
}

/**
 * How a panel is drawn: `element` is the plugin's own element in the window's document, for plugins that came with the product; `frame`
 * the same element in a sandboxed frame, for all others; `view` is drawn by the window from published data.
 */
export type PanelContent = ElementContent | FrameContent | ViewContent;

export interface ElementContent {
  readonly kind: 'element';
  /** Address of the module, seen from the window's page. */
  readonly module: string;
  readonly element: string;
}

export interface FrameContent {
  readonly kind: 'frame';
  /** Another one when the plugin's files are others: the frame's own addresses come with each opening. */
  readonly module: string;
  readonly element: string;
  /** Display name of the plugin, which stands at the frame. */
  readonly source: string;
}

export interface ViewContent {
  readonly kind: 'view';
  readonly view: ViewKind;
}

/** As contributed, in the window's language; `icon` is a codicon or the address of an SVG on this host. */
export type StatusItem = StatusItemContribution;

export interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  /** Of the command or the submenu. */
  readonly title: string;
  readonly icon?: string;
  readonly group: string;
  readonly order: number;
  readonly when?: string;
}

export interface WalkthroughItem {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly when?: string;
  readonly steps: readonly {
    readonly id: string;
    readonly title: string;
    readonly description: string;
    readonly when?: string;
    readonly done: boolean;
  }[];
}

/** As contributed, its label in the window's language, its file by its address on this host. */
export interface ThemeItem extends Omit<ThemeContribution, 'path'> {
  readonly address: string;
}

export interface NotificationItem {
  readonly id: string;
  readonly severity: 'info' | 'warning' | 'error';
  readonly message: string;
  /** Display name of the plugin that speaks. */
  readonly source: string;
  readonly actions: readonly string[];
  readonly progress?: { readonly fraction: number | null; readonly message: string | null };
}

export type DialogItem =
  | {
      readonly id: string;
      readonly kind: 'confirm';
      /** Display name of the plugin that asks, where it didn't come with the product. */
      readonly source?: string;
      readonly message: string;
      readonly detail: string | null;
      /** What is agreed to, one line each. */
      readonly items?: readonly string[];
      readonly warnings?: readonly string[];
      /** Whether Enter alone means no. */
      readonly isCautious?: boolean;
      readonly confirmLabel: string;
      /** In place of « Annuler ». */
      readonly cancelLabel?: string;
    }
  | {
      readonly id: string;
      readonly kind: 'choice';
      readonly message: string;
      readonly choices: readonly { readonly value: string; readonly label: string }[];
      readonly confirmLabel: string;
    }
  | {
      readonly id: string;
      readonly kind: 'secret';
      readonly source?: string;
      readonly title: string;
      readonly label: string;
      readonly detail: string | null;
    }
  | FileDialogItem;

/** A file is asked for, or offered. */
export type FileDialogItem =
  | {
      readonly id: string;
      readonly kind: 'file';
      /** Display name of the plugin that asks. */
      readonly source: string;
      readonly title: string;
      /** Endings in lower case, with their dot; none: any. */
      readonly accept: readonly string[];
      readonly maximumBytes: number;
    }
  | { readonly id: string; readonly kind: 'offer'; readonly source: string; readonly name: string; readonly sizeBytes: number };

/** A piece of a file, at most {@link filePartBytes} of it. */
export interface FilePart {
  readonly index: number;
  readonly base64: string;
}

/** Leaves room for what else is in a message. */
export const filePartBytes = 384 * 1024;

export type DialogAnswer =
  | { readonly kind: 'dismissed' }
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'chosen'; readonly value: string }
  | { readonly kind: 'secret'; readonly value: string }
  /** The pieces were sent before. */
  | { readonly kind: 'file'; readonly name: string; readonly sizeBytes: number };

export interface PanelOpening {
  /** `null` until the main half has published. */
  readonly state: Serialisable;
  /** The plugin's strings in the window's language. */
  readonly strings: Readonly<Record<string, string>>;
  /** Where a panel that is drawn in a frame is to be had, until it is closed. */
  readonly frame?: FrameAddresses;
}

export interface FrameAddresses {
  readonly page: string;
  readonly module: string;
}

/** The window's arrangement. Unknown panels are ignored when it is restored. */
export interface WorkbenchLayout {
  readonly openTabs: readonly string[];
  readonly activeTab: string | null;
  readonly sideBar: { readonly panel: string | null; readonly widthPixels: number };
  readonly bottom: { readonly panel: string | null; readonly heightPixels: number };
  /** Command ids, most recent first, at most 50. */
  readonly recentCommands: readonly string[];
}

export interface SettingItem {
  readonly key: string;
  readonly group: string;
  readonly schema: JsonSchema;
  readonly value: Serialisable;
  readonly isDefault: boolean;
}
