/** What a context key may hold. */
export type ContextKeyValue = boolean | number | string | readonly string[] | undefined;

/**
 * Sets facts that `when` clauses read: which menu entries, keybindings and status items apply.
 * Keys begin with the plugin's id (`assistance.active`). All are removed when the plugin unloads.
 */
export abstract class ContextKeyService {
  static readonly serviceId = 'contextKeys';

  /**
   * Sets one key; `undefined` removes it. Windows see the change before the next message they get.
   * @throws ShellError `context-key.foreign` when the key belongs to another plugin.
   */
  abstract set(key: string, value: ContextKeyValue): void;
}
