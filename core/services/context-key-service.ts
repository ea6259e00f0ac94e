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
   * Beyond 50 changes a second in the long run, the last value of each key arrives a little later.
   * @throws ShellError `context-key.foreign` when the key belongs to another plugin, `context-key.too-many` beyond 200 keys,
   *   `context-key.too-large` beyond 4 000 characters.
   */
  abstract set(key: string, value: ContextKeyValue): void;
}
