import { type Disposable, DisposableStore } from '../../../core/lifecycle.ts';
import { watchFolder } from './folder-watcher.ts';
import type { PluginLibrary } from './plugin-library.ts';

interface FollowOptions {
  readonly folders: readonly string[];
  /** Changes count from now on, but nothing is loaded anew before the plugins have started. */
  readonly started: Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Told of each folder that was read anew, whatever came of it. */
  readonly onReload?: (folder: string) => void;
}

/** Loads a plugin under development anew each time its folder changes, one change after the other. */
export function followDevelopmentPlugins(
  library: Pick<PluginLibrary, 'reload'>,
  { folders, started, onError, onReload }: FollowOptions,
): Disposable {
  const watchers = new DisposableStore();
  for (const folder of folders) {
    let reloading = started.catch(() => {});
    const reload = () => {
      reloading = reloading
        .then(() => library.reload(folder))
        .then(() => onReload?.(folder))
        .catch(onError);
    };
    watchers.add(watchFolder(folder, reload, onError));
  }
  return watchers;
}
