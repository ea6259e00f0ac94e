/**
 * What a manifest may ask for beyond the plugin's own commands, panels, settings, documents and
 * context keys, which every plugin has.
 */
export interface Permissions {
  /** Origins the plugin may send requests to: `https://host[:port]`, or `${config:KEY}` for the origin of a setting's address. */
  readonly network?: readonly string[];
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
  readonly notifications?: boolean;
  readonly dialogs?: boolean;
  /** Opening web and mail addresses outside the window. */
  readonly openExternal?: boolean;
}

export type PermissionName = keyof Permissions;
