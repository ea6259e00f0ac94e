/**
 * A sentence that a user will read, not yet in a language: the language belongs to
 * whoever reads it (a window, the command line), not to the plugin that speaks.
 *
 * A type, not an interface: only so can the compiler see that a message is `Serialisable`.
 */
export type Message = {
  /** Key in the speaking plugin's `locales/<language>.json`. */
  readonly key: string;
  /** Values for the ICU MessageFormat placeholders of that string. */
  readonly args?: Readonly<Record<string, MessageArgument>>;
  /** Id of the plugin whose strings hold the key. Default: the plugin that hands the message over. */
  readonly plugin?: string;
};

/** A nested message is put in the reader's language before it is inserted. */
export type MessageArgument = string | number | Message;

/** The languages users can read. French is the first and the fallback. */
export const languages = ['fr', 'en'] as const;
export type Language = (typeof languages)[number];

/** Anything that survives a process boundary unchanged. `undefined` members are dropped. */
export type Serialisable =
  | null
  | boolean
  | number
  | string
  | readonly Serialisable[]
  | { readonly [key: string]: Serialisable | undefined };
