import { type Disposable, toDisposable } from '../../../core/lifecycle.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';

/** Ends something with its plugin, or earlier by the handle, which then leaves nothing in the plugin's store. */
export function ownedBy(scope: PluginScope, item: Disposable): Disposable {
  const handle = toDisposable(() => scope.store.release(item));
  scope.store.add(item);
  return handle;
}

/** Aborts when the caller gives up or the plugin unloads. */
export function endingWith(scope: PluginScope, signal: AbortSignal | undefined): AbortSignal {
  return signal ? AbortSignal.any([signal, scope.signal]) : scope.signal;
}
