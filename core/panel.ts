import type { Message, Serialisable } from './message.ts';

/** What became of a command that a panel ran. Failures are values: a panel shows them, it never catches. */
export type CommandOutcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly cancelled: boolean; readonly code: string /** In the reader's language. */; readonly sentence: string };

/**
 * What the workbench hands to a panel's element. The same, in the window's document and in a
 * sandboxed frame; everything that leaves the panel goes through here.
 */
export interface PanelApi {
  readonly panelId: string;
  /** BCP 47 tag of the reader's language: `fr` or `en`. */
  readonly language: string;

  /** Runs a command. Secrets may be among the arguments where the command's schema marks them `writeOnly`. */
  run(command: string, args?: Serialisable, options?: { signal?: AbortSignal }): Promise<CommandOutcome>;

  /** A sentence from the plugin's strings in the reader's language. An unknown key comes back as it is. */
  t(message: string | Message, args?: Message['args']): string;

  /** Has a screen reader say something without moving the focus. */
  announce(text: string): void;

  /** Closes the panel, asking first when it has unsaved changes. */
  close(): void;
}

/**
 * A panel: a custom element whose module the manifest names. The workbench creates it when it is
 * first shown, sets `panel` once (and again when the reader's language changes), and sets `state` to what the main half
 * published, at each change. The page's policy forbids inline styles: set them by property, not by attribute or `styleMap`.
 */
export interface PanelElement<State extends Serialisable = Serialisable> {
  panel: PanelApi;
  /** `undefined` until the main half has published: the panel shows that it is loading. */
  state: State | undefined;

  /** Whether leaving would lose something typed. Asked before the panel closes. */
  readonly hasUnsavedChanges?: boolean;

  /** Saves, when the user answers so to the question that leaving asks. Whether it worked. */
  save?(): Promise<boolean>;
}
