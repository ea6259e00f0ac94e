/** A place of the operating system's that keeps one short text for this user alone. */
export interface Keychain {
  /** The text, or `undefined` where there is none yet. Rejects where the keychain doesn't work. */
  read(): Promise<string | undefined>;
  /** Keeps a text so that it can be read again. Rejects where the keychain doesn't work. */
  write(text: string): Promise<void>;
  /** Ends calls under way. */
  dispose(): void;
}
