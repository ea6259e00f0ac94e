/**
 * What a manifest may ask for beyond the plugin's own commands, panels, settings, documents and
 * context keys, which every plugin has.
 */
export interface Permissions {
  /** Origins the plugin may send requests to: `https://host[:port]`, or `${config:KEY}` for the origin of a setting's address. */
  readonly network?: readonly string[];
  /**
   * Reaching loopback, private and link-local addresses (RFC 6890) by the origins of `network`. Without it a granted name that resolves
   * to such an address is refused, so that a name on the Internet can't lead into the office's network.
   */
  readonly privateNetwork?: boolean;
  /** Probing whether any address can be reached, without sending data. */
  readonly networkProbe?: boolean;
  /** Keeping sealed values of its own. */
  readonly secrets?: boolean;
  /** Ids of other plugins' commands it may run. */
  readonly commands?: readonly string[];
  /** Ids of other plugins' hook points, or the shell's, it may tap. */
  readonly hooks?: readonly string[];
  /** Keys of other plugins' settings, or the shell's, it may read. */
  readonly settings?: readonly string[];
  /** Keeping documents that all workstations of the office share, and noting actions in its journal. */
  readonly sharedStorage?: boolean;
  /** Ids of authentication providers whose sessions it may ask the user for. */
  readonly authentication?: readonly string[];
  /** Reading the names of the office's accounts: never anything else of them. */
  readonly accounts?: boolean;
  /** Reading files that the user picks, one at a time, and offering files to save. */
  readonly files?: boolean;
  readonly notifications?: boolean;
  readonly dialogs?: boolean;
  /** Opening web and mail addresses outside the window. */
  readonly openExternal?: boolean;
}

export type PermissionName = keyof Permissions;
