import { isCancellation, ShellError } from '../errors.ts';

/**
 * The one door through which a plugin's code is entered. Expected failures and cancellations pass
 * as they are; anything else is a bug of the plugin and comes out as `plugin.fault`, attributed.
 *
 * @param activity what the plugin was asked, for engineers: `activate`, `command connection.test` …
 */
export async function enterPlugin<T>(pluginId: string, activity: string, code: () => T | Promise<T>): Promise<T> {
  try {
    return await code();
  } catch (error) {
    if (error instanceof ShellError || isCancellation(error)) throw error;
    throw new ShellError('plugin.fault', { plugin: pluginId, activity }, { cause: error });
  }
}
