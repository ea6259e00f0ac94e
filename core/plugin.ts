import type { ServiceToken } from './service-token.ts';

/**
 * What a plugin's main module exports by default: a class whose constructor names the
 * services it needs. The services stand ready when the constructor runs.
 *
 * @example
 * ```ts
 * @plugin()
 * export default class Hello implements Plugin {
 *   constructor(private readonly commands: CommandService) {}
 *   activate() {
 *     this.commands.register('hello.greet', () => 'Bonjour');
 *   }
 * }
 * ```
 */
export interface Plugin {
  /**
   * Registers handlers and taps, and publishes first states. Called once, when something the plugin
   * contributes is first needed. Given up, and the plugin unloaded, after 10 s.
   */
  activate(): void | Promise<void>;

  /**
   * Ends what the shell can't end by itself, such as work under way. All that was registered
   * through a service is undone by the shell afterwards, even when this throws. Given up after 5 s.
   */
  deactivate?(): void | Promise<void>;
}

/** A plugin's class: its constructor takes services only. */
export interface PluginClass {
  // biome-ignore lint/suspicious/noExplicitAny: a constructor's services differ from class to class
  new (...services: any[]): Plugin;

  /**
   * The constructor's services in order, for plugins written in plain JavaScript. In TypeScript
   * the compiler writes the same list from the constructor's types.
   */
  readonly services?: readonly ServiceToken<unknown>[];
}

/**
 * Marks a plugin's class, which makes the compiler write down the types of its constructor's
 * parameters. That list is the plugin's capability list: there is no other way to a service.
 */
export function plugin(): <T extends PluginClass>(pluginClass: T) => void {
  return () => {};
}
