import type { Event } from '../../../core/event.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../../core/lifecycle.ts';
import type { Message } from '../../../core/message.ts';
import type { SharedStorage } from './shared-storage.ts';

export interface FollowOptions {
  readonly notices: { add(message: Message): Disposable };
  readonly onNetworkChange: Event<void>;
  readonly onError: (error: unknown) => void;
}

/** Keeps a réseau's database connected while the host runs, and tells users as long as it can't be had. */
export function followSharedStorage(storage: SharedStorage, { notices, onNetworkChange, onError }: FollowOptions): Disposable {
  const store = new DisposableStore();
  if (storage.location === 'workstation') return store;
  let told: (Disposable & { readonly code: string }) | undefined;
  let newest = 0;
  const update = async () => {
    newest += 1;
    const own = newest;
    const error = await storage.findError();
    // What was found earlier no longer counts.
    if (own !== newest || told?.code === error?.code) return;
    told?.dispose();
    told = error && { ...notices.add({ key: 'notice.shared-storage', args: { cause: error.sentence } }), code: error.code };
  };
  const follow = () => void update().catch(onError);
  store.add(
    toDisposable(() => {
      newest += 1;
      told?.dispose();
    }),
  );
  store.add(storage.onDidChange(({ kind }) => kind === 'status' && follow()));
  store.add(onNetworkChange(() => storage.reconnect()));
  follow();
  return store;
}
