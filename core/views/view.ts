import type { Message, Serialisable } from '../message.ts';

/**
 * Text in a view: a `Message` of the plugin's strings, put into the reader's language, or a string, shown as it is
 * (a name, a number, something a server answered).
 */
export type ViewText = string | Message;

/** A codicon, `$(name)`. */
export type ViewIcon = string;

/** A button. Pressing it runs a command: one of the plugin's own, or one granted to it under `permissions.commands`. */
export type ViewAction = {
  readonly title: ViewText;
  readonly icon?: ViewIcon;
  readonly command: string;
  readonly args?: Serialisable;
  /** Whether it is the one that users most likely want. Default: false. */
  readonly isPrimary?: boolean;
  /** Default: true. */
  readonly isEnabled?: boolean;
};

/** A kind of message or cell, each with its own icon and colour. */
export type ViewSeverity = 'info' | 'success' | 'warning' | 'error';

/**
 * What every view may show around its content. Views are published with `PanelService.publish` like any state; members that the
 * shell does not know are left out, and a state of another shape is refused with `panel.state-invalid`. Limits: 20,000 items, nodes or
 * rows, 4,000 characters a text, 4 MB in all.
 */
export type ViewFrame = {
  /** A sentence above the content, or in its place where there is nothing to show. */
  readonly message?: ViewText;
  /** Default: `info`. */
  readonly severity?: ViewSeverity;
  /** Whether more is to come: said to screen readers, and drawn as a bar that moves. Default: false. */
  readonly isLoading?: boolean;
  /** Why there is no content, or none that is up to date, and the command that tries again. */
  readonly failure?: { readonly sentence: ViewText; readonly retry?: { readonly command: string; readonly args?: Serialisable } };
  /** Buttons above the content. */
  readonly actions?: readonly ViewAction[];
};

/** What an entry of a list or a tree shows, after VS Code's `TreeItem`. */
export type ViewItem = {
  /** Its own within the view, and the same in every state: focus, expansion and what was drawn follow it. */
  readonly id: string;
  readonly label: ViewText;
  /** Said after the label, less prominently. */
  readonly description?: ViewText;
  readonly icon?: ViewIcon;
  /** A short mark at the end, such as a count. */
  readonly badge?: ViewText;
  readonly tooltip?: ViewText;
  /** Runs when the entry is pressed. */
  readonly command?: string;
  readonly args?: Serialisable;
  /** Buttons at the end of the entry. */
  readonly actions?: readonly ViewAction[];
  /** Whether it is the one that the rest of the panel, or another, is about. Default: false. */
  readonly isSelected?: boolean;
};
