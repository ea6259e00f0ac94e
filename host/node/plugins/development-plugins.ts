import { type Disposable, DisposableStore } from '../../../core/lifecycle.ts';
import { watchFolder } from './folder-watcher.ts';
import type { PluginLibrary } from './plugin-library.ts';

/** Loads a plugin under development anew each time its folder changes, one change after the other. */
export function followDevelopmentPlugins(
  library: PluginLibrary,
  folders: readonly string[],
  onError: (error: unknown) => void,
): Disposable {
  const watchers = new DisposableStore();
  for (const folder of folders) {
    let reloading = Promise.resolve();
    const reload = () => {
      reloading = reloading.then(() => library.reload(folder)).catch(onError);
    };
    watchers.add(watchFolder(folder, reload, onError));
  }
  return watchers;
}
