/** A command as the window shows it: contributed to the host, or the window's own. */
export interface CommandEntry {
  readonly id: string;
  readonly title: string;
  /** Category and title, as the palette shows and searches them. */
  readonly label: string;
  readonly icon?: string;
  readonly enablement?: string;
  /** Shown while `enablement` does not hold. */
  readonly disabledReason?: string;
  /** Shown in the palette while this holds. */
  readonly when?: string;
  /** The window's own commands run here; all others on the host. */
  readonly runHere?: (args: unknown) => void | Promise<void>;
}
